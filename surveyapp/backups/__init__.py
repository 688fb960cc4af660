"""Backups: the whole installation in one file encrypted under a passphrase."""
