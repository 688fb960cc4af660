"""View of the ranking of the top options."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, every_question, script_of


def hint(question: Question) -> str:
    """Return the hint with the number of places."""
    return str(gettext("Rank up to %(places)s: 1 comes first.", places=question.places))


VIEW = KindView("ranking/template.html", hint, script=script_of(__name__), has_boxes=every_question)
