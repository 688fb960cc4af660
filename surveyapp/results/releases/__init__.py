"""Releases: counted, renewed where a renewal gives nobody away, and kept in the database."""
