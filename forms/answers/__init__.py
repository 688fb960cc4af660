"""Checking and coding of submitted answers."""
