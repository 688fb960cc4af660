"""The ballot box: the only way by which answers enter the database."""
