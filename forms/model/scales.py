"""Response scales: the options of a question, their codes and their order."""

from typing import Literal

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text


class Option(Frozen):
    """One declared answer. ``code`` is the stored value; it never changes once answers exist."""

    code: int = Field(ge=0)
    label: Text
    exclusive: bool = False
    """In a check-all question: excludes all other options ("Không có")."""
    write_in: bool = False
    """The respondent may add a text ("Khác")."""
    groups: tuple[Identifier, ...] = ()
    """Respondent groups that are offered this option; empty means all."""


class Scale(Frozen):
    """A list of options used by many items, or a range of numbers.

    ``ordinal`` options have a direction (their codes are in order), ``nominal`` ones have none, and ``range`` is every
    whole number from ``low`` to ``high`` with two options that label its ends.
    """

    id: Identifier
    kind: Literal["ordinal", "nominal", "range"]
    name: Text
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    middle: int | None = None
    """The code of the neutral option, which charts draw separately; None if there is none."""
    optimum: int | None = None
    """The best code, if it is not at an end; such a scale is never averaged (METHOD 3)."""
    note: str = ""

    @property
    def codes(self) -> tuple[int, ...]:
        """Every code that can be stored, in the order of the scale."""
        if self.kind == "range" and self.low is not None and self.high is not None:
            return tuple(range(self.low, self.high + 1))
        return tuple(option.code for option in self.options)

    @property
    def is_averaged(self) -> bool:
        """Whether a mean over this scale is meaningful."""
        return self.kind != "nominal" and self.optimum is None
