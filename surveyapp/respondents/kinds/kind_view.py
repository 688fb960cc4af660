"""How a question kind is drawn and answered in the browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from forms.model.questions import Question


def _no_hint(question: Question) -> str:
    return ""


def _no_boxes(question: Question) -> bool:
    return False


def every_question(question: Question) -> bool:
    """Return True: the kind always has boxes."""
    return True


def _no_data(question: Question) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class KindView:
    """The view of a kind.

    ``template``: the file that draws the controls, or a function that selects it for a question. ``hint``: instruction
    for the respondent if the study has none. ``data``: ``data-`` attributes for the script. ``script``: the source of
    an ES module, joined into the script of the page. It may export ``start(question)`` (make the controls easier to
    use), ``fault(question)`` (a message, or ""), ``code(value, option, dataset)`` (the code seen by skip rules) and
    ``inWords(control, value, label)`` (a line of the page that checks the answers). ``has_boxes``: whether the plain
    page shows boxes or lists, which a fault is tied to instead of the group.
    """

    template: str | Callable[[Question], str]
    hint: Callable[[Question], str] = _no_hint
    data: Callable[[Question], Mapping[str, object]] = _no_data
    script: str = ""
    has_boxes: Callable[[Question], bool] = _no_boxes

    def template_of(self, question: Question) -> str:
        """Return the template for this question."""
        return self.template if isinstance(self.template, str) else self.template(question)


def script_of(package: str) -> str:
    """Return the text of script.js in the folder of a view."""
    return (files(package) / "script.js").read_text("utf-8")
