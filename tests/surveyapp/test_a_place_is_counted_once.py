"""The number of codes made is the number of places for respondents, however often cards and studies are renewed."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from surveyapp.ballot_box.casting import cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.code_destruction import CODES_NOT_KNOWN
from surveyapp.database.migrating import migrate
from surveyapp.database.sessions import writing
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import State
from surveyapp.fieldwork.queries import count_returns
from surveyapp.lifecycle.reopening import reopen
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.test_casting import ballot
from tests.surveyapp.test_destroyed_codes_stay_in_the_count import STUDY, codes
from tests.surveyapp.test_migrating import upgrade
from tests.surveyapp.tiny_study import tiny_study


def send(code: str) -> None:
    cast(ballot(STUDY, group="outsider", code=code, answers={"ov_one": 2}))


def test_codes_for_late_forms_take_the_places_of_those_that_closing_destroyed(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for made in make_codes(study, "outsider", ["so_a"], 20)[:12]:
        send(made.code)
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    late = make_codes(study, "outsider", ["so_a"], 5)
    assert codes()["outsider"] == (12, 20)
    send(late[0].code)
    assert codes()["outsider"] == (13, 20)
    move_to(study.id, State.CLOSED)
    assert codes()["outsider"] == (13, 20)


def test_more_late_codes_than_were_destroyed_are_new_places(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    make_codes(study, "outsider", ["so_a"], 3)
    make_codes(study, "outsider", ["so_b"], 9)
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    make_codes(study, "outsider", ["so_a"], 5)
    assert codes()["outsider"] == (0, 14), "places of other agencies are not taken"
    move_to(study.id, State.CLOSED)
    assert codes()["outsider"] == (0, 14)


def test_a_replaced_card_is_one_place(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    make_codes(study, "leader", ["so_a", "so_b"], 2)
    make_codes(study, "leader", ["so_a"], 1, replace=True)
    assert codes()["leader"] == (0, 2)
    move_to(study.id, State.CLOSED)
    assert codes()["leader"] == (0, 2)
    reopen(study.id)
    make_codes(study, "leader", ["so_a"], 1)
    assert codes()["leader"] == (0, 2)


LINES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "complete": [
        ("study.loaded", {"version": "v"}),
        ("codes.made", {"group": "outsider", "unit": "all", "number": 40}),
        ("codes.made", {"group": "leader", "unit": "all", "number": 3}),
        ("codes.made", {"group": "leader", "unit": "so_a", "number": 1, "replaced": 1}),
    ],
    "begun late": [("codes.made", {"group": "outsider", "unit": "all", "number": 40})],
    "interrupted": [
        ("study.loaded", {"version": "v"}),
        ("codes.made", {"group": "outsider", "unit": "all", "number": 40}),
        ("backup.restored", {}),
    ],
    "of a study before": [
        ("study.loaded", {"version": "v"}),
        ("codes.made", {"group": "outsider", "unit": "all", "number": 40}),
        ("study.deleted", {}),
    ],
    "too few": [
        ("study.loaded", {"version": "v"}),
        ("codes.made", {"group": "outsider", "unit": "all", "number": 10}),
        ("codes.made", {"group": "leader", "unit": "all", "number": 1}),
    ],
}


def closed_in_0009(engine: Engine, lines: list[tuple[str, dict[str, Any]]], *, simulated: bool = False) -> None:
    """A study that was closed before destroyed codes were counted: 30 codes of outsiders and a head's were used."""
    upgrade(engine, "0009")
    content = json.dumps(tiny_study().model_dump(mode="json", by_alias=True))
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO studies (id, state, version, simulated) VALUES ('nho_2019', 'closed', 'v', :simulated)"),
            {"simulated": simulated},
        )
        connection.execute(
            text("INSERT INTO study_versions (study, version, content) VALUES ('nho_2019', 'v', :content)"),
            {"content": content},
        )
        for number in range(31):
            connection.execute(
                text('INSERT INTO access_codes (digest, study, "group", spent) VALUES (:digest, :study, :group, 1)'),
                {"digest": bytes([number] * 32), "study": "nho_2019", "group": "outsider" if number else "leader"},
            )
        for seq, (act, details) in enumerate(lines, start=1):
            connection.execute(
                text(
                    'INSERT INTO audit (seq, "when", who, act, object, details, previous_hash, hash)'
                    " VALUES (:seq, '', '', :act, 'nho_2019', :details, :hash, :hash)"
                ),
                {"seq": seq, "act": act, "details": json.dumps(details), "hash": bytes(32)},
            )


def tallied(engine: Engine) -> set[tuple[str, str, int]]:
    with engine.connect() as connection:
        found = connection.execute(text('SELECT "group", event, "count" FROM tallies')).all()
    return {tuple(row) for row in found}


NOT_KNOWN = {("outsider", "codes_not_known", 1), ("leader", "codes_not_known", 1)}


def test_an_upgrade_counts_the_codes_that_were_destroyed_from_a_complete_log(engine: Engine) -> None:
    closed_in_0009(engine, LINES["complete"])
    migrate(engine, bytes(32))
    assert tallied(engine) == {("outsider", "codes_destroyed", 10), ("leader", "codes_destroyed", 2)}


@pytest.mark.parametrize("log", ["begun late", "interrupted", "of a study before"])
def test_an_upgrade_marks_what_the_log_does_not_show_as_not_known(engine: Engine, log: str) -> None:
    closed_in_0009(engine, LINES[log])
    migrate(engine, bytes(32))
    assert tallied(engine) == NOT_KNOWN


def test_a_log_with_fewer_codes_than_were_used_is_not_believed(engine: Engine) -> None:
    closed_in_0009(engine, LINES["too few"])
    migrate(engine, bytes(32))
    assert tallied(engine) == {("outsider", "codes_not_known", 1)}, "the only code of a head was used"


def test_codes_of_simulations_are_in_no_log(engine: Engine) -> None:
    closed_in_0009(engine, LINES["complete"], simulated=True)
    migrate(engine, bytes(32))
    assert tallied(engine) == NOT_KNOWN


def test_a_number_that_is_not_known_is_none_for_the_group_and_for_the_study(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    send(make_codes(study, "outsider", ["so_a"], 1)[0].code)
    with writing() as session:
        session.add(TallyRow(study=study.id, group="outsider", event=CODES_NOT_KNOWN, place="", count=1))
    assert codes() == {"leader": (0, 0), "outsider": (1, None)}
    returns = count_returns(study)
    assert (returns.codes, returns.codes_kept) == (None, 1)
