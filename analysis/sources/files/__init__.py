"""Files as sources of answers."""
