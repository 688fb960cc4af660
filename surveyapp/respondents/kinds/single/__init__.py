"""One option of a list; a long list is searched."""

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of

LONG_LIST = 12
"""More options than this are searched, not scrolled."""


def template(question: Question) -> str:
    """The template for a list of this length."""
    return "single/long_list.html" if len(question.options) > LONG_LIST else "single/template.html"


VIEW = KindView(template, script=script_of(__name__))
