"""View of a number in digits."""

from collections.abc import Mapping

from forms.model.questions import Question
from surveyapp.respondents.kinds.kind_view import KindView, every_question, script_of


def data(question: Question) -> Mapping[str, object]:
    """Return decimals and bounds as data attributes for the script."""
    bounds = {"data-low": question.low, "data-high": question.high}
    return {"data-decimals": question.decimals} | {name: bound for name, bound in bounds.items() if bound is not None}


VIEW = KindView("number/template.html", data=data, script=script_of(__name__), has_boxes=every_question)
