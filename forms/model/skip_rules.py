"""Skip rules as data: when a question is asked, depending on earlier answers.

A rule is a condition on one question, or a combination of rules::

    when: {all: [{item: vh_any_case, is: 1}, {any: [{item: out_agency, is_not: 0}, {item: fb_sent, answered: true}]}]}

Comparing with a question that has no answer (left blank, refused, not asked) is false, whatever the comparison;
``answered`` is the only condition that speaks about an absent answer. A number is compared as it is stored (times
``10 ** decimals``); in a ranking or an allocation the options with a place or points count as chosen; an open text can
only be ``answered``. ``forms/skip_rule_vectors.json`` holds this evaluator and the one in the browser together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from forms.model.frozen import Frozen, Identifier

Given = Mapping[str, frozenset[int]]
"""Question id to the codes that were chosen; a question without a substantive answer is absent or empty."""

_EXACT = 2**53 - 1
# Browsers keep whole numbers exactly only this far; beyond it the two evaluators would disagree.
Code = Annotated[int, Field(ge=-_EXACT, le=_EXACT)]

_COMPARISONS = ("is_", "is_not", "in_", "not_in", "at_least", "at_most", "includes", "answered")
_COMBINATIONS = ("all", "any", "not_")


class SkipRule(Frozen):
    """One condition (``item`` and exactly one comparison) or one combination (``all``, ``any`` or ``not``)."""

    item: Identifier | None = None
    is_: Code | None = Field(default=None, alias="is")
    is_not: Code | None = None
    in_: tuple[Code, ...] | None = Field(default=None, alias="in")
    not_in: tuple[Code, ...] | None = None
    at_least: Code | None = None
    at_most: Code | None = None
    includes: Code | None = None
    answered: bool | None = None
    all: tuple[SkipRule, ...] | None = None
    any: tuple[SkipRule, ...] | None = None
    not_: SkipRule | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _says_one_thing(self) -> SkipRule:
        comparisons = [name for name in _COMPARISONS if getattr(self, name) is not None]
        combinations = [name for name in _COMBINATIONS if getattr(self, name) is not None]
        if self.item is not None and (len(comparisons) != 1 or combinations):
            raise PydanticCustomError("rule-shape", "a condition needs 'item' and exactly one comparison")
        if self.item is None and (comparisons or len(combinations) != 1):
            raise PydanticCustomError(
                "rule-shape", "a rule needs 'item' and a comparison, or one of 'all', 'any', 'not'"
            )
        return self

    def questions(self) -> Iterator[str]:
        """Every question id the rule looks at."""
        if self.item is not None:
            yield self.item
        for part in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from part.questions()

    def holds(self, given: Given) -> bool:
        """Whether the rule is true for the answers given so far; never an error."""
        if self.all is not None:
            return all(part.holds(given) for part in self.all)
        if self.any is not None:
            return any(part.holds(given) for part in self.any)
        if self.not_ is not None:
            return not self.not_.holds(given)
        chosen = given.get(self.item or "", frozenset())
        if self.answered is not None:
            return bool(chosen) is self.answered
        if not chosen:
            return False
        return self._compare(chosen)

    def _compare(self, chosen: frozenset[int]) -> bool:
        # A check-all question has several codes: "is" then means "exactly this one", "includes" "this one among them".
        if self.is_ is not None:
            return chosen == {self.is_}
        if self.is_not is not None:
            return chosen != {self.is_not}
        if self.in_ is not None:
            return chosen <= set(self.in_)
        if self.not_in is not None:
            return not chosen & set(self.not_in)
        if self.includes is not None:
            return self.includes in chosen
        if self.at_least is not None:
            return min(chosen) >= self.at_least
        return max(chosen) <= (self.at_most if self.at_most is not None else max(chosen))

    def as_data(self) -> dict[str, object]:
        """The rule as plain data, for the browser and for files."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
