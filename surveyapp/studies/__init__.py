"""The loaded studies, their changes of state, and their answers as a source for the analysis."""
