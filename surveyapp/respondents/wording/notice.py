"""The notice on a form's first page about what is stored.

It is generated from the fields of the sealed sheet and the group's choice, so that it states exactly what is stored. A
field without a sentence here makes the page fail.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import Enum, auto

from flask_babel import gettext

from forms.model.study import Study
from surveyapp.ballot_box.sheets import Sheet
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.respondents.wording.messages import promise


class Thing(Enum):
    """Stored data, in the order of the notice."""

    ANSWERS = auto()
    AGENCY = auto()
    RATED_AGENCY = auto()
    BLOCK = auto()
    FORM = auto()
    WAY = auto()
    NUMBER = auto()
    SENT_ONCE = auto()


INSIDE: dict[str, frozenset[Thing]] = {
    "round": frozenset({Thing.FORM}),
    "version": frozenset({Thing.FORM}),
    "variant": frozenset({Thing.FORM}),
    "language": frozenset({Thing.FORM}),
    "mode": frozenset({Thing.WAY}),
    "entry": frozenset({Thing.WAY}),
    "channel": frozenset({Thing.WAY}),
    "unit": frozenset({Thing.AGENCY}),
    "block": frozenset({Thing.BLOCK}),
    "rated_unit": frozenset({Thing.RATED_AGENCY}),
    "answers": frozenset({Thing.ANSWERS}),
    "missing": frozenset({Thing.ANSWERS}),
    "texts": frozenset({Thing.ANSWERS}),
    # The level of whichever of the three is stored; a pool replaces all of them.
    "counted_in": frozenset({Thing.AGENCY, Thing.RATED_AGENCY, Thing.BLOCK}),
    "pool": frozenset({Thing.AGENCY, Thing.RATED_AGENCY, Thing.BLOCK}),
}
"""Inside the seal: the fields of a sheet."""

OUTSIDE: dict[str, frozenset[Thing]] = {
    "id": frozenset({Thing.NUMBER}),
    "study": frozenset({Thing.FORM}),
    "group": frozenset({Thing.FORM}),
    "sealed": frozenset(),
}
"""Outside the seal: the columns of a ballot."""

APART = frozenset({Thing.SENT_ONCE})
"""Stored with codes and sendings, without a link to a ballot."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice. ``promise``: confidential or anonymous (rule 12 of docs/method.md). ``things``: all stored data."""

    promise: str
    heading: str
    things: tuple[str, ...]
    nothing_else: str


def notice_of(study: Study, group_id: str) -> Notice:
    """Return the notice for respondents of the group, in the language of the page."""
    group = study.group(group_id)
    words = _words(open_link=group.entry != "code")
    things = [words[thing] for thing in Thing if thing in kept_of(study, group_id)]
    return Notice(
        promise=promise(group.keeps_unit, group.one_per_unit),
        heading=gettext("We keep these %(number)s things and nothing else:", number=len(things)),
        things=tuple(things),
        nothing_else=gettext("The address of your device is not kept either."),
    )


def kept_of(study: Study, group_id: str) -> frozenset[Thing]:
    """Return what is stored of the forms of a group."""
    stored = _all(INSIDE[field.name] for field in fields(Sheet)) | _all(
        OUTSIDE[column.name] for column in BallotRow.__table__.columns
    )
    never = {Thing.BLOCK} if study.group(group_id).keeps_unit else {Thing.AGENCY}
    if study.questionnaires[group_id].rated_agency is None:
        never |= {Thing.RATED_AGENCY}
    return (stored | APART) - never


def _all(parts: Iterable[frozenset[Thing]]) -> frozenset[Thing]:
    return frozenset().union(*parts)


def _words(*, open_link: bool) -> dict[Thing, str]:
    return {
        Thing.ANSWERS: gettext("your answers, and which questions you left blank"),
        Thing.AGENCY: gettext("the agency on your card and its level, if you have a card")
        if open_link
        else gettext("the agency on your card, and its level"),
        Thing.RATED_AGENCY: gettext("the agency you choose in the form, and its level"),
        Thing.BLOCK: gettext("only the wider part of the service that your agency belongs to, not the agency"),
        Thing.FORM: gettext("which form it is: the survey, the group, the version, the order, the language"),
        Thing.WAY: gettext("how it came: on the web or on paper, by code, open link or in a seminar"),
        Thing.NUMBER: gettext("a random number for the form, which says nothing about you"),
        Thing.SENT_ONCE: gettext("apart from the answers: that this form was sent once")
        if open_link
        else gettext("apart from the answers: that your code was used"),
    }
