"""Detects codes that were not declared as answers, such as 99 in an item with answers from 1 to 5.

Such a code stops the item, because counting it as an answer would change every mean and every test. The rule:

- For every item, a negative number that is no reason of METHOD 13 is undeclared.
- For an item with declared answers, unless it is an amount (``numeric``): every code that is not declared.
- For an ordinal or binary item without declared answers: let the *scale* be the codes from the lowest up to the first
  gap of more than 2. If the scale lies between 0 and 10, every code beyond it is undeclared. Exception: the codes
  beyond are those of an amount (ages, minutes), that is, more than ten codes or more than three runs of codes (a run
  ends at a gap of more than 2), chosen by at least a fifth of the people.
- For amounts and for nominal items without declared answers: none, since gaps are normal there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from analysis.sources.dataset import Variable
from forms.missing_values import Missing

WIDEST_GAP = 2
LARGEST_SCALE = 10
MOST_STRAYS = 10
MOST_RUNS = 3
LARGE_PART = 5
_REASONS = frozenset(int(reason) for reason in Missing)


def undeclared(variable: Variable, people: Mapping[int, int]) -> tuple[int, ...]:
    """The undeclared codes, ascending; ``people``: number of people per code, reasons included."""
    answers = sorted(code for code, count in people.items() if code >= 0 and count)
    strays = [code for code, count in people.items() if code < 0 and count and code not in _REASONS]
    declared = {option.code for option in variable.options}
    if variable.kind != "numeric" and declared:
        strays += [code for code in answers if code not in declared]
    elif variable.kind in ("ordinal", "binary"):
        strays += beyond_the_scale(answers, people)
    return tuple(sorted(strays))


def scale_end(codes: Sequence[int]) -> int:
    """Number of ascending codes before the first gap of more than 2."""
    return next((at for at in range(1, len(codes)) if codes[at] - codes[at - 1] > WIDEST_GAP), len(codes))


def beyond_the_scale(answers: list[int], people: Mapping[int, int]) -> list[int]:
    """The codes after the first wide gap if those before it look like a scale; ``answers`` ascending."""
    end = scale_end(answers)
    beyond = answers[end:]
    if not beyond or answers[end - 1] > LARGEST_SCALE:
        return []
    chosen = sum(people[code] for code in beyond)
    runs = 1 + sum(after - before > WIDEST_GAP for before, after in pairwise(beyond))
    scattered = len(beyond) > MOST_STRAYS or runs > MOST_RUNS
    amounts = scattered and chosen * LARGE_PART >= sum(people[code] for code in answers)
    return [] if amounts else beyond
