"""Base class of all parts of a study: objects that cannot change after construction."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Frozen(BaseModel):
    """A value object: equal by content, immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed and without cached values derived from the old fields."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


def _no_empty_wording(text: Mapping[str, str]) -> Mapping[str, str]:
    for language, wording in text.items():
        if not wording.strip():
            raise PydanticCustomError("empty-text", "the wording in '{language}' is empty", {"language": language})
    return text


Text = Annotated[dict[str, str], AfterValidator(_no_empty_wording)]
"""One text in every language of the study: ``{"vi": "Đồng ý", "en": "Agree"}``."""

_IDENTIFIER = r"^[a-z][a-z0-9_]*$"
_LONGEST_IDENTIFIER = 40
Identifier = Annotated[str, Field(pattern=_IDENTIFIER, max_length=_LONGEST_IDENTIFIER)]
"""A permanent id of a part of a study: lower-case letters, digits, underscores."""


def is_identifier(text: str) -> bool:
    """Whether ``text`` is a valid id."""
    return re.fullmatch(_IDENTIFIER, text) is not None and len(text) <= _LONGEST_IDENTIFIER
