"""The agency that a form is about, as its answers name it: chosen from the list or written in beside "another agency".

The name is shown on the pages of that form and stored nowhere but among its answers.
"""

from collections.abc import Mapping, Sequence

from forms.languages import in_language
from forms.model.study import Study
from forms.plain_text import clean_text

LONGEST_NAME = 80
"""Longer names are cut, as in the form with script (unit_name.js)."""


def named_agency(study: Study, group: str, given: Mapping[str, Sequence[str]], language: str) -> str:
    """The name in these entries of a form; empty if they name no agency. The caller escapes it."""
    form = study.questionnaires[group]
    if form.rated_agency is None:
        return ""
    question = form.question(form.rated_agency)
    chosen = given.get(question.id, ())
    for option in question.options:
        if str(option.code) not in chosen:
            continue
        if option.write_in:
            return _shortened(next(iter(given.get(f"{question.id}.{option.code}.text", ())), ""))
        return in_language(option.label, language) if 1 <= option.code <= len(study.frame.units) else ""
    return ""


def _shortened(name: str) -> str:
    plain = " ".join(clean_text(name).split())
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1] + "…"
