"""How staff pages write numbers and names; numbers come from the formatter that reports use as well."""

import unicodedata

from flask import Flask

from analysis.wording.numbers import Numbers
from forms.languages import in_language
from forms.model.study import Study
from surveyapp.web.languages import page_language


def init_app(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(number=lambda value: numbers().integer(value), said=said)
    app.jinja_env.globals.update(study_name=study_name)


def numbers() -> Numbers:
    """The formatter of the page's language."""
    return Numbers(page_language())


def said(text: dict[str, str]) -> str:
    """A text of a study in the page's language."""
    return in_language(text, page_language())


def study_name(study: Study) -> str:
    """The few words by which the bar names a study: its title would not fit."""
    return said(study.fieldwork)


def sorting_key(name: str) -> str:
    """Names in an order that people find who type without diacritics: đ beside d, ậ beside a."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
