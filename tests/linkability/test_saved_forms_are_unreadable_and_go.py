"""Saved forms on the disk: unreadable before sending, and gone one hour after sending."""

import random
import time

import pytest
from flask import Flask

from surveyapp.ballot_box.drafts.draft_expiry import EVERY_SECONDS, keep_drafts
from surveyapp.ballot_box.drafts.saved_drafts import open_draft, save_with_code
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.drafts import DraftRow
from tests.figures import KeepFigures
from tests.linkability.crowd import GROUP, Crowd, Person, cast_for, gather, words_mark
from tests.linkability.searching import contents_of, folders_of_postgresql, forms_of, found_in
from tests.linkability.stolen import WAL_OF_POSTGRESQL
from tests.waiting import after, until

HOUR = 3600


def content_of(person: Person) -> str:
    return f"{words_mark(person).decode()} với câu còn viết dở {person.nonce}"


def contents(app: Flask, since: float) -> dict[str, bytes]:
    """Return all files of the installation; on PostgreSQL those of the database and its log too."""
    url = app.extensions["settings"].database
    elsewhere = [] if url.startswith("sqlite") else folders_of_postgresql(url)
    return contents_of([app.extensions["settings"].instance, *elsewhere], since - 1)


def save_all(crowd: Crowd) -> list[bytes]:
    """Return parts of the rows by which each can be found again: all are needed to open a form."""
    for person in crowd.people:
        save_with_code(crowd.study.id, GROUP, person.code, content_of(person).encode())
    with reading() as session:
        rows = session.query(DraftRow).all()
        return [piece for row in rows for piece in (row.salt, row.finder, row.sealed[:32], row.sealed[-32:])]


def keep_for_an_hour(pause: float) -> list[bool]:
    """Run the expiry as the server does, with seconds in place of its twenty minutes.

    The pauses let readers finish, such as PostgreSQL's own statistics: a deleted row is not removed while an older read
    continues.
    """
    tidied = []
    for _ in range(HOUR // EVERY_SECONDS):
        until(after(pause))
        tidied.append(keep_drafts())
    return tidied


def save_and_send(app: Flask, people: int) -> dict[str, int]:
    since = time.time()
    crowd = gather(people, max(2, people // 20), random.Random(4))
    database().start_writer(8)
    pieces = save_all(crowd)
    marks = [mark for one in crowd.people for mark in (content_of(one), one.nonce, one.code, one.code.replace("-", ""))]
    in_clear = {form for mark in marks for form in forms_of(mark)}
    before = contents(app, since)
    there = len(found_in(before, pieces))
    send = cast_for(crowd.study, random.Random(5))
    for person in crowd.people:
        send(person)
    tidied = keep_for_an_hour(pause=people / 100)
    after = contents(app, since)
    in_log = {name: content for name, content in after.items() if WAL_OF_POSTGRESQL in name}
    in_tables = {name: content for name, content in after.items() if name not in in_log}
    opened = sum(open_draft(crowd.study.id, GROUP, person.code) is not None for person in crowd.people)
    database().stop_writer()
    assert there == len(set(pieces)), "the search is blind"
    assert tidied[-1]
    return {
        "saved": people, "readable before": len(found_in(before, in_clear)),
        "readable after": len(found_in(after, in_clear)), "opened with the code after": opened,
        "sealed pieces left after": len(found_in(in_tables, pieces)),
        "sealed pieces in PostgreSQL's log": len(found_in(in_log, pieces)),
    }  # fmt: skip


def nothing_is_left(figures: dict[str, int]) -> bool:
    """PostgreSQL's log contains what was sealed until its segments are overwritten: docs/answering-safely.md."""
    told = ("readable before", "readable after", "opened with the code after", "sealed pieces left after")
    return [figures[name] for name in told] == [0, 0, 0, 0]


def test_saved_forms_are_unreadable_before_and_gone_after(app: Flask) -> None:
    assert nothing_is_left(save_and_send(app, 10))


@pytest.mark.long
def test_200_saved_forms_are_unreadable_before_and_gone_an_hour_after_sending(
    app: Flask, keep_figures: KeepFigures
) -> None:
    figures = save_and_send(app, 200)
    keep_figures(**figures)
    assert nothing_is_left(figures)
