"""Saved forms: found and read with the code alone, kept for the promised weeks, and wiped."""

import json
from dataclasses import replace
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from forms.model.study import Study
from surveyapp.ballot_box.ballots import Ballot, Refusal, RefusedError
from surveyapp.ballot_box.casting import cast
from surveyapp.ballot_box.codes.access_codes import make_codes, new_code
from surveyapp.ballot_box.drafts import draft_sealing
from surveyapp.ballot_box.drafts.draft_expiry import keep_drafts
from surveyapp.ballot_box.drafts.saved_drafts import (
    MOST_BYTES,
    WEEKS,
    DraftTooLargeError,
    delete_draft,
    draft_exists,
    open_draft,
    save_by_open_link,
    save_with_code,
)
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.drafts import DraftRow
from surveyapp.database.tables.studies import State
from surveyapp.database.transactions import NotStoredError
from surveyapp.lifecycle.changes import change_state
from surveyapp.throttling.few_at_once import FewAtOnce
from tests.surveyapp.conftest import StudyIn

CANARY = "Quỳnh hương nở muộn"
UNKNOWN = "ACDE-FGHJ-KLMN-PRT8"


def content(canary: str = CANARY) -> bytes:
    return json.dumps({"open_words": [canary]}, ensure_ascii=False).encode()


def ballot(study: Study, group: str, **more: Any) -> Ballot:
    version = study.questionnaires[group].version
    return Ballot(study.id, group, version, "a", "vi", token_hex(16), {"ov_one": 3}, **more)


def rows() -> list[DraftRow]:
    with reading() as session:
        return list(session.scalars(select(DraftRow)))


@pytest.fixture
def study(app: Flask, study_in: StudyIn) -> Study:
    return study_in(State.OPEN)


@pytest.fixture
def code(study: Study) -> str:
    return make_codes(study, "leader", ["so_b"], 1)[0].code


def test_a_draft_is_opened_with_the_code_however_it_is_typed(study: Study, code: str) -> None:
    save_with_code(study.id, "leader", code, content())
    assert open_draft(study.id, "leader", code.lower().replace("-", " ")) == content()
    assert draft_exists(study.id, "leader", code)


@pytest.mark.parametrize("wrong", ["", "abc", UNKNOWN])
def test_another_code_opens_nothing(study: Study, code: str, wrong: str) -> None:
    save_with_code(study.id, "leader", code, content())
    assert open_draft(study.id, "leader", wrong) is None


def test_a_draft_belongs_to_its_form(study: Study, code: str) -> None:
    save_with_code(study.id, "leader", code, content())
    assert open_draft(study.id, "outsider", code) is None


def test_saving_again_replaces_what_was_saved(study: Study, code: str) -> None:
    save_with_code(study.id, "leader", code, content("first"))
    save_with_code(study.id, "leader", code, content("second"))
    assert open_draft(study.id, "leader", code) == content("second")
    assert len(rows()) == 1


@pytest.mark.parametrize("wrong", ["", "abc", UNKNOWN])
def test_only_a_code_that_may_still_be_used_saves(study: Study, wrong: str) -> None:
    with pytest.raises(RefusedError) as caught:
        save_with_code(study.id, "leader", wrong, content())
    assert caught.value.refusal == Refusal.CODE_NOT_VALID


def test_a_spent_code_saves_nothing(study: Study, code: str) -> None:
    with writing() as session:
        session.execute(update(AccessCodeRow).values(spent=1))
    with pytest.raises(RefusedError):
        save_with_code(study.id, "leader", code, content())
    assert rows() == []


def test_the_open_link_gets_a_resume_code_and_keeps_it(study: Study) -> None:
    resume = save_by_open_link(study.id, "outsider", "", content("first"))
    assert len(resume.replace("-", "")) == 16
    assert save_by_open_link(study.id, "outsider", resume, content("second")) == resume
    assert open_draft(study.id, "outsider", resume) == content("second")


