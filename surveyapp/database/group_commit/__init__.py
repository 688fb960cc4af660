"""One thread that writes for the whole server on SQLite."""
