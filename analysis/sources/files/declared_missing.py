"""Missing codes declared by the user.

On the command line ``99,98=dont_know``, in a codebook ``{"99": "left_blank", "98": "dont_know"}``. A code is a whole
number or any other text of a cell; the reason is one of METHOD 13, by default ``left_blank``.
"""

from __future__ import annotations

from collections.abc import Mapping

from forms.missing_values import Missing

REASONS: Mapping[str, Missing] = {
    "left_blank": Missing.BLANK,
    "not_asked": Missing.NOT_ASKED,
    "unreadable": Missing.UNREADABLE,
    "not_in_form": Missing.NOT_IN_FORM,
    "not_reached": Missing.NOT_REACHED,
    "not_applicable": Missing.NOT_APPLICABLE,
    "dont_know": Missing.DONT_KNOW,
    "refused": Missing.REFUSED,
}
NAMES: Mapping[int, str] = {int(reason): name for name, reason in REASONS.items()}


class UnknownReasonError(ValueError):
    """Raised for a word that names no reason; ``word`` is that word."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(f"{word!r} is none of {', '.join(REASONS)}")


def cell(text: str) -> str:
    """The lookup form of a cell: without surrounding spaces, whole numbers in one spelling (``99.0`` is ``99``)."""
    text = text.strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() else text


def missing_from_option(text: str) -> dict[str, Missing]:
    """``99,98=dont_know`` as a table; raises ``UnknownReasonError``."""
    parts = (part.strip().partition("=") for part in text.split(",") if part.strip())
    return {cell(code): _reason(name.strip() or "left_blank") for code, _equals, name in parts}


def missing_to_json(missing: Mapping[str, Missing]) -> dict[str, str]:
    """``{"98": "dont_know"}``, as in a codebook."""
    return {code: NAMES[int(reason)] for code, reason in missing.items()}


def _reason(name: str) -> Missing:
    if name not in REASONS:
        raise UnknownReasonError(name)
    return REASONS[name]
