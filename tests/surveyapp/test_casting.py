from concurrent.futures import ThreadPoolExecutor
from itertools import product
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.ballot_box import casting
from surveyapp.ballot_box.casting import Ballot, Receipt, Refusal, RefusedError, cast, context, count_refusal_of_consent
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.sealing import unseal
from surveyapp.ballot_box.sheets import from_bytes
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TallyRow, TextRow
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.lifecycle.changes import load
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import PRIVATE_KEY, move_to, open_the_box
from tests.surveyapp.tiny_study import tiny_study


def ballot(study: Study, **changes: Any) -> Ballot:
    values: dict[str, Any] = {
        "study": study.id,
        "group": "leader",
        "version": study.questionnaires[changes.get("group", "leader")].version,
        "variant": "a",
        "language": "vi",
        "nonce": token_hex(16),
        "answers": {"ov_one": 3, "matters__1": 1, "matters__2": 0},
        "texts": {},
        "entry": "code",
    }
    return Ballot(**values | changes)


def by_open_link(study: Study, **changes: Any) -> Ballot:
    return ballot(study, **{"group": "outsider", "entry": "open_link", "answers": {"ov_one": 2}} | changes)


def new_code(study: Study, group: str = "leader", unit: str = "so_b") -> str:
    return make_codes(study, group, [unit], 1)[0].code


def rows(table: type[Any]) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(table)))


def opened(study: Study) -> ResponseRow:
    """Return the only ballot, after the last opening."""
    move_to(study.id, State.CLOSED)
    open_the_box(study.id)
    (response,) = rows(ResponseRow)
    assert isinstance(response, ResponseRow)
    return response


def refusal(sent: Ballot) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        cast(sent)
    return caught.value.refusal


