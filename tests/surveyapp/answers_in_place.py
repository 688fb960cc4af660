"""Inserts answers directly into the tables of a small study, for tests of later steps."""

import random
from collections import Counter
from collections.abc import Callable

from sqlalchemy import insert

from surveyapp.ballot_box.casting import CAST, CAST_BY_LINK
from surveyapp.ballot_box.sheets import stratum_of
from surveyapp.database.declarative_base import random_key
from surveyapp.database.sessions import writing
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TallyRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.staff_study import GROUPS, STATEMENTS, STUDY, UNITS, staff_study

Chooser = Callable[[str, str, random.Random], int]
"""From group, column and random number to an answer code."""


def load_staff_study(state: State = State.OPEN) -> None:
    load(staff_study())
    if state is not State.DRAFT:
        move_to(STUDY, state)


def higher_at_the_top(group: str, column: str, luck: random.Random) -> int:
    """Return a code: heads answer one step higher than civil servants, and these one step higher than outsiders."""
    if column.startswith("barriers"):
        return luck.randint(0, 1)
    return min(5, max(1, round(luck.gauss(4 - GROUPS.index(group), 1))))


def put_answers(
    per_unit: dict[str, int],
    choose: Chooser = higher_at_the_top,
    entry: str = "code",
    seed: int = 1,
    units: int = len(UNITS),
) -> None:
    """Insert ``per_unit`` answer sheets of each group for the first ``units`` agencies, tallied as
    when they are cast.
    """
    luck = random.Random(seed)
    responses, answers = [], []
    cast: Counter[tuple[str, str]] = Counter()
    columns = [*STATEMENTS, "barriers__1", "barriers__2", "barriers__9"]
    for group, number in per_unit.items():
        for unit in UNITS[:units] * number:
            key = random_key()
            cast[group, stratum_of(staff_study(), unit) or ""] += 1
            responses.append(
                {
                    "key": key,
                    "study": STUDY,
                    "round": "pilot",
                    "group": group,
                    "version": staff_study().version,
                    "variant": "a",
                    "language": "vi",
                    "mode": "web",
                    "entry": entry,
                    "unit": None if group == "outsider" else unit,
                    "rated_unit": unit if group == "outsider" else None,
                    "simulated": False,
                }
            )
            answers += [
                {"response_key": key, "item": column, "code": choose(group, column, luck), "missing": None}
                for column in columns
            ]
    with writing() as session:
        session.execute(insert(ResponseRow), responses)
        session.execute(insert(AnswerRow), answers)
        for (group, stratum), number in cast.items():
            event, place = CAST_BY_LINK if entry == "open_link" else CAST, f"stratum {stratum}"
            tally = session.get(TallyRow, (STUDY, group, event, place)) or TallyRow(
                study=STUDY, group=group, event=event, place=place, count=0
            )
            tally.count += number
            session.add(tally)
