"""The pages of a study's results: one per construct of the plan, one per question outside the bank."""

from dataclasses import dataclass

from forms.model.questions import Question
from forms.model.study import Study


@dataclass(frozen=True, slots=True)
class Page:
    """A page. ``items``: the data columns on it. ``count``: the number beside its name in the list."""

    key: str
    label: dict[str, str]
    items: tuple[str, ...]
    count: int


def construct_pages(study: Study) -> list[Page]:
    """Return the constructs with items of the plan, in the order of the bank."""
    pages, planned = [], planned_items(study)
    for construct in study.constructs:
        members = [item.id for item in study.items if item.id in planned and item.construct_id == construct.id]
        if members:
            pages.append(Page(construct.id, construct.name, tuple(members), len(members)))
    return pages


def question_pages(study: Study) -> list[Page]:
    """Return the questions outside the bank, in the order of the forms, with the options of all groups."""
    found: dict[str, list[Question]] = {}
    for form in study.questionnaires.values():
        for question in form.questions:
            if question.rules.is_shown_in_results and not question.required and study.item(question.id) is None:
                found.setdefault(question.id, []).append(question)
    pages = []
    for key, versions in found.items():
        columns = tuple(dict.fromkeys(column for question in versions for column in question.columns))
        if columns:
            pages.append(Page(key, versions[0].short or versions[0].wording, columns, len(columns)))
    return pages


def planned_items(study: Study) -> list[str]:
    """Return the items of the plan that some form asks; the family of their tests is fixed before the data."""
    asked = {question.id for form in study.questionnaires.values() for question in form.questions}
    return [item for item in study.analysis.items if item in asked]


def find_page(study: Study, key: str) -> Page | None:
    """Return the page of that key, if the study has it."""
    return next((page for page in (*construct_pages(study), *question_pages(study)) if page.key == key), None)
