"""What the columns of a file mean: roles, scales and reasons, guessed from names and content, declared by people."""
