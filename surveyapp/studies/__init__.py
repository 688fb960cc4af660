"""The loaded studies with their documents and keys, and their answers as a source for the analysis."""
