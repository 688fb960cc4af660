"""People with codes, who answer in random order through the real :func:`cast`; the true links are kept outside."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex

from forms.model.study import Group, Stratum, Study, Unit
from forms.model.versions import study_version
from surveyapp.ballot_box.casting import Ballot, NotStoredError, Receipt, cast
from surveyapp.ballot_box.codes.access_codes import code_digest, make_codes
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.tiny_study import said, tiny_study

GROUP = "leader"
PERSON = "person"
"""An artificial item whose answer identifies the person. Attackers do not use it; results are compared with it."""

STRATA = 4
SMALLEST, LARGEST = 4, 60


@dataclass(frozen=True, slots=True)
class Person:
    """``digest``: what the database stores of the code."""

    number: int
    unit: str
    code: str
    digest: bytes
    nonce: str


def unit_sizes(people: int, units: int, luck: random.Random) -> list[int]:
    """Return sizes from 4 to 60 that sum to the number of people, with the largest if there is room for it."""
    sizes = [SMALLEST] * units
    left = people - sum(sizes)
    assert left >= 0
    grown = min(left, LARGEST - SMALLEST)
    sizes[0] += grown // 2 if left < 2 * LARGEST else grown
    while sum(sizes) < people:
        place = luck.randrange(1, units)
        if sizes[place] < LARGEST:
            sizes[place] += 1
    return sizes


def study_of(units: int) -> Study:
    """Return the tiny study with that many agencies in four strata, whose first group keeps the agency."""
    tiny = tiny_study()
    frame = tiny.frame.model_copy(
        update={
            "strata": tuple(
                Stratum(id=f"s{place}", name=said(f"Cấp {place}", f"Level {place}"), target=units, block="tinh")
                for place in range(STRATA)
            ),
            "units": tuple(
                Unit(id=f"unit_{place:02}", stratum=f"s{place % STRATA}", name=said(f"Sở {place}", f"Office {place}"))
                for place in range(units)
            ),
        }
    )
    many = tiny.groups[0].model_dump() | {"keeps_unit": True, "one_per_unit": False}
    study = tiny.model_copy(update={"frame": frame, "groups": (Group.model_validate(many), *tiny.groups[1:])})
    return study.model_copy(update={"version": study_version(study)})


@dataclass(frozen=True, slots=True)
class Crowd:
    study: Study
    people: list[Person]
    """The people in the order in which they will answer."""


def gather(people: int, units: int, luck: random.Random) -> Crowd:
    """Open a study and hand out its codes; one in ten codes is never used."""
    study = study_of(units)
    load(study)
    move_to(study.id, State.OPEN)
    made: list[tuple[str, str]] = []
    for place, size in enumerate(unit_sizes(people, units, luck)):
        unit = f"unit_{place:02}"
        printed = make_codes(study, GROUP, [unit], size + 1 + size // 10)
        made += [(unit, card.code) for card in luck.sample(printed, size)]
    luck.shuffle(made)
    return Crowd(
        study,
        [
            Person(number, unit, code, code_digest(study.id, code.replace("-", "")), token_hex(16))
            for number, (unit, code) in enumerate(made)
        ],
    )


def answers_of(person: Person, luck: random.Random) -> dict[str, int]:
    """Return realistic answers, and the mark that tells the harness whose they are."""
    return {"ov_one": luck.randint(1, 3), "matters__1": luck.randint(0, 1), PERSON: person.number}


def words_of(person: Person, luck: random.Random) -> str:
    """Return an open answer of any length that names its writer."""
    return f"{words_mark(person).decode()}: " + "ý kiến " * luck.randint(0, 40)


def words_mark(person: Person) -> bytes:
    return f"người {person.number:04}".encode()


def writer_of(words: str) -> int:
    return int(words.removeprefix("người ").partition(":")[0])


def cast_for(study: Study, luck: random.Random) -> Callable[[Person], Receipt]:
    """Cast one person's answers into the real box."""
    version = study.questionnaires[GROUP].version

    def send(person: Person) -> Receipt:
        ballot = Ballot(
            study=study.id,
            group=GROUP,
            version=version,
            variant=luck.choice("ab"),
            language=luck.choice(["vi", "en"]),
            nonce=person.nonce,
            answers=answers_of(person, luck),
            texts={"open_words": words_of(person, luck)},
            code=person.code,
        )
        while True:
            # A busy disk can take longer than the timeout for respondents.
            with suppress(NotStoredError):
                return cast(ballot)

    return send
