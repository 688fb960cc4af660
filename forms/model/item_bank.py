"""The item bank: what every group is asked about the same thing, and how far the answers may be compared."""

from typing import Literal

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text

Comparability = Literal["gap", "compare", "side_by_side"]
"""``gap``: same referent and meaning, may be subtracted. ``compare``: same statement, tested, never called a gap.
``side_by_side``: the object differs, shown but not tested (METHOD 1)."""

Referent = Literal[
    "law",
    "system",
    "norm",
    "self",
    "own_head",
    "this_head",
    "own_agency",
    "this_agency",
    "similar_agencies",
    "superior",
]
"""What a wording is about."""


_OBJECTS: dict[str, str] = {
    "self": "head",
    "own_head": "head",
    "this_head": "head",
    "own_agency": "agency",
    "this_agency": "agency",
}


def object_of(referent: Referent) -> str:
    """The thing a wording is about: heads speaking of themselves and others speaking of that head mean one person."""
    return _OBJECTS.get(referent, referent)


def same_object(first: Referent, second: Referent) -> bool:
    """Whether two wordings are about one thing."""
    return object_of(first) == object_of(second)


class Construct(Frozen):
    """Items measured together."""

    id: Identifier
    name: Text
    theme: Text
    dimension: str = ""
    """The nearest dimension of Han and Perry (2020)."""


class PairRule(Frozen):
    """How two groups' answers to one item may be set beside each other."""

    groups: tuple[Identifier, Identifier]
    rule: Comparability


class BankItem(Frozen):
    """One statement of the bank: one id, one scale, one meaning, a wording per group."""

    id: Identifier
    construct_id: Identifier = Field(alias="construct")
    scale: Identifier
    meaning: str
    wording: dict[Identifier, Text]
    """Group id to wording; a group without a wording is not asked."""
    short: Text
    """A few words for the rows of tables and charts."""
    referent: dict[Identifier, Referent]
    """What the wording of each group is about."""
    reversed: bool = False
    """High codes mean less responsibility."""
    core: bool = True
    """Optional items are in the bank but not in the forms (METHOD 18)."""
    scored: tuple[Identifier, ...] = ()
    """Groups in whose construct score the item counts (METHOD 2)."""
    comparability: tuple[PairRule, ...] = ()
    sensitive: bool = False
    fact: bool = False
    """A statement of fact rather than an opinion: small numerators are hidden too (METHOD 11)."""
    may_not_apply: bool = False
    source: str = ""

    def rule_for(self, first: str, second: str) -> Comparability | None:
        """The declared comparability of two groups, or None where one of them is not asked."""
        wanted = {first, second}
        return next((pair.rule for pair in self.comparability if set(pair.groups) == wanted), None)
