"""Converts results into text: sentences, table cells and numbers."""
