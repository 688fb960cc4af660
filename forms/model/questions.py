"""A question as one group sees it: kind, wording, options, and the names of its fields and columns."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.kinds import KINDS, QuestionKind
from forms.kinds.ranking import TOP
from forms.missing_values import Missing
from forms.model.answer import Answer
from forms.model.frozen import Frozen, Identifier, Text
from forms.model.scales import Option
from forms.model.skip_rules import SkipRule


def known_kind(name: str) -> str:
    """Validator for pydantic: returns the name if such a kind exists."""
    if name not in KINDS:
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": ", ".join(KINDS)})
    return name


Kind = Annotated[str, AfterValidator(known_kind)]
"""A key of the table ``forms.kinds.KINDS``."""

RESERVED_IDS = frozenset(
    {
        "version",
        "variant",
        "language",
        "nonce",
        "code",
        "resume",
        "session",
        "screen",
        "padding",
    }  # fields of the page itself
    | {"elements", "reset", "submit", "action", "method", "dataset"}  # would hide an attribute of its form
)
"""Ids that no question may have, because the page uses these field names."""

DEFAULT_TOTAL = 100
DEFAULT_LENGTH = 1000


Role = Literal["rated_agency"]
"""What an answer serves for beside itself. ``rated_agency``: it names the agency that the rest of the form is about."""

RATED_AGENCY_BEFORE_ROLES = "out_agency"
"""The id of that question in versions that were stored before questions declared a role."""


class Question(Frozen):
    """One question of one group's form with all references resolved."""

    id: Identifier
    kind: Kind
    wording: Text
    hint: Text | None = None
    short: Text | None = None
    """A short label for tables and charts; if absent, the wording is used."""
    scale: Identifier | None = None
    options: tuple[Option, ...] = ()
    """The options this group is offered, in the printed order of variant 'a'."""
    low: int | None = None
    high: int | None = None
    """Range of a rating or number; for a date, years."""
    decimals: int = 0
    most: int | None = None
    """check_all: maximum number of options. ranking: number of places."""
    total: int = DEFAULT_TOTAL
    """allocation: the required sum of the points."""
    length: int = DEFAULT_LENGTH
    """text: maximum number of characters."""
    apart: tuple[Missing, ...] = ()
    """The reasons the respondent may state instead of an answer, drawn separately from the options."""
    required: bool = False
    """Consent only: the form cannot be sent without an answer."""
    sensitive: bool = False
    fact: bool = False
    construct_id: Identifier | None = Field(default=None, alias="construct")
    role: Role | None = None
    when: SkipRule | None = None

    @property
    def names_agency(self) -> bool:
        """Whether the answer names the agency that the form is about. Versions stored before roles go by the id."""
        return self.role == "rated_agency" or (self.role is None and self.id == RATED_AGENCY_BEFORE_ROLES)

    @property
    def rules(self) -> QuestionKind:
        """The behaviour that depends on the kind."""
        return KINDS[self.kind]

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The codes that may be stored for one answer of this question."""
        return self.rules.codes(self)

    @cached_property
    def write_ins(self) -> tuple[Option, ...]:
        """The options with a write-in field for a few words."""
        return tuple(option for option in self.options if option.write_in)

    @cached_property
    def stated_reasons(self) -> Mapping[str, Missing]:
        """The reasons in ``apart``, keyed by the value that the form sends."""
        return {str(reason.value): reason for reason in self.apart}

    @cached_property
    def code_of(self) -> Mapping[str, int]:
        """The codes of one answer, keyed by the value that the form sends."""
        return {str(code): code for code in self.codes}

    @cached_property
    def prepared(self) -> Mapping[str, tuple[Answer, frozenset[int]]]:
        """Prepared results for each value a form may send: the stored answer and the value for skip rules.

        The empty text stands for no value. Only plain one-choice questions have them, which most questions are; this
        cuts the time to check a form to a third.
        """
        if not self.rules.is_one_choice or self.write_ins or self.required:
            return {}
        answers = {text: (Answer(value=code), frozenset((code,))) for text, code in self.code_of.items()}
        reasons = {text: (Answer(missing=reason), frozenset[int]()) for text, reason in self.stated_reasons.items()}
        return answers | reasons | {"": (Answer(missing=Missing.BLANK), frozenset[int]())}

    @property
    def places(self) -> int:
        """ranking: number of places."""
        return self.most if self.most is not None else TOP

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the data columns: one per option if several may be chosen (METHOD 14), none for text."""
        return self.rules.columns(self)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the HTML form fields.

        Most kinds use the id (check_all repeats it); ranking uses ``id.1``, ``id.2``, … per place; allocation
        ``id.CODE`` per option. A stated reason for not answering is the negative code in the id itself for one-choice
        questions and in ``id.missing`` for the others; a write-in is ``id.CODE.text``.
        """
        reason = (f"{self.id}.missing",) if self.apart and not self.rules.is_one_choice else ()
        return self.rules.fields(self) + reason + tuple(f"{self.id}.{option.code}.text" for option in self.write_ins)
