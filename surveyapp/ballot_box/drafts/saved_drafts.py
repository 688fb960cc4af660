"""Drafts: forms saved on the server, found and opened by their code alone, and deleted when the ballot is cast.

The code is that of the card or, for a form with an open link, a resume code made for the draft. Rows hold no date or
time but a number of weeks left, which :mod:`surveyapp.ballot_box.drafts.draft_expiry` lowers.
"""

from forms.model.states import State, accepts_answers
from surveyapp.ballot_box.ballots import Refusal, RefusedError, refused_in, refused_where_altered
from surveyapp.ballot_box.codes.access_codes import code_digest, new_code, normalised
from surveyapp.ballot_box.drafts.draft_sealing import SealedDraft, UnreadableDraftError, seal_draft, unseal_draft
from surveyapp.ballot_box.statements import COUNT_DRAFTS, DELETE_DRAFT, FIND_DRAFT, SAVE_DRAFT, SPENT, STUDY
from surveyapp.database.bound_values import check_study
from surveyapp.database.sessions import database
from surveyapp.database.transactions import Cursor, NotStoredError, Work
from surveyapp.instance.keys import instance_keys
from surveyapp.studies.loaded import find_loaded

WEEKS = 4
"""Weeks for which a draft is kept at least; it is kept at most one week longer."""

MOST_BYTES = 256 * 1024
MOST_BY_OPEN_LINK = 20_000
"""Maximum number of drafts per study: anybody may save one through an open link, which must not fill the disk."""


class DraftTooLargeError(ValueError):
    """No questionnaire needs that much."""


def draft_finder(study: str, group: str, typed: str) -> bytes:
    """Return the key of the draft's row. A malformed code is hashed too, so that the response time is the same."""
    return instance_keys().digest("draft", study, group, normalised(typed) or "malformed")


def save_with_code(study: str, group: str, typed: str, content: bytes) -> None:
    """Save ``content`` under an unused access code; ``RefusedError`` if the code is used or unknown."""
    letters = normalised(typed)
    code = code_digest(study, letters or "malformed")
    loaded = find_loaded(study)
    spent = SPENT[loaded is not None and loaded.study.group(group).one_per_unit]

    def is_unspent(cursor: Cursor) -> None:
        if cursor.run(spent, code=code, of_study=study, of_group=group).row() != (0,):
            raise RefusedError(Refusal.CODE_NOT_VALID)

    database().transactions.read(is_unspent)  # before the expensive derivation
    _save(study, group, letters or "", content, is_unspent)


def save_by_open_link(study: str, group: str, resume_code: str, content: bytes) -> str:
    """Save ``content`` under the resume code of an earlier saving, or under a new one. Returns the code."""
    letters, code = normalised(resume_code), resume_code

    def is_known(cursor: Cursor) -> bool:
        return cursor.run(FIND_DRAFT, by=draft_finder(study, group, code)).row() is not None

    # People cannot choose their code, because such codes can be guessed.
    if letters is None or not database().transactions.read(is_known):
        code = new_code()
        letters = code.replace("-", "")

    def has_room(cursor: Cursor) -> None:
        if cursor.run(COUNT_DRAFTS, of_study=study).row()[0] >= MOST_BY_OPEN_LINK:
            raise NotStoredError("too many drafts")

    _save(study, group, letters, content, has_room)
    return code


def open_draft(study: str, group: str, typed: str) -> bytes | None:
    """Return what was saved under the code, or ``None``. The draft is kept until the ballot is cast."""
    finder = draft_finder(study, group, typed)
    row = database().transactions.read(lambda cursor: cursor.run(FIND_DRAFT, by=finder).row())
    if row is None:
        return None
    try:
        return unseal_draft(normalised(typed) or "", SealedDraft(bytes(row[0]), bytes(row[1])), finder)
    except UnreadableDraftError:
        return None


def draft_exists(study: str, group: str, typed: str) -> bool:
    """Whether a draft is saved under the code."""
    finder = draft_finder(study, group, typed)
    return database().transactions.read(lambda cursor: cursor.run(FIND_DRAFT, by=finder).row()) is not None


def delete_draft(study: str, group: str, typed: str) -> None:
    """Delete the draft of the code at the person's request."""
    finder = draft_finder(study, group, typed)
    database().transactions.write(lambda cursor: delete_in(cursor, finder))


def delete_in(cursor: Cursor, finder: bytes) -> None:
    """Delete a draft in the transaction that casts its ballot."""
    cursor.run(DELETE_DRAFT, by=finder)


def _save(study: str, group: str, letters: str, content: bytes, check: Work[None]) -> None:
    if len(content) > MOST_BYTES:
        raise DraftTooLargeError
    finder = draft_finder(study, group, letters)
    # In memory and outside the transaction: one derivation takes longer than casting forty ballots.
    draft = seal_draft(letters, content, finder)

    pepper = instance_keys().pepper

    def put(cursor: Cursor) -> None:
        row = cursor.run(STUDY, of_study=study).row()
        if row is None:
            raise RefusedError(Refusal.CLOSED)
        check_study(row, pepper)
        _id, state, *_others = row
        if not accepts_answers(State(state)):
            raise refused_in(State(state))
        check(cursor)
        cursor.run(SAVE_DRAFT, finder=finder, study=study, weeks_left=WEEKS + 1, salt=draft.salt, sealed=draft.sealed)

    with refused_where_altered():
        database().transactions.write(put)
