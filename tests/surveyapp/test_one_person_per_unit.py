"""A group with one person per unit has one code and one ballot for each unit."""

import re
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from forms.model.study import Study
from surveyapp.ballot_box import casting
from surveyapp.ballot_box.casting import Refusal, RefusedError, cast
from surveyapp.ballot_box.codes.access_codes import code_digest, make_codes
from surveyapp.ballot_box.codes.access_codes import new_code as random_code
from surveyapp.ballot_box.codes.one_per_unit import CodesFault, units_that_answered, units_with_codes
from surveyapp.ballot_box.drafts.saved_drafts import save_with_code
from surveyapp.ballot_box.sealing import seal
from surveyapp.database.sessions import writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from tests.html_pages import strict_client
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.test_casting import ballot, new_code, refusal, rows


def another_card(study: Study, unit: str | None, group: str = "leader") -> str:
    """Add a second code for the unit, as earlier versions made them."""
    code = random_code()
    digest = code_digest(study.id, code.replace("-", ""))
    with writing() as session:
        session.execute(
            insert(AccessCodeRow), [{"digest": digest, "study": study.id, "group": group, "unit": unit, "spent": 0}]
        )
    return code


def test_two_codes_of_a_unit_are_refused_with_its_name_and_none_is_made(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.DRAFT)
    with pytest.raises(CodesFault, match="Unit so_a would have more than one code of group leader"):
        make_codes(study, "leader", ["so_a", "so_b", "huyen_c"], 4)
    assert rows(AccessCodeRow) == []
    make_codes(study, "leader", ["so_b"], 1)
    with pytest.raises(CodesFault, match="Unit so_b would have"):
        make_codes(study, "leader", ["so_a", "so_b"], 2)
    assert units_with_codes(study, "leader") == {"so_b"}
    assert len(make_codes(study, "leader", [None], 2)) == 2, "codes without a unit are bound to none"


def test_a_lost_card_is_replaced_by_another_until_it_was_used(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    lost, other = new_code(study, unit="so_a"), new_code(study, unit="so_b")
    (replaced,) = make_codes(study, "leader", ["so_a"], 1, replace=True)
    assert sorted(row.spent for row in rows(AccessCodeRow)) == [0, 0, 2], "the lost card is void"
    assert refusal(ballot(study, code=lost)) is Refusal.CODE_NOT_VALID
    cast(ballot(study, code=replaced.code))
    cast(ballot(study, code=other))
    with pytest.raises(CodesFault, match="The code of unit so_a of group leader was used"):
        make_codes(study, "leader", ["so_a"], 1, replace=True)
    assert units_that_answered(study, "leader") == {"so_a", "so_b"}


@pytest.mark.parametrize("state", [State.OPEN, State.REHEARSAL])
def test_a_second_card_of_a_unit_is_refused_like_a_used_code(app: Flask, study_in: StudyIn, state: State) -> None:
    study = study_in(state)
    first, second, elsewhere = new_code(study), another_card(study, "so_b"), new_code(study, unit="so_a")
    sent = ballot(study, code=first)
    cast(sent)
    assert refusal(ballot(study, code=second)) is Refusal.CODE_NOT_VALID
    assert refusal(ballot(study, code=first)) is Refusal.CODE_NOT_VALID
    assert cast(sent).repeated
    cast(ballot(study, code=elsewhere))
    assert len(rows(BallotRow)) == 2
    assert sum(row.spent for row in rows(AccessCodeRow)) == 2
    with pytest.raises(RefusedError) as caught:
        save_with_code(study.id, "leader", second, b"{}")
    assert caught.value.refusal is Refusal.CODE_NOT_VALID


def test_a_second_card_used_while_the_first_is_being_sealed_is_refused_too(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    first, second = new_code(study), another_card(study, "so_b")

    def meanwhile(key: bytes, sheet: bytes, context: bytes) -> bytes:
        monkeypatch.setattr(casting, "seal", seal)
        cast(ballot(study, code=second))
        return seal(key, sheet, context)

    monkeypatch.setattr(casting, "seal", meanwhile)
    assert refusal(ballot(study, code=first)) is Refusal.CODE_NOT_VALID
    assert len(rows(BallotRow)) == 1


def test_of_two_cards_of_a_unit_used_at_the_same_moment_one_counts(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    units = [f"unit_{number}" for number in range(12)]
    both_ready = Barrier(2)

    def send(code: str) -> str:
        with app.app_context():
            both_ready.wait()
            try:
                cast(ballot(study, code=code))
            except RefusedError as error:
                return error.refusal.value
            return "taken"

    with ThreadPoolExecutor(2) as pool:
        for unit in units:
            outcomes = list(pool.map(send, [another_card(study, unit), another_card(study, unit)]))
            assert sorted(outcomes) == ["code_not_valid", "taken"]
    assert len(rows(BallotRow)) == len(units)


def test_where_several_people_of_a_unit_are_asked_every_card_counts(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN, one_leader=False)
    for made in make_codes(study, "leader", ["so_a"], 3):
        cast(ballot(study, code=made.code))
    assert len(rows(BallotRow)) == 3


def ask(client: FlaskClient, way: str, code: str) -> tuple[int, str]:
    fields = {"code": code, "ov_one": "3", "open_words": "", "nonce": token_hex(16), "variant": "a"}
    reply = client.post(f"/s/nho_2019/leader{way}", data=fields if way in ("", "/draft") else {"code": code})
    return reply.status_code, re.sub(r'value="[0-9a-f]{32}"', "", reply.text).replace(f'value="{code}"', "").rstrip()


@pytest.mark.parametrize("way", ["/unit-name", "", "/plain", "/draft"])
def test_pages_answer_a_second_card_as_they_answer_a_used_one(sqlite_app: Flask, study_in: StudyIn, way: str) -> None:
    study = study_in(State.OPEN)
    used, second = new_code(study), another_card(study, "so_b")
    client = strict_client(sqlite_app)
    cast(ballot(study, code=used))
    assert ask(client, way, second) == ask(client, way, used)
    assert ask(client, way, second)[0] == 422
