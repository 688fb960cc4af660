"""The statements on tables that every respondent needs: casting a ballot, saving and opening a form.

They run on the driver's own cursors (:mod:`surveyapp.database.transactions`); their parameters have the names in
``bindparam`` and of the columns that are inserted.
"""

from typing import Any

from sqlalchemy import Table, and_, bindparam, case, delete, false, func, insert, select, update

from surveyapp.ballot_box.codes.one_per_unit import unit_answered
from surveyapp.database.bound_values import STUDY_COLUMNS
from surveyapp.database.declarative_base import table_of
from surveyapp.database.statements import Inserting, Statement
from surveyapp.database.tables.access_codes import UNUSED, USED, AccessCodeRow, OpenNonceRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.drafts import DraftRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import StudyRow

_studies, _codes, _drafts = table_of(StudyRow), table_of(AccessCodeRow), table_of(DraftRow)
_THIS_CODE = and_(
    _codes.c.digest == bindparam("code"),
    _codes.c.study == bindparam("of_study"),
    _codes.c.group == bindparam("of_group"),
)


def _named(table: Table, *names: str) -> dict[str, Any]:
    """Return a parameter for each column, named like it."""
    return {name: bindparam(name) for name in names or table.columns.keys()}


STUDY = Statement(
    select(*STUDY_COLUMNS).where(_studies.c.id == bindparam("of_study")).with_for_update(read=True),
)
"""The bound columns of a study, which stays locked against changes of its state."""


def _look(taken: Any) -> Statement:
    found = select(*STUDY_COLUMNS, _codes.c.unit, _codes.c.nonce_digest, _codes.c.digest, taken.label("taken"))
    joined = _studies.outerjoin(_codes, and_(_THIS_CODE, _codes.c.study == _studies.c.id))
    return Statement(found.select_from(joined).where(_studies.c.id == bindparam("of_study")))


LOOK = {False: _look(false()), True: _look(unit_answered())}
"""The bound columns of a study, and of a code: unit, digest of the nonce, digest, whether its unit has answered.

Keyed by whether the group has one person per unit.
"""

_use = update(_codes).values(spent=USED, nonce_digest=bindparam("nonce")).where(_THIS_CODE, _codes.c.spent == UNUSED)
USE_CODE = {False: Statement(_use), True: Statement(_use.where(~unit_answered()))}
"""Keyed by whether the group has one person per unit."""

USED_BY = Statement(select(_codes.c.nonce_digest).where(_codes.c.digest == bindparam("code")))

LOCK_UNIT = Statement(
    select(_codes.c.digest)
    .where(
        _codes.c.study == bindparam("of_study"),
        _codes.c.group == bindparam("of_group"),
        _codes.c.unit == bindparam("of_unit"),
    )
    .order_by(_codes.c.digest)
    .with_for_update()
)
"""Locks all codes of a unit in a fixed order, so that two cards used at the same moment are handled in turn."""


def _keep_nonce(insert: Inserting) -> Any:
    return insert(OpenNonceRow).values(_named(table_of(OpenNonceRow))).on_conflict_do_nothing()


KEEP_NONCE = Statement(_keep_nonce)
PUT_BALLOT = Statement(insert(BallotRow).values(_named(table_of(BallotRow))))


def _tally(insert: Inserting) -> Any:
    table = table_of(TallyRow)
    added = insert(TallyRow).values(_named(table, "study", "group", "event", "place") | {"count": bindparam("number")})
    total = {"count": table.c["count"] + added.excluded["count"]}
    return added.on_conflict_do_update(index_elements=list(table.primary_key), set_=total)


TALLY = Statement(_tally)
"""Adds ``number`` to a tally."""


def _state(spent: Any) -> Statement:
    return Statement(select(spent).where(_THIS_CODE).with_for_update(read=True))


SPENT = {False: _state(_codes.c.spent), True: _state(case((unit_answered(), USED), else_=_codes.c.spent))}
"""The state of a code; used if its unit has answered. Keyed by whether the group has one person per unit."""

COUNT_DRAFTS = Statement(select(func.count()).select_from(_drafts).where(_drafts.c.study == bindparam("of_study")))
FIND_DRAFT = Statement(select(_drafts.c.salt, _drafts.c.sealed).where(_drafts.c.finder == bindparam("by")))
DELETE_DRAFT = Statement(delete(_drafts).where(_drafts.c.finder == bindparam("by")))


def _save_draft(insert: Inserting) -> Any:
    saved = insert(DraftRow).values(_named(_drafts))
    renewed = {name: saved.excluded[name] for name in ("weeks_left", "salt", "sealed")}
    return saved.on_conflict_do_update(index_elements=[_drafts.c.finder], set_=renewed)


SAVE_DRAFT = Statement(_save_draft)
