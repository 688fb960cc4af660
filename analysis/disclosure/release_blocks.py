"""Columns that must be released together, because their figures could be subtracted from each other (METHOD 11).

A construct's score is a sum of its items; the columns of one question share its respondents; the base of a question
behind a skip rule is the number of people who gave the answer that leads to it. If one of them were published with more
people than the other, the difference would reveal the answers of a few people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.sources.dataset import Variable


def blocks(variables: Sequence[Variable], earlier: Iterable[Sequence[str]] = ()) -> tuple[tuple[str, ...], ...]:
    """The names of ``variables`` in the smallest sets that no construct, question, skip rule or earlier set joins.

    ``earlier``: sets of names that were released together before; they are not split. Names are in the order of
    ``variables``, sets ordered by their first name; names that only a skip rule or an earlier set mentions are left
    out.
    """
    joined: dict[str, str] = {}

    def root(name: str) -> str:
        while joined.setdefault(name, name) != name:
            name = joined[name]
        return name

    for links in (*map(_links, variables), *earlier):
        for name in links[1:]:
            joined[root(name)] = root(links[0])
    found: dict[str, list[str]] = {}
    for variable in variables:
        found.setdefault(root(variable.name), []).append(variable.name)
    return tuple(map(tuple, found.values()))


def _links(variable: Variable) -> list[str]:
    """The column with everything it depends on; constructs and questions are nodes separate from columns."""
    links = [variable.name]
    if variable.construct:
        links.append(f"construct {variable.construct}")
    if variable.question:
        links.append(f"question {variable.question}")
    return links + [gate for gates in variable.gates.values() for gate in gates]
