"""Acknowledged answers are kept: the real server is killed, starved and locked out while people send answers."""
