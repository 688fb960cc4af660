"""A ballot sealed by any version of the program can be opened.

``sheets_of_every_version`` says how the ballot of a new version is added.
"""

import json
from base64 import b64decode
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from surveyapp.ballot_box.casting import context
from surveyapp.ballot_box.opening.open_box import open_box
from surveyapp.ballot_box.sealing import seal
from surveyapp.ballot_box.sheets import SHEET_VERSION, NewerSheetError, Sheet, as_bytes, from_bytes
from surveyapp.commands.studies.box import tell
from surveyapp.database.sessions import writing
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TextRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state, load
from tests.surveyapp.sheets_of_every_version import GROUP, PASSPHRASE, STUDY, content, keys, sheet
from tests.surveyapp.test_casting import rows
from tests.surveyapp.tiny_study import tiny_study

BALLOTS: dict[str, dict[str, Any]] = content()["ballots"]


def put(ballot_id: bytes, sealed: bytes) -> None:
    values = {"id": ballot_id, "study": STUDY, "group": GROUP, "sealed": sealed}
    with writing() as session:
        session.execute(insert(BallotRow), [values])


@pytest.fixture
def box(sqlite_app: Flask) -> None:
    """A rehearsal whose box has the stored key."""
    load(tiny_study())
    change_state(STUDY, State.REHEARSAL, keys())


def test_there_is_a_kept_ballot_of_every_version() -> None:
    assert sorted(map(int, BALLOTS)) == list(range(1, SHEET_VERSION + 1))


@pytest.mark.usefixtures("box")
def test_kept_ballots_of_every_version_open_with_their_passphrase() -> None:
    for kept in BALLOTS.values():
        put(bytes.fromhex(kept["id"]), b64decode(kept["sealed"]))
    opened = open_box(STUDY, PASSPHRASE)
    assert (opened.opened, opened.unreadable, opened.newer) == (len(BALLOTS), 0, 0)
    assert {(row.rated_unit, row.entry, row.channel) for row in rows(ResponseRow)} == {("so_a", "seminar", "hội thảo")}
    assert len(rows(AnswerRow)) == 4 * len(BALLOTS)
    assert {row.text for row in rows(TextRow)} == {"Cần quy định rõ hơn."}


@pytest.mark.parametrize("version", [None, 1, 2])
def test_a_sheet_is_read_with_and_without_a_version(version: int | None) -> None:
    fields = json.loads(as_bytes(sheet()))
    assert fields.pop("sheet") == SHEET_VERSION
    said = {} if version is None else {"sheet": version}
    assert from_bytes(json.dumps(fields | said).encode()) == sheet()


@pytest.mark.parametrize("kept", [b"[]", b"3", b"", b"{}", b'{"sheet": 2}'])
def test_what_is_no_sheet_is_a_damaged_one(kept: bytes) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        from_bytes(kept)
    assert not isinstance(caught.value, NewerSheetError)


@pytest.mark.usefixtures("box")
def test_a_ballot_of_a_newer_program_is_reported_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    place = bytes(16)
    newer = json.dumps({"sheet": SHEET_VERSION + 1, "pages": []}).encode()
    put(place, seal(keys().public, newer, context(STUDY, GROUP, place)))
    opened = open_box(STUDY, PASSPHRASE)
    assert (opened.opened, opened.unreadable, opened.newer, opened.waiting) == (0, 0, 1, 0)
    assert len(rows(BallotRow)) == 1
    tell(opened, 5)
    assert "1" in capsys.readouterr().out


def test_the_kept_sheets_say_what_they_hold() -> None:
    for kept in BALLOTS.values():
        assert Sheet(**kept["sheet"]) == sheet()
