"""A few sentences."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of


def hint(question: Question) -> str:
    """What is better not written."""
    return str(gettext("Please give no names."))


VIEW = KindView("text/template.html", hint, script=script_of(__name__))
