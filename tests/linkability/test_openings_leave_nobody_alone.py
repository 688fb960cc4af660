"""Copies before and after each opening show in which opening a response appeared, and nothing more."""

import random
from collections import Counter

from flask import Flask

from forms.model.thresholds import FLOORS
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from tests.linkability.crowd import cast_for, gather
from tests.surveyapp.sealed_box import move_to, open_the_box


def test_openings_during_the_field_show_no_fewer_than_five_new_answers_of_an_agency(app: Flask) -> None:
    luck = random.Random(5)
    crowd = gather(96, 12, luck)
    send = cast_for(crowd.study, luck)
    batch: dict[bytes, int] = {}
    for opening in range(4):
        for person in crowd.people[opening::4]:
            send(person)
        if opening == 3:
            move_to(crowd.study.id, State.CLOSED)
        open_the_box(crowd.study.id)
        with reading() as session:
            rows = session.query(ResponseRow).all()
            for row in rows:
                batch.setdefault(row.key, opening)
    sets = Counter((row.unit or row.pool, batch[row.key]) for row in rows)
    assert len(rows) == 96
    assert min(sets.values()) >= FLOORS.opening, sets
