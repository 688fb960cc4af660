"""A statement of the item bank, drawn as any single choice."""

from surveyapp.respondents.kinds.single import VIEW

__all__ = ["VIEW"]
