"""Commands for trying the program out: a demonstration, and simulated answers."""
