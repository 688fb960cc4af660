"""View of a list of which one option may be chosen; a long list has a search box."""

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of

LONG_LIST = 15
"""Lists with more options than this have a search box."""


def template(question: Question) -> str:
    """Return the template for a list of this length."""
    return "single/long_list.html" if len(question.options) > LONG_LIST else "single/template.html"


VIEW = KindView(template, script=script_of(__name__))
