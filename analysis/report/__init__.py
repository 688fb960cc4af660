"""The report: what was compared and found, as a page to read and a document to edit."""
