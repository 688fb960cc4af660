"""View of points distributed over options."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, every_question, script_of


def hint(question: Question) -> str:
    """Return the hint with the total to be reached."""
    return str(gettext("Share out %(total)s points.", total=question.total))


def data(question: Question) -> dict[str, object]:
    """Return the data attributes for the script."""
    return {"data-total": question.total}


VIEW = KindView("allocation/template.html", hint, data, script_of(__name__), every_question)
