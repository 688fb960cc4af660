"""One run: people answer, a thief takes 20 backups, and copies everything before and after the opening."""

import logging
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from surveyapp.ballot_box.casting import context
from surveyapp.ballot_box.sealing import unseal
from surveyapp.ballot_box.sheets import from_bytes
from surveyapp.database.sessions import database
from surveyapp.database.tables.studies import State
from tests.linkability.attackers import Target, features
from tests.linkability.carving import first_and_last
from tests.linkability.crowd import GROUP, PERSON, Crowd, Person, cast_for, gather, words_mark, writer_of
from tests.linkability.matching import Score, Side, score
from tests.linkability.stolen import Stolen, Thief, bytes_of
from tests.surveyapp.sealed_box import PRIVATE_KEY, move_to, open_the_box

BACKUPS = 20
TABLES = ("access_codes", "open_nonces", "ballots", "drafts", "tallies", "responses", "answers", "texts")

CODES = Target("access_codes", "digest", ("nonce_digest",))
BALLOTS = Target("ballots", "id")
RESPONSES = Target("responses", "key")
TEXTS = Target("texts", "key")


@dataclass(frozen=True)
class Loot:
    """All that was stolen in one run, and the true links."""

    crowd: Crowd
    backups: list[Stolen]
    before: Stolen
    after: Stolen

    @property
    def person_of_code(self) -> dict[bytes, int]:
        return {person.digest: person.number for person in self.crowd.people}


def run(app: Flask, folder: Path, people: int, units: int, luck: random.Random) -> Loot:
    """Run the field from the first code to the last opening, inside the application's context."""
    crowd = gather(people, units, luck)
    with _log_of(folder / "logs"):
        thief = Thief(database().engine, folder / "logs", folder / "loot", TABLES)
        database().start_writer(8)
        backups = list(answering(crowd.people, cast_for(crowd.study, luck), thief.take))
        before = thief.take(whole=True)
        move_to(crowd.study.id, State.CLOSED)
        assert open_the_box(crowd.study.id).finished
        after = thief.take(whole=True)
        database().stop_writer()
    return Loot(crowd, backups, before, after)


def answering(people: list[Person], send: Callable[[Person], object], take: Callable[[], Stolen]) -> Iterator[Stolen]:
    """Let everybody answer; 20 backups are made meanwhile."""
    yield take()
    moments = {round(len(people) * place / BACKUPS) for place in range(1, BACKUPS)}
    for place, person in enumerate(people):
        send(person)
        if place + 1 in moments:
            yield take()


@contextmanager
def _log_of(folder: Path) -> Iterator[None]:
    """Context in which the output of the server is kept where the thief looks."""
    folder.mkdir(parents=True)
    keeper = logging.FileHandler(folder / "server.log")
    logging.getLogger().addHandler(keeper)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(keeper)
        keeper.close()


def codes_against_answers(loot: Loot) -> dict[str, Score]:
    """Return the results of a thief who has everything except the passphrase."""
    moments = {"before": loot.before, "after": loot.after}
    codes = Side(loot.person_of_code, features(CODES, moments, loot.backups, moments))
    answered = {row["response_key"]: row["code"] for row in loot.after.rows["answers"] if row["item"] == PERSON}
    written = {row["key"]: writer_of(row["text"]) for row in loot.after.rows["texts"]}
    place_of = {answered[row["key"]]: row["unit"] or row["pool"] for row in loot.after.rows["responses"]}
    later = {"after": loot.after}
    responses = Side(answered, features(RESPONSES, later, loot.backups, later))
    texts = Side(written, features(TEXTS, later, loot.backups, later))
    return {
        "codes and answers": score(codes, responses, place_of),
        "codes and texts": score(codes, texts, place_of),
        "texts and answers": score(texts, responses, place_of),
    }


def codes_against_sealed_ballots(loot: Loot, key: bytes = PRIVATE_KEY) -> Score:
    """The known limit: copies taken during the field, together with the key to read the ballots in them."""
    study = loot.crowd.study.id
    moments = {"before": loot.before}
    inside = {
        row["id"]: from_bytes(unseal(key, row["sealed"], context(study, GROUP, row["id"])))
        for row in loot.before.rows["ballots"]
    }
    truth = {ballot: sheet.answers[PERSON] for ballot, sheet in inside.items()}
    place_of: Mapping[int, str | None] = {sheet.answers[PERSON]: sheet.unit for sheet in inside.values()}
    codes = Side(loot.person_of_code, features(CODES, moments, loot.backups, moments))
    ballots = Side(truth, features(BALLOTS, moments, loot.backups, moments))
    return score(codes, ballots, place_of)


def ballots_left(loot: Loot) -> dict[str, int]:
    """Return how many destroyed ballots can be found in each file stolen after the opening.

    Ids alone are not searched: PostgreSQL's statistics may keep some, and they lead to nothing.
    """
    # The first byte is the same in all; the ephemeral public key follows.
    seals = {row["id"]: row["sealed"][1:] for row in loot.before.rows["ballots"]}
    found = {file: first_and_last(bytes_of(path), seals)[0] for file, path in loot.after.files().items()}
    return {file: len(there) for file, there in found.items() if there}


def marks_in_clear(loot: Loot) -> int:
    """Return how many people's texts or nonces can be read in a copy; the seal hides the former, a
    digest the latter.
    """
    marks = [words_mark(person) for person in loot.crowd.people] + [one.nonce.encode() for one in loot.crowd.people]
    field = [path.read_bytes() for stolen in (*loot.backups, loot.before) for path in stolen.files().values()]
    return sum(any(mark in data for data in field) for mark in marks)
