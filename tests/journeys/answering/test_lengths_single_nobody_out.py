"""An attacker who recorded the length of each sent form, and later holds the opened answers, tries to match them."""

from importlib.resources import files
from itertools import islice
from random import Random
from urllib.parse import urlencode

import pytest

from forms.loading.studies import find_study, load_study
from surveyapp.respondents.assets import join_modules
from surveyapp.respondents.replies import STEP
from surveyapp.simulation.people import Fields, Respondent, people
from surveyapp.simulation.truth import Truth
from tests.figures import KeepFigures
from tests.journeys.answering.conftest import LONG, Window

pytestmark = pytest.mark.browser

NUMBER = 300
REMARK = "Cần quy định rõ trách nhiệm của từng cá nhân, công khai kết quả đánh giá và xử lý nghiêm vi phạm. " * 10


def sent_forms() -> list[Fields]:
    """Return the forms of 300 people, a third of whom write open answers, as fields of the page."""
    study, chance = load_study(find_study(LONG)), Random("lengths")
    forms = []
    for person in islice(people(study, NUMBER, 7), NUMBER):
        questionnaire = study.questionnaires[person.group]
        fields = Respondent(person, study, Truth(7)).fill_out(questionnaire)
        for question in questionnaire.questions:
            if question.kind == "text" and chance.random() < 1 / 3:
                fields[question.id] = [REMARK[: chance.randint(1, 1000)]]
        about = {"version": ["f" * 12], "variant": ["a"], "language": ["vi"], "nonce": ["0" * 32], "code": ["A" * 19]}
        forms.append(about | fields)
    return forms


def singled_out(lengths: list[int]) -> int:
    """Return the people with a unique length: the attacker computes every length from the opened answers."""
    return sum(lengths.count(length) == 1 for length in lengths)


def test_no_length_leads_to_a_sheet(window: Window, keep_figures: KeepFigures) -> None:
    bodies = [urlencode(fields, doseq=True) for fields in sent_forms()]
    source = (files("surveyapp.respondents") / "static" / "js" / "sending" / "posting.js").read_text("utf-8")
    main = (
        'import { padded } from "./posting.js";\n'
        "window.lengths = (all) => all.map((one) => padded(new URLSearchParams(one)).toString().length);\n"
    )
    page = window()
    page.add_script_tag(content=join_modules({"main": main, "posting": source}, "main"))
    lengths = page.evaluate("all => lengths(all)", bodies)
    before = singled_out([len(body) for body in bodies])
    keep_figures(people=NUMBER, singled_out_unpadded=before, singled_out_padded=singled_out(lengths))
    assert before > NUMBER / 3, "the attacker is not blind"
    assert set(lengths) == {STEP}
    assert singled_out(lengths) == 0
