"""The only way in for answers."""
