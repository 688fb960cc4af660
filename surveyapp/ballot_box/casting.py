"""Every answer sheet of every mode comes in through :func:`cast`, in one transaction or not at all."""

import re

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forms.missing_values import Missing
from forms.states import State, accepts_answers
from forms.study import Study
from surveyapp.ballot_box.access_codes import code_digest, normalised
from surveyapp.ballot_box.ballots import Ballot, Receipt, Refusal, RefusedError
from surveyapp.database.access_codes import AccessCodeRow, OpenNonceRow
from surveyapp.database.declarative_base import random_key
from surveyapp.database.responses import AnswerRow, ResponseRow, TallyRow, TextRow
from surveyapp.database.sessions import insert_unless_there, writing
from surveyapp.database.studies import StudyRow
from surveyapp.instance_keys import instance_keys
from surveyapp.studies import study_with_form

__all__ = ["Ballot", "Receipt", "Refusal", "RefusedError", "cast", "count_refusal_of_consent"]

NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")

RATED_AGENCY = "out_agency"
"""The question that asks an outsider which agency the answers are about; its codes count the units of the frame."""


def cast(ballot: Ballot) -> Receipt:
    """Keep the ballot and spend its code; RefusedError names why not."""
    study = _form(ballot)
    digest = _code_digest(study, ballot)
    if not NONCE.fullmatch(ballot.nonce):
        raise RefusedError(Refusal.NONCE_NEEDED)
    # The code is part of it: a nonce taken over from somebody's page opens nothing with another code.
    nonce_digest = instance_keys().digest("nonce", ballot.study, ballot.nonce, digest.hex() if digest else "")
    number = _receipt_number(nonce_digest)
    response = _response(study, ballot)
    with writing() as session:
        response["simulated"] = _simulated_if_taking(session, study.id)
        if digest is None:
            first = insert_unless_there(session, OpenNonceRow, {"digest": nonce_digest, "study": study.id})
        else:
            first, unit = _spend(session, ballot, digest, nonce_digest)
            _place(study, ballot, unit, response)
        if first:
            _write(session, response, ballot)
    return Receipt(number, repeated=not first)


def count_refusal_of_consent(study_id: str, group: str) -> None:
    """Somebody chose not to take part: nothing is kept but the count."""
    key = {"study": study_id, "group": group, "event": "no_consent"}
    with writing() as session:
        _simulated_if_taking(session, study_id)
        insert_unless_there(session, TallyRow, {**key, "count": 0})
        session.execute(update(TallyRow).filter_by(**key).values(count=TallyRow.count + 1))


def _form(ballot: Ballot) -> Study:
    """The study in the version the ballot answers, if it has such a form."""
    try:
        study = study_with_form(ballot.study, ballot.group, ballot.version)
        variants = {variant.id for variant in study.questionnaires[ballot.group].variants}
    except KeyError:
        raise RefusedError(Refusal.NO_SUCH_FORM) from None
    if ballot.variant not in variants or ballot.language not in study.languages:
        raise RefusedError(Refusal.NO_SUCH_FORM)
    return study


def _code_digest(study: Study, ballot: Ballot) -> bytes | None:
    """The digest of the code; None where the group may enter without one and did."""
    if not (ballot.code or "").strip():
        if ballot.entry == "code" or study.group(ballot.group).entry == "code":
            raise RefusedError(Refusal.CODE_NEEDED)
        return None
    letters = normalised(ballot.code or "")
    # A malformed code goes the whole way to the database too, so that the time tells nothing.
    return code_digest(study.id, letters or "malformed")


def _simulated_if_taking(session: Session, study_id: str) -> bool:
    """Whether answers of this study are synthetic; RefusedError in a state that takes none."""
    # Held until the end: nobody can close the study between this look and the answer.
    row = session.execute(
        select(StudyRow.state, StudyRow.simulated).where(StudyRow.id == study_id).with_for_update(read=True)
    ).one_or_none()
    if row is None:
        raise RefusedError(Refusal.NO_SUCH_FORM)
    if row.state == State.DRAFT:
        raise RefusedError(Refusal.NOT_YET_OPEN)
    if not accepts_answers(State(row.state)):
        raise RefusedError(Refusal.CLOSED)
    return bool(row.simulated)


def _spend(session: Session, ballot: Ballot, digest: bytes, nonce_digest: bytes) -> tuple[bool, str | None]:
    """Spend the code. Returns whether this sending is the first to do so, and the code's unit."""
    mine = {"digest": digest, "study": ballot.study, "group": ballot.group}
    spent = session.connection().execute(
        update(AccessCodeRow).filter_by(**mine, spent=0).values(spent=1, nonce_digest=nonce_digest)
    )
    known = session.execute(select(AccessCodeRow.unit, AccessCodeRow.nonce_digest).filter_by(**mine)).one_or_none()
    if known is None or known.nonce_digest != nonce_digest:
        raise RefusedError(Refusal.CODE_NOT_VALID)
    return spent.rowcount == 1, known.unit


def _response(study: Study, ballot: Ballot) -> dict[str, object]:
    """The columns of METHOD 15, without a place."""
    return {
        "key": random_key(),
        "study": study.id,
        "round": study.round,
        "group": ballot.group,
        "version": ballot.version,
        "variant": ballot.variant,
        "language": ballot.language,
        "mode": ballot.mode,
        "entry": ballot.entry,
        "channel": ballot.channel,
        "unit": None,
        "block": None,
        "rated_unit": _rated_unit(study, ballot),
    }


def _place(study: Study, ballot: Ballot, unit_id: str | None, response: dict[str, object]) -> None:
    """Keep the unit, or only its block of strata where the group is promised anonymity (METHOD 12)."""
    if study.group(ballot.group).keeps_unit:
        response["unit"] = unit_id
        return
    stratum = next((unit.stratum for unit in study.frame.units if unit.id == unit_id), None)
    response["block"] = next((level.block for level in study.frame.strata if level.id == stratum), None)


def _rated_unit(study: Study, ballot: Ballot) -> str | None:
    chosen = ballot.answers.get(RATED_AGENCY)
    if chosen is None or not 1 <= chosen <= len(study.frame.units):
        return None
    return study.frame.units[chosen - 1].id


def _write(session: Session, response: dict[str, object], ballot: Ballot) -> None:
    session.execute(insert(ResponseRow), [response])
    answers = [
        {"response_key": response["key"], "item": item, "code": None, "missing": int(value)}
        if isinstance(value, Missing)
        else {"response_key": response["key"], "item": item, "code": value, "missing": None}
        for item, value in sorted(ballot.answers.items())
    ]
    texts = [
        # PostgreSQL takes no NUL; nobody types one.
        {
            "key": random_key(),
            "study": ballot.study,
            "group": ballot.group,
            "item": item,
            "text": text.replace("\0", ""),
        }
        for item, text in ballot.texts.items()
        if text.strip()
    ]
    for table, rows in ((AnswerRow, answers), (TextRow, texts)):
        if rows:
            session.connection().execute(insert(table), rows)


def _receipt_number(nonce_digest: bytes) -> str:
    """Ten digits that follow from the nonce alone, so that they lead to no row."""
    digits = f"{int.from_bytes(instance_keys().digest('receipt', nonce_digest.hex())) % 10**10:010d}"
    return f"{digits[:5]} {digits[5:]}"
