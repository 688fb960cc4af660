"""Tables of text cells as offices export them: encodings, separators, workbooks, title rows and headers."""
