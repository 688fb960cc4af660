"""Each floor that speaks has complete catalogues, and the compiled ones are not older than their sources."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.checkout import FLOORS, ROOT

LANGUAGES = ("vi", "en")
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None, "N_": None}
SOURCES = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)[^}]*\}")


def catalogue_file(floor: str, language: str) -> Path:
    return ROOT / floor / "translations" / language / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(floor: str, language: str) -> Catalog:
    with catalogue_file(floor, language).open("rb") as file:
        return read_po(file, locale=language)


def messages(floor: str, language: str) -> list[Message]:
    return [message for message in catalogue(floor, language) if message.id]


def forms_of(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A message as the tuple of its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def texts_in_code(floor: str) -> frozenset[str]:
    found = extract_from_dir(ROOT / floor, method_map=SOURCES, keywords=KEYWORDS)
    return frozenset(forms_of(text)[0] for _file, _line, text, _comments, _context in found)


@pytest.mark.parametrize("floor", FLOORS)
def test_vietnamese_has_every_message(floor: str) -> None:
    empty = [message.id for message in messages(floor, "vi") if message.fuzzy or not all(forms_of(message.string))]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("floor", FLOORS)
def test_every_text_in_the_code_is_in_the_catalogue(floor: str, language: str) -> None:
    known = {forms_of(message.id)[0] for message in messages(floor, language)}
    assert sorted(texts_in_code(floor) - known) == []


@pytest.mark.parametrize("floor", FLOORS)
def test_the_languages_have_the_same_messages(floor: str) -> None:
    vietnamese, english = ({forms_of(message.id)[0] for message in messages(floor, lang)} for lang in LANGUAGES)
    assert vietnamese == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("floor", FLOORS)
def test_a_translation_keeps_the_placeholders(floor: str, language: str) -> None:
    changed = [
        message.id
        for message in messages(floor, language)
        for text in forms_of(message.string)
        if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(forms_of(message.id)[-1]))
    ]
    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("floor", FLOORS)
def test_texts_are_composed_unicode(floor: str, language: str) -> None:
    """Otherwise the same word is found in one place and not in another."""
    loose = [
        text
        for m in messages(floor, language)
        for text in forms_of(m.string)
        if unicodedata.normalize("NFC", text) != text
    ]
    assert loose == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("floor", FLOORS)
def test_the_compiled_catalogue_is_up_to_date(floor: str, language: str) -> None:
    with catalogue_file(floor, language).with_suffix(".mo").open("rb") as file:
        compiled = {forms_of(message.id): forms_of(message.string) for message in read_mo(file) if message.id}
    source = {
        forms_of(m.id): forms_of(m.string) for m in messages(floor, language) if any(forms_of(m.string)) and not m.fuzzy
    }
    assert compiled == source, "compile the catalogues: see CONTRIBUTING.md, a translation"
