"""A clock that jumps by a year, either way, does not affect casting, repeated sending or opening."""

import random
import time
from pathlib import Path

import pytest

from surveyapp.database.tables.studies import State
from tests.durability.field_server import Installation
from tests.linkability.crowd import cast_for
from tests.surveyapp.sealed_box import move_to, open_the_box

YEAR = 365 * 86_400


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = Installation(tmp_path / "instance", database_url, 30)
    study, people = installation.crowd.study, installation.crowd.people
    now = time.time
    with installation.app.app_context():
        send = cast_for(study, random.Random(1))
        receipts: dict[int, str] = {}
        for turn, jump in enumerate((0, YEAR, -YEAR)):
            monkeypatch.setattr(time, "time", lambda jump=jump: now() + jump)
            for person in people[turn * 10 : turn * 10 + 10]:
                receipts[person.number] = send(person).number
            for person in people[: turn * 10]:
                again = send(person)
                assert again.repeated
                assert again.number == receipts[person.number]
        move_to(study.id, State.CLOSED)
        assert open_the_box(study.id).opened == 30
        installation.release()
