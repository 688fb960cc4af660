"""The table of the question kinds in the browser, with a folder for each (view, template, script).

Its keys are those of ``forms.kinds.KINDS``.
"""

from pathlib import Path

from flask import Blueprint, Flask
from jinja2 import FileSystemLoader

from forms.model.questions import Question
from surveyapp.respondents.kinds import (
    allocation,
    check_all,
    date,
    item,
    number,
    ranking,
    rating,
    single,
    text,
)
from surveyapp.respondents.kinds.kind_view import KindView

__all__ = ["VIEWS", "KindView", "init_app", "view_of"]

VIEWS: dict[str, KindView] = {
    "single": single.VIEW,
    "item": item.VIEW,
    "rating": rating.VIEW,
    "check_all": check_all.VIEW,
    "ranking": ranking.VIEW,
    "allocation": allocation.VIEW,
    "number": number.VIEW,
    "date": date.VIEW,
    "text": text.VIEW,
}


def view_of(question: Question) -> KindView:
    """Return the view of the question."""
    return VIEWS[question.kind]


def init_app(app: Flask) -> None:
    """Make the templates of the kinds available; the blueprint has no address."""
    blueprint = Blueprint("question_kinds", __name__)
    blueprint.jinja_loader = FileSystemLoader(Path(__file__).parent)
    app.register_blueprint(blueprint)
