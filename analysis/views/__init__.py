"""Results as text in a terminal, JSON, HTML and Word."""
