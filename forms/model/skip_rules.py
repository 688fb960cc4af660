"""Skip rules as data: conditions on earlier answers that decide whether a question is asked.

A rule is a condition on one question, or a combination of rules::

    when: {all: [{item: vh_any_case, is: 1}, {any: [{item: out_agency, is_not: 0}, {item: fb_sent, answered: true}]}]}

Every comparison with a question without an answer (left blank, refused, not asked) is false; only ``answered`` tests
whether there is an answer. Numbers are compared as stored (times ``10 ** decimals``). In a ranking or an allocation the
options with a place or points count as chosen. An open text can only be ``answered``. This evaluator and the one in the
browser are tested with the same cases, ``forms/skip_rule_vectors.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from forms.model.frozen import Frozen, Identifier

Given = Mapping[str, frozenset[int]]
"""Maps question id to the codes chosen; a question without a substantive answer is absent or empty."""

_EXACT = 2**53 - 1
# Browsers represent whole numbers exactly only up to this limit; beyond it the two evaluators would disagree.
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
        """The ids of all questions the rule refers to."""
        if self.item is not None:
            yield self.item
        for part in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from part.questions()

    def holds(self, given: Given) -> bool:
        """Whether the rule is true for the answers so far; never raises."""
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
        # A check-all question has several codes: "is" means "exactly this one", "includes" means "this one among them".
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
