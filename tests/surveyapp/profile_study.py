"""The small study with a fact and two profile questions, declared as breakdowns, and its respondents."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from forms.model.study import Study
from surveyapp.database.declarative_base import random_key
from surveyapp.database.sessions import writing
from surveyapp.database.tables.responses import AnswerRow, ResponseRow
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.lifecycle.changes import load
from surveyapp.studies.loaded import LoadedStudy, find_loaded, forget_loaded
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.staff_study import STUDY, UNITS, staff_study

Person = tuple[str, dict[str, int]]
"""Group and answers."""


def profile_study(**thresholds: int) -> Study:
    """Sex (1 or 2) and age (1 to 3) are asked of everybody except heads, and also whether they saw a case."""
    content = staff_study().model_dump(mode="json", by_alias=True)
    content["analysis"]["breakdowns"] = ["sex", "age"]
    content["thresholds"] = thresholds
    content["version"] = "fedcba9876543210"
    for group, form in content["questionnaires"].items():
        if group != "leader":
            extra = [_single("sex", 2), _single("age", 3), _single("case", 2, sensitive=True)]
            form["sections"][0]["questions"] += extra
    return Study.model_validate(content)


def _single(name: str, options: int, **more: Any) -> dict[str, Any]:
    text = {"vi": f"Câu hỏi {name}", "en": f"Question {name}"}
    answers = [
        {"code": code, "label": {"vi": f"{name} {code}", "en": f"{name} {code}"}} for code in range(1, options + 1)
    ]
    return {"id": name, "kind": "single", "wording": text, "short": text, "options": answers, **more}


def load_profile_study(state: State = State.OPENED, **thresholds: int) -> None:
    """Load the study into the database, in that state."""
    load(profile_study(**thresholds))
    move_to(STUDY, State.OPEN if state is State.OPENED else state)
    if state is State.OPENED:
        with writing() as session:
            row = session.get(StudyRow, STUDY)
            assert row is not None
            row.state = State.OPENED.value
    forget_loaded(STUDY)


def put_people(people: Iterable[Person]) -> None:
    """Insert one answer sheet per person, assigned to the agencies in turn."""
    responses, answers = [], []
    for place, (group, given) in enumerate(people):
        key, unit = random_key(), UNITS[place % len(UNITS)]
        responses.append(
            {
                "key": key,
                "study": STUDY,
                "round": "pilot",
                "group": group,
                "version": "fedcba9876543210",
                "variant": "a",
                "language": "vi",
                "mode": "web",
                "entry": "code",
                "unit": None if group == "outsider" else unit,
                "rated_unit": unit if group == "outsider" else None,
                "simulated": False,
            }
        )
        answers += [
            {
                "response_key": key,
                "item": name,
                "code": code if code >= 0 else None,
                "missing": code if code < 0 else None,
            }
            for name, code in given.items()
        ]
    with writing() as session:
        session.execute(insert(ResponseRow), responses)
        session.execute(insert(AnswerRow), answers)


def current_study() -> LoadedStudy:
    """Return the loaded study."""
    loaded = find_loaded(STUDY)
    assert loaded is not None
    return loaded
