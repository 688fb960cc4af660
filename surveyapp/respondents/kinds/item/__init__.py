"""View of a statement of the item bank, which is drawn as a single choice."""

from surveyapp.respondents.kinds.single import VIEW

__all__ = ["VIEW"]
