"""Each floor that speaks has complete catalogues, and the compiled ones are not older than their sources."""

import ast
import re
import unicodedata

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

from forms.languages import LANGUAGES
from tests.architecture.catalogues import KEYS, KEYWORDS, catalogue, catalogue_file, texts_in_code
from tests.architecture.checkout import FLOORS, ROOT, modules

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)[^}]*\}")


def messages(floor: str, language: str) -> list[Message]:
    return [message for message in catalogue(floor, language) if message.id]


def forms_of(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A message as the tuple of its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != KEYS])
@pytest.mark.parametrize("floor", FLOORS)
def test_every_message_is_translated(floor: str, language: str) -> None:
    empty = [message.id for message in messages(floor, language) if message.fuzzy or not all(forms_of(message.string))]
    assert empty == []


def test_no_text_is_marked_inside_an_f_string() -> None:
    # Python 3.11 shows the extractor an f-string as one token, later ones show what is inside; the catalogue must not
    # depend on that.
    hidden = [
        f"{module}:{call.lineno}"
        for module in modules()
        for text in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in KEYWORDS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("floor", FLOORS)
def test_every_text_in_the_code_is_in_the_catalogue(floor: str, language: str) -> None:
    known = {forms_of(message.id)[0] for message in messages(floor, language)}
    assert [message.id for message in texts_in_code(floor) if message.id and forms_of(message.id)[0] not in known] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_the_languages_have_the_same_messages(floor: str) -> None:
    first, *others = ({forms_of(message.id)[0] for message in messages(floor, lang)} for lang in LANGUAGES)
    assert all(other == first for other in others)


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
    assert compiled == source, "run make translations"
