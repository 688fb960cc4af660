"""The encrypted files, the keys in the database, and their end."""
