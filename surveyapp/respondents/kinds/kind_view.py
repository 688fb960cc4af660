"""How a kind of question is drawn and answered in the browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from forms.model.questions import Question


def _no_hint(question: Question) -> str:
    return ""


def _no_data(question: Question) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class KindView:
    """The view of a kind.

    ``template``: the file that draws the controls, or a function that chooses it for a question. ``hint``: how such a
    question is answered, where the study says nothing itself. ``data``: ``data-`` attributes that its script reads.

    ``script``: the source of an ES module, joined into the one script of the page. It may export ``start(question)``
    (make the controls easier to use), ``fault(question)`` (a sentence, or ""), ``code(value, option, dataset)`` (the
    code that skip rules see) and ``inWords(control, value, label)`` (a line of the page that checks the answers).
    """

    template: str | Callable[[Question], str]
    hint: Callable[[Question], str] = _no_hint
    data: Callable[[Question], Mapping[str, object]] = _no_data
    script: str = ""

    def template_of(self, question: Question) -> str:
        """The template for this question."""
        return self.template if isinstance(self.template, str) else self.template(question)


def script_of(package: str) -> str:
    """The file script.js beside a view."""
    return (files(package) / "script.js").read_text("utf-8")
