"""View of a list of which several options may be chosen."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of


def hint(question: Question) -> str:
    """Return the hint with the number of options that may be chosen."""
    if question.most is not None:
        return str(gettext("Choose up to %(most)s.", most=question.most))
    return str(gettext("Choose all that apply."))


def data(question: Question) -> dict[str, object]:
    """Return the data attributes for the script."""
    return {"data-most": question.most} if question.most else {}


VIEW = KindView("check_all/template.html", hint, data, script_of(__name__))
