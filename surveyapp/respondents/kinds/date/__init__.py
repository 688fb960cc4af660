"""View of a date."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, every_question, script_of


def hint(question: Question) -> str:
    """Return the hint with the format of a date."""
    return str(gettext("Day/month/year, such as 31/05/2019."))


VIEW = KindView("date/template.html", hint, script=script_of(__name__), has_boxes=every_question)
