"""Output of results: terminal, JSON, HTML and Word."""
