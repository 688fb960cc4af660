"""The page of a form: rendered once per version, group, language and variant, and kept as bytes."""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from math import ceil
from typing import Any

from flask import Flask, current_app, render_template, request, url_for
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from forms.languages import in_language
from forms.model.frozen import Text
from forms.model.questionnaire import Section
from forms.model.questions import Question
from forms.model.scales import Option
from forms.model.study import Group, Study
from surveyapp.respondents.kinds import view_of
from surveyapp.respondents.wording import messages
from surveyapp.respondents.wording.keeping_messages import keeping_wording
from surveyapp.respondents.wording.notice import notice_of
from surveyapp.respondents.wording.rule_wording import rule_in_words

MOST_ON_A_SCREEN = 6
TEXT_SIZES = ("large", "larger")
"""Text sizes beside the usual one; without a script the size is part of the address."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as sent."""

    body: bytes
    compressed: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its questions divided into screens."""

    section: Section
    screens: tuple[tuple[Question, ...], ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What a plain page shows beside the questions: entered answers, faults, the agency of the code."""

    given: Mapping[str, list[str]]
    faults: Mapping[str, str]
    nonce: str
    code: str = ""
    unit: str = ""
    resume: str = ""
    draft_waits: bool = False
    """A form is saved under the code, and nothing has been answered on this page yet."""


def init_app(app: Flask) -> None:
    """Create the store of rendered pages of the application."""
    app.extensions["respondent_pages"] = {}


def shared_page(study: Study, group: str, variant: str, language: str, simulated: bool) -> Page:
    """Return the page that serves everybody. A version is a hash of its content, so stored pages
    never become outdated.
    """
    pages: dict[tuple[object, ...], Page] = current_app.extensions["respondent_pages"]
    key = (study.id, study.version, group, variant, language, simulated)
    if key not in pages:
        with force_locale(language):
            context = _context(study, group, variant, language)
            nothing = {"given": {}, "faults": {}, "nonce": "", "code": "", "plain": False}
            text = render_template("respondents/form.html", **context, **nothing, simulated=simulated)
        body = text.encode()
        pages[key] = Page(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:20])
    return pages[key]


def plain_page(
    study: Study, group: str, variant: str, language: str, simulated: bool, filling: Filling, template: str = "form"
) -> str:
    """Return the form as one long page filled in for one person; ``template`` plain_code is the step before it."""
    with force_locale(language):
        context = _context(study, group, variant, language, filling.unit)
        size = request.args.get("size")
        shown = {field.name: getattr(filling, field.name) for field in fields(filling)}
        shown |= {"size": size if size in TEXT_SIZES else "", "keeping": keeping_wording(), "plain": True}
        return render_template(f"respondents/{template}.html", **context, **shown, simulated=simulated)


def _context(study: Study, group_id: str, variant: str, language: str, unit: str = "") -> dict[str, Any]:
    form = study.questionnaires[group_id].in_variant(variant)
    group = study.group(group_id)

    def address(page: str) -> str:
        return url_for(f"respondents.{page}", study=study.id, group=group_id)

    return {
        "study": study,
        "group": group,
        "questionnaire": form,
        "version": form.version,
        "variant": variant,
        "case_and_question": case_and_question,
        "words": wording(language, unit or _usual_unit(group)),
        "opening": form.opening,
        "numbers": form.numbers,
        "parts": _parts(form.sections[1:] if form.opening else form.sections),
        "template_of": lambda question: view_of(question).template_of(question),
        "has_boxes": lambda question: view_of(question).has_boxes(question),
        "data_of": lambda question: view_of(question).data(question),
        "names_unit": form.rated_agency,
        "always_offered": lambda question, option: _always_offered(study, question, option),
        "usual_hint": lambda question: view_of(question).hint(question),
        "reason_in_words": messages.reason_in_words,
        # Consent is asked on the first page, which also handles a refusal.
        "rule_in_words": lambda rule: (
            ""
            if set(rule.questions()) <= {question.id for question in form.opening}
            else rule_in_words(rule, form, language)
        ),
        "notice": notice_of(study, group_id),
        "script_wording": messages.script_wording(),
        "here": address("form"),
        "unit_address": address("unit_name"),
        "plain_address": address("plain"),
        "save_address": address("save_draft"),
        "open_address": address("read_draft"),
    }


def wording(language: str, unit: str = "") -> Callable[[Text | None], Markup]:
    """Return the filter for texts of the study in the page's language, with the agency in place of ``{unit}``."""
    name = Markup('<span class="unit">{}</span>').format(unit)

    def words(text: Text | None) -> Markup:
        return escape(in_language(text or {}, language)).replace("{unit}", name)

    return words


_LONG_WORDING = 160
"""Characters: a longer wording tells a case first, and only its last sentence, the question, is printed in bold."""

_LAST_SENTENCE = re.compile(r"(?<=[.!?…”])\s+(?=[^.!?…]+[.?!…]*$)")


def case_and_question(text: Markup) -> tuple[Markup, Markup]:
    """What a wording tells before its question, and the question; the first is empty for short wordings."""
    found = _LAST_SENTENCE.search(text) if len(text) > _LONG_WORDING else None
    return (text[: found.start()], text[found.end() :]) if found else (Markup(""), text)


def _usual_unit(group: Group) -> str:
    words = gettext("the agency on your card") if group.entry == "code" else gettext("the agency you name")
    return str(words)


def _parts(sections: tuple[Section, ...]) -> list[Part]:
    """Return the sections divided into screens of similar length."""
    parts = []
    for section in sections:
        questions = section.questions
        screens = max(1, ceil(len(questions) / MOST_ON_A_SCREEN))
        bounds = [round(index * len(questions) / screens) for index in range(screens + 1)]
        spread = tuple(questions[start:end] for start, end in pairwise(bounds))
        parts.append(Part(section, spread))
    return parts


def _always_offered(study: Study, question: Question, option: Option) -> bool:
    """Whether an option stays visible while the list is searched: "another agency" matches no search text."""
    if question.names_agency:
        return not 1 <= option.code <= len(study.frame.units)
    return option.write_in or option.exclusive
