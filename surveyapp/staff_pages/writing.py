"""Formatting of numbers and names on staff pages; numbers are formatted as in reports."""

import unicodedata

from flask import Flask

from analysis.wording.numbers import Numbers
from forms.languages import in_language
from forms.model.study import Study
from surveyapp.web.languages import page_language


def init_app(app: Flask) -> None:
    """Register the template filters."""
    app.jinja_env.filters.update(number=lambda value: numbers().integer(value), said=said)
    app.jinja_env.globals.update(study_name=study_name)


def numbers() -> Numbers:
    """Return the number formatter of the page's language."""
    return Numbers(page_language())


def said(text: dict[str, str]) -> str:
    """Return a text of a study in the page's language."""
    return in_language(text, page_language())


def study_name(study: Study) -> str:
    """Return the short name of a study for the navigation bar."""
    return said(study.fieldwork)


def sorting_key(name: str) -> str:
    """Sort names as people without diacritics would search for them: đ next to d, ậ next to a."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
