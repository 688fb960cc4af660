"""The item bank: statements that several groups are asked about, and how far their answers may be compared."""

from typing import Literal

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text

Comparability = Literal["gap", "compare", "side_by_side"]
"""``gap``: same referent and meaning; means may be subtracted. ``compare``: same statement; tested, never called a gap.
``side_by_side``: different object; shown but not tested (METHOD 1).
"""

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
"""The person or thing that a wording is about."""


_OBJECTS: dict[str, str] = {
    "self": "head",
    "own_head": "head",
    "this_head": "head",
    "own_agency": "agency",
    "this_agency": "agency",
}


def object_of(referent: Referent) -> str:
    """The referent in a common form: heads speaking of themselves and others speaking of that head mean one person."""
    return _OBJECTS.get(referent, referent)


def same_object(first: Referent, second: Referent) -> bool:
    """Whether two wordings are about the same referent."""
    return object_of(first) == object_of(second)


class Construct(Frozen):
    """Items that measure one construct."""

    id: Identifier
    name: Text
    theme: Text
    dimension: str = ""
    """The closest dimension of Han and Perry (2020)."""


class PairRule(Frozen):
    """How two groups' answers to one item may be compared."""

    groups: tuple[Identifier, Identifier]
    rule: Comparability


class BankItem(Frozen):
    """One statement of the bank: one id, one scale, one meaning, and a wording per group."""

    id: Identifier
    construct_id: Identifier = Field(alias="construct")
    scale: Identifier
    meaning: str
    wording: dict[Identifier, Text]
    """Maps group id to wording; a group without a wording is not asked."""
    short: Text
    """A short label for rows of tables and charts."""
    referent: dict[Identifier, Referent]
    """The referent of each group's wording."""
    reversed: bool = False
    """High codes mean less responsibility."""
    core: bool = True
    """False for optional items, which are in the bank but not in the forms (METHOD 18)."""
    scored: tuple[Identifier, ...] = ()
    """Groups whose construct score includes the item (METHOD 2)."""
    comparability: tuple[PairRule, ...] = ()
    sensitive: bool = False
    fact: bool = False
    """A statement of fact rather than an opinion: small numerators are hidden too (METHOD 11)."""
    may_not_apply: bool = False
    source: str = ""

    def rule_for(self, first: str, second: str) -> Comparability | None:
        """The declared comparability of two groups, or None if one of them is not asked."""
        wanted = {first, second}
        return next((pair.rule for pair in self.comparability if set(pair.groups) == wanted), None)
