"""Checks that every text exists in every language of the study."""

from collections.abc import Iterator
from typing import Any

from forms.languages import LANGUAGES
from forms.loading.problems import Problem
from forms.loading.references import References
from forms.loading.yaml_reading import LinedList, LinedMapping, problem_at


def check_languages(found: References) -> Iterator[Problem]:
    """Faults of texts. Any mapping with a language as a key is a text; it must have all languages and no others."""
    seen: set[int] = set()
    for content in found.parts.files.values():
        yield from _check(content, found.parts.languages, seen)


def _check(value: Any, languages: tuple[str, ...], seen: set[int]) -> Iterator[Problem]:
    # A wording that serves several groups is one mapping in several places; check it once.
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, LinedMapping):
        if not LANGUAGES.keys().isdisjoint(value):
            yield from _check_text(value, languages)
            return
        children = list(value.values())
    else:
        children = list(value)
    for child in children:
        if isinstance(child, LinedMapping | LinedList):
            yield from _check(child, languages, seen)


def _check_text(text: LinedMapping, languages: tuple[str, ...]) -> Iterator[Problem]:
    strange = [key for key in text if key not in LANGUAGES]
    for key in strange:
        yield problem_at(text, "unknown-language", key, language=key)
    for language in languages:
        # A misspelt language key explains the missing language.
        if language not in text and not strange:
            yield problem_at(text, "missing-language", language=language)
