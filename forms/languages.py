"""The languages of the program: one entry each, beside its catalogues in the ``translations`` of every floor.

The first entry is the default. Nothing else names a language; a text that a language lacks is shown in the default one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """``name``: what the language calls itself. ``locale``: for Word. The signs are those of numbers and lists."""

    name: str
    locale: str
    decimal_sign: str
    thousands_sign: str
    between_numbers: str
    """Between numbers in brackets, where the decimal sign could be mistaken for it."""


LANGUAGES: dict[str, Language] = {
    "vi": Language("Tiếng Việt", "vi-VN", ",", ".", "; "),
    "en": Language("English", "en-GB", ".", ",", ", "),
}

DEFAULT_LANGUAGE = next(iter(LANGUAGES))


def known_language(name: str) -> str:
    """The language that a locale or browser names (``en_GB.UTF-8``, ``vi-VN``), or the default one."""
    short = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return short if short in LANGUAGES else DEFAULT_LANGUAGE


def other_languages(present: str, among: Iterable[str] | None = None) -> list[str]:
    """The languages that a reader may change to."""
    return [language for language in (LANGUAGES if among is None else among) if language != present]


def in_language(text: Mapping[str, str], language: str) -> str:
    """The wording in ``language``, or in the default one where that language is missing."""
    return text.get(language) or text.get(DEFAULT_LANGUAGE) or next(iter(text.values()), "")
