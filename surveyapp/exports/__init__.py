"""The answers of a study as files for other programs."""
