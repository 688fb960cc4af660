"""The server in front of Flask: what happens to a request before a thread handles it."""
