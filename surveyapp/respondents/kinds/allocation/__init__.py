"""Points shared out over options."""

from flask_babel import gettext

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, script_of


def hint(question: Question) -> str:
    """The total to be reached."""
    return str(gettext("Share out %(total)s points.", total=question.total))


def data(question: Question) -> dict[str, object]:
    """What the script needs to know."""
    return {"data-total": question.total}


VIEW = KindView("allocation/template.html", hint, data, script_of(__name__))