def test_nobody_chooses_a_resume_code(study: Study) -> None:
    thought_up = new_code()
    assert save_by_open_link(study.id, "outsider", thought_up, content()) != thought_up


def test_length_tells_nothing(study: Study) -> None:
    for number in (1, 50, 900):
        save_by_open_link(study.id, "outsider", "", content("x" * number))
    assert len({len(row.sealed) for row in rows()}) == 1


def test_more_than_a_form_can_hold_is_refused(study: Study) -> None:
    with pytest.raises(DraftTooLargeError):
        save_by_open_link(study.id, "outsider", "", b"x" * (MOST_BYTES + 1))


def test_a_study_that_takes_no_answers_takes_no_draft(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.CLOSED)
    with pytest.raises(RefusedError) as caught:
        save_by_open_link(study.id, "outsider", "", content())
    assert caught.value.refusal == Refusal.CLOSED


def test_casting_the_ballot_deletes_its_draft_and_no_other(study: Study, code: str) -> None:
    resume, other = (save_by_open_link(study.id, "outsider", "", content()) for _ in range(2))
    save_with_code(study.id, "leader", code, content())
    cast(ballot(study, "leader", code=code))
    cast(ballot(study, "outsider", entry="open_link", resume=resume))
    assert open_draft(study.id, "leader", code) is None
    assert open_draft(study.id, "outsider", resume) is None
    assert open_draft(study.id, "outsider", other) == content()


def test_a_draft_saved_by_the_open_link_and_sent_with_a_card_goes_too(study: Study) -> None:
    card = make_codes(study, "outsider", ["so_b"], 1)[0].code
    save_with_code(study.id, "outsider", card, content("on the card"))
    resume = save_by_open_link(study.id, "outsider", "", content("by the open link"))
    cast(ballot(study, "outsider", code=card, resume=resume))
    assert not draft_exists(study.id, "outsider", card)
    assert not draft_exists(study.id, "outsider", resume)


def test_a_form_saved_once_more_after_it_was_sent_is_deleted_when_it_is_sent_again(study: Study) -> None:
    sent = ballot(study, "outsider", code=None, entry="open_link")
    cast(sent)
    resume = save_by_open_link(study.id, "outsider", "", content("saved in another tab"))
    assert cast(replace(sent, resume=resume)).repeated
    assert not draft_exists(study.id, "outsider", resume)


def test_closing_the_study_deletes_its_drafts(study: Study, code: str) -> None:
    save_with_code(study.id, "leader", code, content())
    change_state(study.id, State.CLOSED)
    assert rows() == []


def test_a_draft_is_deleted_on_the_wish_of_whoever_has_the_code(study: Study, code: str) -> None:
    save_with_code(study.id, "leader", code, content())
    delete_draft(study.id, "leader", code)
    assert rows() == []


def test_a_draft_is_kept_for_the_weeks_that_were_promised_and_no_longer(study: Study, code: str) -> None:
    keep_drafts(week=100)
    save_with_code(study.id, "leader", code, content())
    for week in range(101, 101 + WEEKS):
        keep_drafts(week)
        keep_drafts(week)
        assert draft_exists(study.id, "leader", code)
    keep_drafts(101 + WEEKS)
    assert rows() == []


def test_a_clock_that_jumps_costs_nobody_a_draft(study: Study, code: str) -> None:
    keep_drafts(week=100)
    save_with_code(study.id, "leader", code, content())
    for week in (152, 100, 101):
        keep_drafts(week)
    assert draft_exists(study.id, "leader", code)


def test_no_more_than_two_keys_are_derived_at_a_time(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = FewAtOnce(draft_sealing.AT_ONCE, patience=0.01)
    monkeypatch.setattr(draft_sealing, "_turns", turns)
    with turns.turn():
        with turns.turn(), pytest.raises(NotStoredError):
            save_by_open_link(study.id, "outsider", "", content())
        save_by_open_link(study.id, "outsider", "", content())
