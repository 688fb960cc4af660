"""Writes a study back into the files of its folder."""

from forms.writing.documents import study_documents

__all__ = ["study_documents"]
