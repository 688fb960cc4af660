"""View of an open answer."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, every_question, script_of


def hint(question: Question) -> str:
    """Return the hint about what should not be written."""
    return str(gettext("Please give no names."))


VIEW = KindView("text/template.html", hint, script=script_of(__name__), has_boxes=every_question)
