"""Returns are counted when ballots are cast, so that pooling at the opening does not change them."""

import json

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from forms.model.study import Study
from surveyapp.ballot_box.casting import cast
from surveyapp.database.migrating import migrate
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.exports.data_table import data_table
from surveyapp.fieldwork.queries import Returns, count_returns
from surveyapp.studies.loaded import LoadedStudy
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.test_casting import by_open_link, rows
from tests.surveyapp.test_migrating import upgrade
from tests.surveyapp.test_opening_the_box import send
from tests.surveyapp.tiny_study import tiny_study


def by_place(returns: Returns) -> dict[str, tuple[int, ...]]:
    """Return the forms received from heads and from outsiders, by the English name of the place."""
    return {row.name["en"] if row.name else "": row.received for row in returns.strata}


@pytest.fixture
def study(app: Flask, study_in: StudyIn) -> Study:
    """Cast six outsiders of one agency, too few of two others in two blocks, one without agency,
    and an anonymous head.
    """
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    send(study, "outsider", "so_b", 2)
    send(study, "outsider", "huyen_c", 2)
    cast(by_open_link(study))
    send(study, "leader", "huyen_c")
    return study


def test_every_opening_leaves_the_returns_by_stratum_as_they_were(study: Study) -> None:
    expected = {"Departments": (0, 8), "Districts": (0, 2), "Block dia_phuong": (1, 0), "": (0, 1)}
    assert by_place(count_returns(study)) == expected
    before = count_returns(study)
    open_the_box(study.id)
    assert count_returns(study).in_the_box == 6
    assert by_place(count_returns(study)) == expected
    move_to(study.id, State.CLOSED)
    open_the_box(study.id)
    after = count_returns(study)
    assert by_place(after) == expected
    assert (after.received, after.in_the_box) == (before.received, 0) == (12, 0)
    assert [count.by_open_link for count in after.groups] == [0, 1]


def test_answers_pooled_wider_than_their_stratum_carry_none_in_the_files(study: Study) -> None:
    move_to(study.id, State.CLOSED)
    assert open_the_box(study.id).pooled == 4
    assert {row.pool for row in rows(ResponseRow)} == {None, "pooled"}
    table = data_table(LoadedStudy(study, State.OPENED, False), "en")
    columns = {column.name: column.texts for column in table.columns}
    found = sorted(zip(columns["group"], map(str, columns["stratum"]), map(str, columns["block"]), strict=True))
    assert found == [
        ("leader", "None", "dia_phuong"),
        *[("outsider", "None", "None")] * 5,
        *[("outsider", "so", "tinh")] * 6,
    ]


OPENED = """
INSERT INTO responses ("key", study, round, "group", version, variant, language, mode, entry, unit, rated_unit, block,
pool, simulated) VALUES (:key, 'nho_2019', 'r1', :group, 'v', 'a', 'vi', 'web', :entry, :unit, :rated, :block, :pool,
false)
"""
PLACES: tuple[dict[str, str], ...] = (
    {"group": "outsider", "rated": "so_a"},
    {"group": "outsider", "rated": "so_b", "unit": "so_a"},
    {"group": "outsider", "unit": "huyen_c", "entry": "open_link"},
    {"group": "outsider", "entry": "open_link"},
    {"group": "leader", "block": "tinh"},
    {"group": "outsider", "pool": "pooled:huyen"},
    {"group": "outsider", "pool": "pooled:block:tinh"},
    {"group": "outsider", "pool": "pooled"},
)


def of_0006(engine: Engine) -> None:
    """A study during its field: some ballots are opened, and three are still in the box."""
    upgrade(engine, "0006")
    content = json.dumps(tiny_study().model_dump(mode="json", by_alias=True))
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO studies (id, state, version, simulated) VALUES ('nho_2019', 'open', 'v', false)")
        )
        connection.execute(
            text("INSERT INTO study_versions (study, version, content) VALUES ('nho_2019', 'v', :content)"),
            {"content": content},
        )
        connection.execute(
            text(
                'INSERT INTO tallies (study, "group", event, place, "count")'
                " VALUES ('nho_2019', 'outsider', 'ballot', 'stratum so', 3)"
            )
        )
        nothing = dict.fromkeys(("unit", "rated", "block", "pool"))
        for number, place in enumerate(PLACES):
            connection.execute(text(OPENED), nothing | {"entry": "code"} | place | {"key": bytes([number] * 16)})


def test_an_upgrade_in_the_middle_of_the_field_counts_what_was_opened_before(engine: Engine) -> None:
    of_0006(engine)
    migrate(engine, bytes(32))
    with engine.connect() as connection:
        found = connection.execute(text('SELECT "group", event, place, "count" FROM tallies')).all()
    assert {tuple(row) for row in found} == {
        ("outsider", "ballot", "stratum so", 5),
        ("outsider", "ballot_by_link", "stratum huyen", 1),
        ("outsider", "ballot_by_link", "", 1),
        ("leader", "ballot", "block tinh", 1),
        ("outsider", "ballot", "stratum huyen", 1),
        ("outsider", "ballot", "block tinh", 1),
        ("outsider", "ballot", "", 1),
    }