def test_a_ballot_is_kept_with_what_the_method_allows_and_nothing_else(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    answers = {"ov_one": 3, "matters__1": Missing.NOT_ASKED, "matters__2": Missing.REFUSED}
    receipt = cast(ballot(study, code=new_code(study), answers=answers, texts={"open_words": "Cảm\0 ơn", "other": " "}))
    assert receipt == Receipt(receipt.number, repeated=False)
    response = opened(study)
    kept = {name: getattr(response, name) for name in ("round", "group", "variant", "language", "mode", "entry")}
    assert kept == {
        "round": "r1", "group": "leader", "variant": "a", "language": "vi", "mode": "web", "entry": "code"
    }  # fmt: skip
    assert response.version == study.questionnaires["leader"].version
    assert response.simulated is False
    stored = {(row.item, row.code, row.missing) for row in rows(AnswerRow)}
    assert stored == {("ov_one", 3, None), ("matters__1", None, -2), ("matters__2", None, -9)}
    (text,) = rows(TextRow)
    assert (text.study, text.group, text.item, text.text) == (study.id, "leader", "open_words", "Cảm ơn")
    assert text.key != response.key


def test_a_code_can_be_used_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    cast(ballot(study, code=code))
    assert refusal(ballot(study, code=code)) is Refusal.CODE_NOT_VALID
    assert len(rows(BallotRow)) == 1


def test_the_same_sending_repeated_gets_the_same_receipt_and_is_kept_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for sent in (ballot(study, code=new_code(study)), by_open_link(study)):
        first, second = cast(sent), cast(sent)
        assert second == Receipt(first.number, repeated=True)
    assert len(rows(BallotRow)) == 2


def test_no_receipt_follows_from_the_database_and_the_pepper(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    sent = [ballot(study, code=new_code(study)), by_open_link(study)]
    shown = {cast(one).number for one in sent}
    with reading() as session:
        every = [list(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    values = {value for row in every for value in row if isinstance(value, bytes | str)}
    texts = {value.hex() if isinstance(value, bytes) else value for value in values} | {""}
    candidates = [(text,) for text in texts] + [(study.id, *pair) for pair in product(texts, texts)]
    digest = sqlite_app.extensions["keys"].digest
    computed = {f"{int.from_bytes(digest('receipt', *parts)) % 10**10:010d}" for parts in candidates}
    assert {number.replace(" ", "") for number in shown} & computed == set()


def test_a_nonce_seen_elsewhere_opens_nothing_with_another_code(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    used, other = new_code(study), new_code(study, unit="so_a")
    cast(ballot(study, code=used, nonce="n" * 32))
    cast(ballot(study, code=other, nonce="n" * 32))
    assert len(rows(BallotRow)) == 2


def test_of_many_at_once_with_one_code_one_is_kept(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)

    def send(_: int) -> str:
        with app.app_context():
            try:
                return cast(ballot(study, code=code)).number
            except RefusedError as error:
                return str(error.refusal)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(24)))
    assert answers.count("code_not_valid") == 23
    assert len(rows(BallotRow)) == 1


def test_one_sending_arriving_many_times_at_once_is_kept_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for sent in (ballot(study, code=new_code(study)), by_open_link(study)):

        def send(_: int, sent: Ballot = sent) -> Receipt:
            with app.app_context():
                return cast(sent)

        with ThreadPoolExecutor(8) as pool:
            receipts = list(pool.map(send, range(16)))
        assert len({receipt.number for receipt in receipts}) == 1
        assert [receipt.repeated for receipt in receipts].count(False) == 1
    assert len(rows(BallotRow)) == 2


@pytest.mark.parametrize("typed", ["", "   "])
def test_heads_cannot_enter_without_a_code(sqlite_app: Flask, study_in: StudyIn, typed: str) -> None:
    study = study_in(State.OPEN)
    assert refusal(ballot(study, code=typed)) is Refusal.CODE_NEEDED
    assert refusal(ballot(study, code=typed, entry="open_link")) is Refusal.CODE_NEEDED


@pytest.mark.parametrize("typed", ["XXXX", "0000-0000-0000-0000", "' OR 1=1 --", "\x00", "🙂" * 16, "A" * 100_000])
def test_codes_that_are_none_get_the_answer_of_a_used_one(sqlite_app: Flask, study_in: StudyIn, typed: str) -> None:
    study = study_in(State.OPEN)
    new_code(study)
    assert refusal(ballot(study, code=typed)) is Refusal.CODE_NOT_VALID


def test_a_code_is_good_for_its_group_and_study_only(app: Flask, study_in: StudyIn) -> None:
    study, other = study_in(State.OPEN), study_in(State.OPEN, study_id="khac_2019")
    code = new_code(study)
    assert refusal(ballot(study, group="outsider", code=code)) is Refusal.CODE_NOT_VALID
    assert refusal(ballot(other, code=code)) is Refusal.CODE_NOT_VALID
    assert rows(AccessCodeRow)[0].spent == 0


def test_a_code_typed_carelessly_is_understood(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    cast(ballot(study, code=f"  {code.lower().replace('-', ' ').replace('0', 'o')} "))
    assert len(rows(BallotRow)) == 1


def test_a_group_promised_anonymity_keeps_only_a_block_of_strata(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    cast(ballot(study, code=new_code(study, unit="huyen_c")))
    response = opened(study)
    assert (response.unit, response.block) == (None, "dia_phuong")


def test_a_group_promised_confidence_keeps_its_unit(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN, leaders_keep_unit=True)
    cast(ballot(study, code=new_code(study, unit="huyen_c")))
    response = opened(study)
    assert (response.unit, response.block) == ("huyen_c", None)


@pytest.mark.parametrize(("chosen", "unit"), [(2, "so_b"), (90, None), (Missing.REFUSED, None), (0, None)])
def test_outsiders_rate_the_agency_they_name(
    sqlite_app: Flask, study_in: StudyIn, chosen: int, unit: str | None
) -> None:
    study = study_in(State.REHEARSAL)
    cast(by_open_link(study, answers={"out_agency": chosen}))
    open_the_box(study.id)
    assert [row.rated_unit for row in rows(ResponseRow)] == [unit]


@pytest.mark.parametrize(("state", "why"), [(State.DRAFT, Refusal.NOT_YET_OPEN), (State.CLOSED, Refusal.CLOSED)])
def test_only_studies_in_rehearsal_or_open_take_answers(
    app: Flask, study_in: StudyIn, state: State, why: Refusal
) -> None:
    study = study_in(state)
    assert refusal(by_open_link(study)) is why
    with pytest.raises(RefusedError):
        count_refusal_of_consent(study.id, "outsider")
    assert rows(BallotRow) == rows(TallyRow) == []


def test_every_answer_of_a_rehearsal_is_marked(app: Flask, study_in: StudyIn) -> None:
    cast(by_open_link(study_in(State.REHEARSAL)))
    open_the_box("nho_2019")
    assert [row.simulated for row in rows(ResponseRow)] == [True]


@pytest.mark.parametrize(
    "change", [{"study": "none"}, {"version": "0" * 64}, {"variant": "z"}, {"language": "fr"}, {"group": "nobody"}]
)
def test_a_form_that_does_not_exist_is_refused(sqlite_app: Flask, study_in: StudyIn, change: dict[str, str]) -> None:
    sent = by_open_link(study_in(State.OPEN))
    changed = Ballot(**{name: getattr(sent, name) for name in sent.__slots__} | change)
    assert refusal(changed) is Refusal.NO_SUCH_FORM


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "../../etc/passwd0000", "ạ" * 20])
def test_a_sending_needs_a_nonce(sqlite_app: Flask, study_in: StudyIn, nonce: str) -> None:
    assert refusal(by_open_link(study_in(State.OPEN), nonce=nonce)) is Refusal.NONCE_NEEDED


def test_a_form_opened_before_a_new_version_is_still_taken_as_the_old_one(app: Flask, study_in: StudyIn) -> None:
    old = study_in(State.REHEARSAL)
    load(tiny_study(wording="Tôi chịu trách nhiệm đến cùng."))
    cast(by_open_link(old))
    open_the_box(old.id)
    assert [row.version for row in rows(ResponseRow)] == [old.questionnaires["outsider"].version]


def test_nothing_is_half_kept(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    with pytest.raises(TypeError):
        cast(ballot(study, code=code, answers={"ov_one": 3, "matters__1": None}, texts={"open_words": "x"}))
    assert rows(BallotRow) == rows(TallyRow) == []
    cast(ballot(study, code=code))


def test_nobody_can_read_what_was_cast(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    cast(ballot(study, code=new_code(study), texts={"open_words": "Chim hoàng yến"}))
    (row,) = rows(BallotRow)
    assert {column.name for column in BallotRow.__table__.columns} == {"id", "study", "group", "sealed"}
    assert "hoàng".encode() not in row.sealed
    assert rows(ResponseRow) == rows(AnswerRow) == rows(TextRow) == []
    sheet = from_bytes(unseal(PRIVATE_KEY, row.sealed, context(study.id, "leader", row.id)))
    assert sheet.texts == {"open_words": "Chim hoàng yến"}


def test_what_lies_in_the_box_is_counted_by_place_and_entry(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    cast(ballot(study, code=new_code(study, unit="huyen_c")))
    for chosen in (1, 2, 90):
        cast(by_open_link(study, answers={"out_agency": chosen}))
    counted = {(row.group, row.event, row.place): row.count for row in rows(TallyRow)}
    assert counted == {
        ("leader", "ballot", "block dia_phuong"): 1,
        ("outsider", "ballot_by_link", "stratum so"): 2,
        ("outsider", "ballot_by_link", ""): 1,
    }


def test_a_study_begun_anew_takes_nothing_under_its_old_key(
    sqlite_app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    monkeypatch.setattr(casting, "seal", lambda key, sheet, context: _another_key(study.id))
    assert refusal(by_open_link(study)) is Refusal.NO_SUCH_FORM
    assert rows(BallotRow) == []


def _another_key(study_id: str) -> bytes:
    with writing() as session:
        session.get_one(StudyRow, study_id).public_key = bytes(32)
    return b"sealed"


def test_refusing_leaves_a_count_and_nothing_else(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for _ in range(3):
        count_refusal_of_consent(study.id, "outsider")
    assert [(row.group, row.event, row.count) for row in rows(TallyRow)] == [("outsider", "no_consent", 3)]
    assert rows(ResponseRow) == []


def test_closing_destroys_unused_codes_and_the_last_opening_what_tells_repeats(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    make_codes(study, "leader", ["so_a", "huyen_c"], 2)
    make_codes(study, "outsider", ["so_b"], 3)
    cast(ballot(study, code=code))
    move_to(study.id, State.CLOSED)
    assert [(row.spent, row.nonce_digest is None) for row in rows(AccessCodeRow)] == [(1, False)]
    assert refusal(ballot(study, code=code)) is Refusal.CLOSED
    open_the_box(study.id)
    assert [(row.spent, row.nonce_digest) for row in rows(AccessCodeRow)] == [(1, None)]


def test_the_code_itself_is_nowhere_in_the_database(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    cast(ballot(study, code=code))
    folder = sqlite_app.extensions["settings"].instance
    for path in folder.glob("surveyapp.sqlite*"):
        content = path.read_bytes()
        assert code.encode() not in content
        assert code.replace("-", "").encode() not in content


def test_the_transaction_of_a_session_is_given_back(app: Flask) -> None:
    with reading() as session:
        assert isinstance(session, Session)
    assert app.extensions["database"].engine.pool.checkedout() == 0
