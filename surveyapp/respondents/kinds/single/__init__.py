"""View of a list of which one option may be chosen; a long list has a search box."""

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of

LONG_LIST = 15
"""Lists with more options than this have a search box."""


def is_long(question: Question) -> bool:
    """Return whether the options are shown as a list with a search box."""
    return len(question.options) > LONG_LIST


def template(question: Question) -> str:
    """Return the template for a list of this length."""
    return "single/long_list.html" if is_long(question) else "single/template.html"


VIEW = KindView(template, script=script_of(__name__), has_boxes=is_long)
