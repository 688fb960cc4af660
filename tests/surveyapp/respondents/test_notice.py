"""The first page states exactly what is stored, as derived from the tables and the sealed sheet."""

import json
from dataclasses import fields
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from forms.model.study import Study
from forms.model.versions import study_version
from surveyapp.ballot_box.casting import cast, context
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.sealing import unseal
from surveyapp.ballot_box.sheets import SHEET_VERSION, Sheet
from surveyapp.database.sessions import reading
from surveyapp.database.tables import metadata
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from surveyapp.respondents.wording.notice import INSIDE, OUTSIDE, Thing, kept_of, notice_of
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import PRIVATE_KEY, move_to
from tests.surveyapp.test_casting import ballot
from tests.surveyapp.tiny_study import tiny_study

ALWAYS = {Thing.ANSWERS, Thing.FORM, Thing.WAY, Thing.NUMBER, Thing.SENT_ONCE}

# Every column that a sending writes, and the entry of the notice that mentions it. Columns missing here have no entry.
ELSEWHERE = {
    "access_codes": {"digest", "study", "group", "unit", "spent", "nonce_digest"},  # "that your code was used"
    "open_nonces": {"digest", "study"},  # "that this form was sent once"
    "tallies": {"study", "group", "event", "place", "count"},  # numbers; "its level"
    "drafts": {"finder", "study", "weeks_left", "salt", "sealed"},  # stated when a form is saved
    # After the opening: the content of the seal, under another random number.
    "responses": {"key", "study", "group", "simulated"} | (set(INSIDE) - {"answers", "missing", "texts", "counted_in"}),
    "answers": {"response_key", "item", "code", "missing"},
    "texts": {"key", "study", "group", "item", "text"},
}


def test_every_field_under_the_seal_is_told() -> None:
    assert {field.name for field in fields(Sheet)} == set(INSIDE)


def test_everything_outside_the_seal_is_told() -> None:
    assert set(BallotRow.__table__.columns.keys()) == set(OUTSIDE)


@pytest.mark.parametrize("table", ELSEWHERE)
def test_no_other_table_keeps_what_is_not_told(table: str) -> None:
    assert set(metadata.tables[table].columns.keys()) == ELSEWHERE[table]


def with_choice(keeps_unit: bool) -> Study:
    study = tiny_study()
    groups = tuple(group.model_copy(update={"keeps_unit": keeps_unit}) for group in study.groups)
    changed = study.model_copy(update={"groups": groups})
    return changed.model_copy(update={"version": study_version(changed)})


@pytest.mark.parametrize(
    ("keeps_unit", "group", "place"),
    [
        (True, "leader", {Thing.AGENCY}),
        (False, "leader", {Thing.BLOCK}),
        (True, "outsider", {Thing.AGENCY, Thing.RATED_AGENCY}),
        (False, "outsider", {Thing.BLOCK, Thing.RATED_AGENCY}),
    ],
)
def test_the_choice_of_the_group_decides_what_is_told_of_the_agency(
    keeps_unit: bool, group: str, place: set[Thing]
) -> None:
    assert kept_of(with_choice(keeps_unit), group) == ALWAYS | place


@pytest.mark.parametrize("keeps_unit", [True, False])
@pytest.mark.parametrize("group", ["leader", "outsider"])
def test_what_is_told_is_what_lies_in_the_box(sqlite_app: Flask, keeps_unit: bool, group: str) -> None:
    study = with_choice(keeps_unit)
    load(study)
    move_to(study.id, State.OPEN)
    code = make_codes(study, group, ["so_b"], 1)[0].code
    answers: dict[str, Any] = {"ov_one": 1} | ({"out_agency": 1} if group == "outsider" else {})
    cast(ballot(study, group=group, code=code, answers=answers, texts={"open_words": "x"}))
    with reading() as session:
        row = session.scalars(select(BallotRow)).one()
    sheet = json.loads(unseal(PRIVATE_KEY, row.sealed, context(study.id, group, row.id)))
    assert sheet.pop("sheet") == SHEET_VERSION, "the form of the sheet tells nothing of a person"
    told = kept_of(study, group)
    for field, value in sheet.items():
        if value not in (None, {}, ""):
            assert INSIDE[field] & told, f"{field} is kept and not told"
    for thing, field in ((Thing.AGENCY, "unit"), (Thing.BLOCK, "block"), (Thing.RATED_AGENCY, "rated_unit")):
        assert (thing in told) == (sheet[field] is not None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_number_of_things_is_the_length_of_the_list(sqlite_app: Flask, language: str) -> None:
    with force_locale(language):
        notice = notice_of(tiny_study(), "leader")
    assert f" {len(notice.things)} " in notice.heading
    assert len(set(notice.things)) == len(notice.things)


def test_confidential_is_not_called_anonymous(sqlite_app: Flask) -> None:
    with force_locale("en"):
        kept, apart = (notice_of(with_choice(choice), "leader").promise for choice in (True, False))
    assert "confidential, not anonymous" in kept
    assert "are anonymous" in apart
    assert "confidential" not in apart


@pytest.mark.parametrize("page", ["", "/plain"])
@pytest.mark.parametrize("group", ["leader", "outsider"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_stands_on_the_first_page_of_each_form(
    sqlite_app: Flask, study_in: StudyIn, group: str, language: str, page: str
) -> None:
    study = study_in(State.OPEN)
    shown = sqlite_app.test_client().get(f"/s/{study.id}/{group}{page}?lang={language}").get_data(as_text=True)
    with force_locale(language):
        notice = notice_of(study, group)
    first_question = shown.find("q-ov_one") if "q-ov_one" in shown else len(shown)
    for sentence in (notice.promise, notice.heading, *notice.things, notice.nothing_else):
        assert 0 <= shown.find(sentence) < first_question
