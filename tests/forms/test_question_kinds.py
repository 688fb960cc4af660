"""Every kind of question is one module and one entry of the table."""

from pathlib import Path

import pytest

import forms.kinds
from forms.kinds import KINDS, QuestionKind, declared_kinds

FOLDER = Path(forms.kinds.__file__).parent
SHARED = {"__init__", "question_kind", "reading_fields", "author_checks", "declarations"}


def test_the_table_holds_one_kind_of_each_module() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    assert modules == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_declares_its_reading_and_its_seconds(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert kind.seconds > 0
    assert type(kind).read is not QuestionKind.read


def test_items_of_the_bank_are_not_declared_among_the_other_questions() -> None:
    assert set(KINDS) - set(declared_kinds()) == {"item"}
