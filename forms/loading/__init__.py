"""Loads a study from its files: documents, records, references, checks, assembly."""
