"""A form with one question of every kind."""

from functools import cache
from typing import Any

from forms.missing_values import Missing
from forms.model.questionnaire import Questionnaire


def words(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def options(*codes: int, **more: Any) -> list[dict[str, Any]]:
    return [{"code": code, "label": words(f"option {code}"), **more} for code in codes]


@cache
def small_form() -> Questionnaire:
    reasons = (Missing.DONT_KNOW, Missing.REFUSED)
    fields = [{"code": 0, "label": words("none"), "exclusive": True}, *options(1, 2), *options(9, write_in=True)]
    first: list[dict[str, Any]] = [
        {"id": "consent", "kind": "single", "options": options(1, 0), "required": True},
        {"id": "agree", "kind": "item", "options": options(1, 2, 3, 4, 5), "apart": reasons},
        {"id": "mark", "kind": "rating", "low": 1, "high": 10, "options": options(1, 10)},
        {"id": "any_case", "kind": "single", "options": options(1, 0), "apart": reasons},
        {"id": "case_field", "kind": "check_all", "options": fields, "most": 2, "apart": reasons},
        {"id": "best", "kind": "ranking", "options": options(1, 2, 3, 4)},
        {"id": "points", "kind": "allocation", "options": options(1, 2, 3)},
        {"id": "years", "kind": "number", "low": 0, "high": 60, "decimals": 1},
        {"id": "since", "kind": "date", "low": 1990, "high": 2030},
        {"id": "open", "kind": "text", "length": 50},
    ]
    for question in first:
        question["wording"] = words(str(question["id"]))
    first[4]["when"] = {"item": "any_case", "is": 1}
    later = [{"id": "later", "kind": "single", "wording": words("later"), "options": options(1, 2)}]
    return Questionnaire.model_validate(
        {
            "study": "small",
            "group": "staff",
            "title": words("A form"),
            "addressed_to": words("Staff"),
            "introduction": [words("Thank you for coming.")],
            "thanks": words("Thank you."),
            "sections": [
                {"id": "first", "title": words("First"), "questions": first},
                {
                    "id": "second",
                    "title": words("Second"),
                    "questions": later,
                    "when": {"item": "agree", "at_least": 4},
                },
            ],
        }
    )
