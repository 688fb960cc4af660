"""Writes the files of an assembled study; loading them gives the same version.

Content that the assembled study does not hold is lost: comments, the source notes of questions outside the bank, and
questions that no form asks. Options that a question takes from the frame are written out one by one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from forms.missing_values import Missing
from forms.model.frozen import Frozen
from forms.model.questionnaire import Questionnaire, Section
from forms.model.questions import Question
from forms.model.scales import Option
from forms.model.study import Study

LINE_WIDTH = 120

Document = dict[str, Any]

_IN_OTHER_FILES = {
    "groups", "scales", "constructs", "items", "questionnaires", "frame", "analysis", "agency_report", "version"
}  # fmt: skip
_OF_QUESTIONS = ("kind", "role", "short", "scale", "low", "high", "decimals", "most", "total", "length")


def study_documents(study: Study) -> dict[str, str]:
    """File name to YAML text, for every file that ``forms.loading.studies.load_study`` needs."""
    return {name: _as_yaml(document) for name, document in _documents(study).items()}


def _documents(study: Study) -> dict[str, Document]:
    head = study.model_dump(mode="json", by_alias=True, exclude=_IN_OTHER_FILES)
    documents: dict[str, Document] = {
        "study.yaml": head | {"groups": _plain(study.groups)},
        "scales.yaml": {"scales": _plain(study.scales.values())},
        "items.yaml": {"constructs": _plain(study.constructs), "items": _plain(study.items)},
        "questions.yaml": {"questions": list(_declared_questions(study))},
        "frame_of_this_round.yaml": _dump(study.frame),
        "analysis.yaml": _dump(study.analysis),
    }
    for group, form in study.questionnaires.items():
        documents[f"{group}.yaml"] = _form(form)
    if study.agency_report:
        documents["agency_report.yaml"] = study.model_dump(mode="json", include={"agency_report"})["agency_report"]
    return documents


def _dump(record: Frozen, **options: Any) -> Document:
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True, **options)


def _plain(records: Iterable[Frozen]) -> list[Document]:
    return [_dump(record) for record in records]


def _declared_questions(study: Study) -> Iterable[Document]:
    """Each question outside the bank once, with the wordings of all groups that are asked."""
    bank = {item.id for item in study.items}
    asked: dict[str, dict[str, Question]] = {}
    for group, form in study.questionnaires.items():
        for question in form.questions:
            if question.id not in bank:
                asked.setdefault(question.id, {})[group] = question
    for by_group in asked.values():
        yield _declared_question(study, by_group)


def _declared_question(study: Study, by_group: Mapping[str, Question]) -> Document:
    question = next(iter(by_group.values()))
    scale = study.scales.get(question.scale or "")
    document: Document = {"id": question.id} | _dump(question, include=set(_OF_QUESTIONS))
    if scale is not None and scale.kind == "range":
        document.pop("low", None)
        document.pop("high", None)
    document["wording"] = {group: dict(each.wording) for group, each in by_group.items()}
    if hints := {group: dict(each.hint) for group, each in by_group.items() if each.hint}:
        document["hint"] = hints
    if scale is None and question.options:
        document["options"] = _plain(_options_of_all(by_group.values()))
    if question.apart:
        document["apart"] = [Missing(reason).name.lower() for reason in question.apart]
    flags = {name: True for name in ("required", "sensitive", "fact") if getattr(question, name)}
    return document | flags


def _options_of_all(questions: Iterable[Question]) -> list[Option]:
    """The options that any group is offered, in an order consistent with the order of each group."""
    merged: list[Option] = []
    for question in questions:
        place = 0
        for option in question.options:
            if option in merged:
                place = merged.index(option) + 1
            else:
                merged.insert(place, option)
                place += 1
    return merged


def _form(form: Questionnaire) -> Document:
    head = form.model_dump(mode="json", include={"title", "addressed_to", "introduction", "thanks"})
    return head | {
        "sections": [_section(section) for section in form.sections],
        "variants": _plain(form.variants),
    }


def _section(section: Section) -> Document:
    document = _dump(section, exclude={"questions"})
    document["ask"] = [
        {"ask": question.id, "when": question.when.as_data()} if question.when else question.id
        for question in section.questions
    ]
    return document


def _as_yaml(document: Document) -> str:
    # The writer quotes every text that YAML 1.1 would read as another type.
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=LINE_WIDTH)
