"""A question as one group meets it: kind, wording, options, and the names of the fields and columns it fills."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from forms.answers import Answer
from forms.frozen import Frozen, Identifier, Text
from forms.missing_values import Missing
from forms.scales import Option
from forms.skip_rules import SkipRule

Kind = Literal["single", "item", "rating", "check_all", "ranking", "allocation", "number", "date", "text"]
"""``single`` one option; ``item`` a statement of the bank on its scale; ``rating`` one number of a range scale;
``check_all`` several options; ``ranking`` the top few; ``allocation`` points that sum to a total; the rest as named."""


RESERVED_IDS = frozenset(
    {"version", "variant", "language", "nonce", "code", "resume", "session", "screen"}  # fields of the page itself
    | {"elements", "reset", "submit", "action", "method", "dataset"}  # a field of that name hides a part of its form
)
"""No question may have these ids: they name its fields on the page."""

ONE_CHOICE: tuple[Kind, ...] = ("single", "item", "rating")
"""The kinds whose answer is a single code."""

TOP = 3
"""Places of a ranking, the same for everybody (METHOD 14)."""
DEFAULT_TOTAL = 100
DEFAULT_LENGTH = 1000


class Question(Frozen):
    """One question of one group's form, everything resolved: no reference is left to look up."""

    id: Identifier
    kind: Kind
    wording: Text
    hint: Text | None = None
    short: Text | None = None
    """A few words for tables and charts; the wording serves where it is absent."""
    scale: Identifier | None = None
    options: tuple[Option, ...] = ()
    """The options this group is offered, in the printed order of the variant 'a'."""
    low: int | None = None
    high: int | None = None
    """Range of a rating or number; for a date, years."""
    decimals: int = 0
    most: int | None = None
    """check_all: how many may be chosen. ranking: how many places there are."""
    total: int = DEFAULT_TOTAL
    """allocation: what the points must sum to."""
    length: int = DEFAULT_LENGTH
    """text: characters at most."""
    apart: tuple[Missing, ...] = ()
    """The reasons the respondent may state instead of an answer, drawn apart from the options."""
    required: bool = False
    """Only consent: the form cannot be sent without it."""
    sensitive: bool = False
    fact: bool = False
    construct_id: Identifier | None = Field(default=None, alias="construct")
    when: SkipRule | None = None

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The codes that may be stored for one answer of this question."""
        if self.kind == "rating" and self.low is not None and self.high is not None:
            return tuple(range(self.low, self.high + 1))
        return tuple(option.code for option in self.options)

    @cached_property
    def write_ins(self) -> tuple[Option, ...]:
        """The options that bring a field of their own for a few words."""
        return tuple(option for option in self.options if option.write_in)

    @cached_property
    def stated_reasons(self) -> Mapping[str, Missing]:
        """The reasons in ``apart`` by what the form sends for them."""
        return {str(reason.value): reason for reason in self.apart}

    @cached_property
    def code_of(self) -> Mapping[str, int]:
        """The codes of one answer by what the form sends for them."""
        return {str(code): code for code in self.codes}

    @cached_property
    def prepared(self) -> Mapping[str, tuple[Answer, frozenset[int]]]:
        """What is kept for each value a form may send, and what skip rules see; the empty text stands for none sent.

        Only for plain one-choice questions, which most are: a form is checked in a third of the time with it.
        """
        if self.kind not in ONE_CHOICE or self.write_ins or self.required:
            return {}
        answers = {text: (Answer(value=code), frozenset((code,))) for text, code in self.code_of.items()}
        reasons = {text: (Answer(missing=reason), frozenset[int]()) for text, reason in self.stated_reasons.items()}
        return answers | reasons | {"": (Answer(missing=Missing.BLANK), frozenset[int]())}

    @property
    def places(self) -> int:
        """ranking: how many places there are to give."""
        return self.most if self.most is not None else TOP

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the data columns: one per option where several may be chosen (METHOD 14), none for text."""
        if self.kind in ("check_all", "ranking", "allocation"):
            return tuple(f"{self.id}__{option.code}" for option in self.options)
        return () if self.kind == "text" else (self.id,)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the HTML form fields.

        single, item, rating, number, date, text and check_all use the id (check_all repeats it); ranking uses ``id.1``,
        ``id.2``… per place; allocation ``id.CODE`` per option. A stated reason for not answering is the negative code
        in the id itself for one-choice questions and in ``id.missing`` for the others; a write-in is ``id.CODE.text``.
        """
        if self.kind == "ranking":
            own = tuple(f"{self.id}.{place}" for place in range(1, self.places + 1))
        elif self.kind == "allocation":
            own = tuple(f"{self.id}.{option.code}" for option in self.options)
        else:
            own = (self.id,)
        if self.apart and self.kind not in ONE_CHOICE:
            own += (f"{self.id}.missing",)
        return own + tuple(f"{self.id}.{option.code}.text" for option in self.write_ins)
