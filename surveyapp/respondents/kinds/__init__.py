"""The kinds of questions in the browser: a folder for each (view, template, script) and this table.

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
    """How the question is drawn."""
    return VIEWS[question.kind]


def init_app(app: Flask) -> None:
    """Let the templates of the kinds be found; the blueprint has no address."""
    blueprint = Blueprint("question_kinds", __name__)
    blueprint.jinja_loader = FileSystemLoader(Path(__file__).parent)
    app.register_blueprint(blueprint)
