"""How results are put into words and numbers."""
