"""The kinds of questions: one module per kind and this table. No other module in ``forms`` depends on the kind."""

from forms.kinds.allocation import Allocation
from forms.kinds.check_all import CheckAll
from forms.kinds.date import Date
from forms.kinds.item import Item
from forms.kinds.number import Number
from forms.kinds.question_kind import Measure, QuestionKind
from forms.kinds.ranking import Ranking
from forms.kinds.rating import Rating
from forms.kinds.reading_fields import Fields, Reading
from forms.kinds.single import Single
from forms.kinds.text import OpenText

__all__ = ["KINDS", "Fields", "Measure", "QuestionKind", "Reading", "declared_kinds"]

KINDS: dict[str, QuestionKind] = {
    kind.name: kind
    for kind in (Single(), Item(), Rating(), CheckAll(), Ranking(), Allocation(), Number(), Date(), OpenText())
}


def declared_kinds() -> tuple[str, ...]:
    """The kinds that an author may use in ``questions.yaml``."""
    return tuple(name for name, kind in KINDS.items() if kind.is_declared)
