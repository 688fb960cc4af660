""":func:`cast` stores an answer sheet of any mode, in one transaction or not at all.

The code is looked up, which gives the unit; the sheet is sealed in memory; one transaction then marks the code as used
and inserts the sealed ballot. Answers are only ever written to the disk sealed. The lookup and the transaction share
only the digest of the code, so that a blind token could replace the code later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.model.states import State, accepts_answers
from forms.model.study import Study
from surveyapp.ballot_box.ballots import Ballot, Receipt, Refusal, RefusedError, refused_in, refused_where_altered
from surveyapp.ballot_box.codes.access_codes import code_digest, normalised
from surveyapp.ballot_box.drafts.saved_drafts import delete_in, draft_finder
from surveyapp.ballot_box.sealing import seal
from surveyapp.ballot_box.sheets import as_bytes, filled_in
from surveyapp.ballot_box.statements import KEEP_NONCE, LOCK_UNIT, LOOK, PUT_BALLOT, STUDY, TALLY, USE_CODE, USED_BY
from surveyapp.database.bound_values import check_study
from surveyapp.database.declarative_base import random_key
from surveyapp.database.sessions import database
from surveyapp.database.transactions import Cursor, NotStoredError
from surveyapp.instance.keys import instance_keys
from surveyapp.studies.loaded import study_with_form

__all__ = [
    "Ballot",
    "NotStoredError",
    "Receipt",
    "Refusal",
    "RefusedError",
    "cast",
    "count_refusal_of_consent",
]

NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")

CAST, CAST_BY_LINK, NO_CONSENT = "ballot", "ballot_by_link", "no_consent"
"""Events that are tallied: ballots by way of entry, which stay counted after an opening, and refusals of consent."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A sealed ballot. ``code``: the digest of the code to be used, or ``None``. ``drafts``: their finders.

    ``only_of``: the unit that may have only one ballot of the group.
    """

    id: bytes
    study: str
    group: str
    sealed: bytes
    public_key: bytes
    code: bytes | None
    only_of: str | None
    nonce: bytes
    drafts: tuple[bytes, ...]
    event: str
    place: str


def cast(ballot: Ballot, study: Study | None = None) -> Receipt:
    """Seal and store the ballot and mark its code as used; ``RefusedError`` names the reason if it is not taken.

    ``study``: the version that the answers were checked against; found from the ballot if not given.
    """
    with refused_where_altered():
        return _cast(ballot, study)


def _cast(ballot: Ballot, resolved: Study | None) -> Receipt:
    study = _form(ballot, resolved)
    code = _code_digest(study, ballot)
    if not NONCE.fullmatch(ballot.nonce):
        raise RefusedError(Refusal.NONCE_NEEDED)
    keys = instance_keys()
    # The nonce is bound to the code: a nonce copied from another person's page gives nothing with another code.
    nonce = keys.digest("nonce", ballot.study, ballot.nonce, code.hex() if code else "")
    number = _receipt_number(ballot, code)
    transactions = database().transactions
    look, here = LOOK[study.group(ballot.group).one_per_unit], {"of_study": study.id, "of_group": ballot.group}
    found = transactions.read(lambda cursor: cursor.run(look, code=code or b"", **here).row())
    *row, unit, spent_by, known, taken = found or (None, None, None, None)
    public_key = _key_of_study_taking(row, keys.pepper)
    if public_key is None:
        raise RefusedError(Refusal.NOT_YET_OPEN)
    if code is not None and (known is None or spent_by not in (None, nonce) or (taken and spent_by is None)):
        raise RefusedError(Refusal.CODE_NOT_VALID)
    if spent_by is not None:
        # Found here because the writer's thread has no application context.
        drafts = _drafts(ballot)
        transactions.write(lambda cursor: _delete_drafts(cursor, drafts))
        return Receipt(number, repeated=True)
    sealed = _seal(study, ballot, unit, bytes(public_key), code, nonce)
    first = transactions.write(lambda cursor: _put(cursor, sealed, keys.pepper))
    return Receipt(number, repeated=not first)


def count_refusal_of_consent(study_id: str, group: str) -> None:
    """Count a refusal of consent; nothing else is stored."""

    pepper = instance_keys().pepper

    def count(cursor: Cursor) -> None:
        _key_of_study_taking(cursor.run(STUDY, of_study=study_id).row(), pepper)
        cursor.count(TALLY, study=study_id, group=group, event=NO_CONSENT, place="")

    database().transactions.write(count)


def _form(ballot: Ballot, resolved: Study | None) -> Study:
    """Return the study in the version of the ballot, if that version has the form."""
    try:
        study = resolved or study_with_form(ballot.study, ballot.group, ballot.version)
        form = study.questionnaires[ballot.group]
    except KeyError:
        raise RefusedError(Refusal.NO_SUCH_FORM) from None
    if (study.id, form.version) != (ballot.study, ballot.version):
        raise RefusedError(Refusal.NO_SUCH_FORM)
    variants = {variant.id for variant in form.variants}
    if ballot.variant not in variants or ballot.language not in study.languages:
        raise RefusedError(Refusal.NO_SUCH_FORM)
    return study


def _code_digest(study: Study, ballot: Ballot) -> bytes | None:
    """Return the digest of the code, or ``None`` if the group needs no code and none was given."""
    if not (ballot.code or "").strip():
        if ballot.entry == "code" or study.group(ballot.group).entry == "code":
            raise RefusedError(Refusal.CODE_NEEDED)
        return None
    letters = normalised(ballot.code or "")
    # A malformed code is looked up in the database too, so that the response time is the same.
    return code_digest(study.id, letters or "malformed")


def _key_of_study_taking(row: Sequence[Any] | None, pepper: bytes) -> bytes | None:
    """Return the public key of the study if its row is unaltered and it takes answers. ``row`` holds STUDY_COLUMNS."""
    if not row:
        raise RefusedError(Refusal.NO_SUCH_FORM)
    check_study(row, pepper)
    _id, state, _version, _simulated, *keys = row
    if not accepts_answers(State(state)):
        raise refused_in(State(state))
    public_key: bytes | None = keys[0]
    return public_key


def _seal(
    study: Study, ballot: Ballot, unit: str | None, public_key: bytes, code: bytes | None, nonce: bytes
) -> _Sealed:
    sheet = filled_in(study, ballot, unit)
    ballot_id = random_key()
    return _Sealed(
        id=ballot_id,
        study=study.id,
        group=ballot.group,
        sealed=seal(public_key, as_bytes(sheet), context(study.id, ballot.group, ballot_id)),
        public_key=public_key,
        code=code,
        only_of=unit if study.group(ballot.group).one_per_unit else None,
        nonce=nonce,
        drafts=_drafts(ballot),
        event=CAST_BY_LINK if ballot.entry == "open_link" else CAST,
        place=sheet.counted_in,
    )


def _drafts(ballot: Ballot) -> tuple[bytes, ...]:
    """Return the finders of the drafts to delete: at most one by the access code and one by the resume code."""
    typed = dict.fromkeys(filter(None, (ballot.code, ballot.resume)))
    # Sorted by key, the order in which every other transaction locks them.
    return tuple(sorted({draft_finder(ballot.study, ballot.group, code) for code in typed}))


def context(study: str, group: str, ballot_id: bytes) -> bytes:
    """Return the context bytes that the seal is bound to."""
    return f"{study}\0{group}\0".encode() + ballot_id


def _put(cursor: Cursor, ballot: _Sealed, pepper: bytes) -> bool:
    """Insert the ballot. Returns whether this sending was new."""
    # The row stays locked, so the study cannot be closed before the ballot is stored.
    if _key_of_study_taking(cursor.look_up(STUDY, of_study=ballot.study), pepper) != ballot.public_key:
        # The study was deleted and loaded again in between; nobody could open a ballot sealed to the old key.
        raise RefusedError(Refusal.NO_SUCH_FORM)
    if ballot.code is None:
        first = cursor.run(KEEP_NONCE, digest=ballot.nonce, study=ballot.study).changed == 1
    else:
        here = {"of_study": ballot.study, "of_group": ballot.group}
        if ballot.only_of is not None:
            cursor.run(LOCK_UNIT, of_unit=ballot.only_of, **here).row()
        use = USE_CODE[ballot.only_of is not None]
        first = cursor.run(use, nonce=ballot.nonce, code=ballot.code, **here).changed == 1
        if not first and cursor.run(USED_BY, code=ballot.code).row() != (ballot.nonce,):
            raise RefusedError(Refusal.CODE_NOT_VALID)
    if first:
        cursor.run(PUT_BALLOT, id=ballot.id, study=ballot.study, group=ballot.group, sealed=ballot.sealed)
        cursor.count(TALLY, study=ballot.study, group=ballot.group, event=ballot.event, place=ballot.place)
    # Also for a repeated sending: the form may have been saved again after the first one.
    _delete_drafts(cursor, ballot.drafts)
    return first


def _delete_drafts(cursor: Cursor, finders: Sequence[bytes]) -> None:
    for finder in finders:
        delete_in(cursor, finder)


def _receipt_number(ballot: Ballot, code: bytes | None) -> str:
    """Return ten digits derived from study, nonce and code. Nobody can trace them to a row: the nonce is not stored."""
    digest = instance_keys().digest("receipt", ballot.study, ballot.nonce, code.hex() if code else "")
    digits = f"{int.from_bytes(digest) % 10**10:010d}"
    return f"{digits[:5]} {digits[5:]}"
