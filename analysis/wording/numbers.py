"""Formats numbers as Vietnamese and English papers print them; used by all tables, charts and sentences.

Vietnamese has a decimal comma and a full stop between thousands, English the reverse. ``locale.setlocale`` is not used
because it would change the whole process. The minus is the character U+2212. A missing number is an en dash, never
"nan"; a p-value is never printed as 0 or 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from forms.languages import DEFAULT_LANGUAGE, LANGUAGES

NOTHING = "–"
"""Printed for a missing number; the note of the table gives the reason."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The formatter of one language of ``forms.languages``."""

    language: str = DEFAULT_LANGUAGE

    def decimal(self, value: float | None, places: int = 2) -> str:
        """``-1234.5`` -> ``−1.234,50`` (vi) or ``−1,234.50`` (en); ``None`` and NaN -> an en dash."""
        if value is None or not math.isfinite(value):
            return NOTHING
        text = f"{abs(value):,.{places}f}"
        signs = LANGUAGES[self.language]
        text = text.translate({ord(","): signs.thousands_sign, ord("."): signs.decimal_sign})
        negative = value < 0 and any(digit in text for digit in "123456789")
        return f"−{text}" if negative else text

    def integer(self, value: int | None) -> str:
        """``66690`` -> ``66.690`` (vi) or ``66,690`` (en)."""
        return self.decimal(value, 0)

    def percent(self, share: float | None, places: int = 1, *, sign: bool = True) -> str:
        """A share in 0..1 as percent: ``0.8091`` -> ``80,9%``; ``sign=False`` if the header has the percent sign."""
        text = self.decimal(None if share is None else share * 100, places)
        return text if text == NOTHING or not sign else f"{text}%"

    def p_value(self, value: float | None, *, equals: bool = False) -> str:
        """Three decimals, ``< 0,001`` below that and ``> 0,999`` above; ``equals``: with ``= `` for sentences."""
        if value is None or not math.isfinite(value):
            return NOTHING
        if value < 0.001:
            return f"< {self.decimal(0.001, 3)}"
        if value > 0.999:
            return f"> {self.decimal(0.999, 3)}"
        return f"= {self.decimal(value, 3)}" if equals else self.decimal(value, 3)

    def interval(self, low: float | None, high: float | None, places: int = 2) -> str:
        """``(0,36; 0,52)``; in English ``(0.36, 0.52)``. An open end is ``–``; without any end the text is empty."""
        if low is None and high is None:
            return ""
        separator = LANGUAGES[self.language].between_numbers
        return f"({self.decimal(low, places)}{separator}{self.decimal(high, places)})"

    def with_interval(self, value: float | None, low: float | None, high: float | None, places: int = 2) -> str:
        """``0,44 (0,36; 0,52)``."""
        return " ".join(part for part in (self.decimal(value, places), self.interval(low, high, places)) if part)

    def join(self, parts: list[str] | tuple[str, ...]) -> str:
        """A list whose entries may hold decimal commas: joined by ``;`` in both languages."""
        return "; ".join(parts)
