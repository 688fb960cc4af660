"""Several options of a list."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of


def hint(question: Question) -> str:
    """How many may be chosen."""
    if question.most is not None:
        return str(gettext("Choose up to %(most)s.", most=question.most))
    return str(gettext("Choose all that apply."))


def data(question: Question) -> dict[str, object]:
    """What the script needs to know."""
    return {"data-most": question.most} if question.most else {}


VIEW = KindView("check_all/template.html", hint, data, script_of(__name__))
