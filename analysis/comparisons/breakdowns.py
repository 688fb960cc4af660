"""Divides one group by one attribute: the parts that may be shown, and the answers of each part (METHOD 11).

Every person of the group is in exactly one part; people without an answer to the attribute are included. A part with
fewer people than the threshold is merged with another one. The parts therefore add up to the group, and no small
remainder can be computed by subtraction.

An item is shown in all parts or in none: if one part were hidden, it could be computed from the total and the other
parts. The same holds for items whose total is hidden, for the columns of one question, and for items behind a hidden
gate.

Two attributes together can isolate a few people, such as those under 30 who are not students if all students are under
30. ``are_apart`` detects this; the later attribute is then not used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.comparisons.group_comparisons import describe_tally
from analysis.disclosure.small_cells import Thresholds, decide_cells, hidden_with
from analysis.results import Comparability, Comparison, Status, Texts
from analysis.sources.dataset import Codebook, Dataset, Group, IntArray, Variable
from analysis.sources.tally import tally
from analysis.translation import N_, text_in, translator
from forms.languages import LANGUAGES

SILENT = -1
"""Stands for every reason why a person has no answer to the attribute."""
NO_ANSWER = N_("no answer")

MOST_PARTS = 12
"""If both attributes have more parts than this, ``are_apart`` returns False, because there are too many unions."""

Part = frozenset[int]
"""Answer codes of the attribute, and ``SILENT``."""
Parts = tuple[Part, ...]
Places = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The answers of one group by an attribute; the groups of ``comparison`` are its parts.

    ``hidden``: items that were examined and are shown in no part.
    """

    attribute: str
    label: Texts
    group: Group
    comparison: Comparison
    hidden: tuple[str, ...]


def can_divide(variable: Variable) -> bool:
    """Whether results may be split by the question: a few declared answers, no fact, not sensitive."""
    return variable.kind in ("nominal", "ordinal", "binary") and len(variable.options) > 1 and not variable.sensitive


def parts_of(variable: Variable, people: Mapping[int, int], least: int) -> Parts:
    """Parts with at least ``least`` people each; fewer than two parts if the group cannot be divided.

    ``people``: number of people per answer code or ``SILENT``. Ordered answers are merged with the smaller neighbour;
    unordered answers, and people without an answer, with the smallest other part.
    """
    counts = {code: number for code, number in people.items() if code >= 0 and number}
    silent = sum(number for code, number in people.items() if code < 0)
    order = [option.code for option in variable.options if option.code in counts]
    parts = [frozenset({code}) for code in [*order, *sorted(counts.keys() - set(order))]]
    if silent:
        parts.append(frozenset({SILENT}))
        counts[SILENT] = silent

    def size(part: Part) -> int:
        return sum(counts[code] for code in part)

    while len(parts) > 1 and (smallest := min(parts, key=size)) is not None and size(smallest) < least:
        at = parts.index(smallest)
        beside = [parts[k] for k in (at - 1, at + 1) if 0 <= k < len(parts) and SILENT not in parts[k]]
        others = beside if variable.kind == "ordinal" and SILENT not in smallest else []
        partner = min(others or [part for part in parts if part is not smallest], key=size)
        joined = smallest | partner
        place = min(at, parts.index(partner))
        parts = [part for part in parts if part not in (smallest, partner)]
        parts.insert(place, joined)
    return tuple(parts) if all(size(part) >= least for part in parts) else ()


def places_in(parts: Parts, column: IntArray) -> Places:
    """The index of each person's part."""
    place = {code: at for at, part in enumerate(parts) for code in part}
    return np.array([place[max(SILENT, int(code))] for code in column.tolist()], dtype=np.int16)


def are_apart(first: Places, second: Places, least: int) -> bool:
    """Whether no union of parts of one attribute contains a union of the other with only a few people left over."""
    cells = np.zeros((int(first.max()) + 1, int(second.max()) + 1), dtype=np.int64)
    np.add.at(cells, (first, second), 1)
    if cells.shape[0] > cells.shape[1]:
        cells = cells.T  # complements make it symmetric
    if cells.shape[0] > MOST_PARTS:
        return False
    for rows in product((False, True), repeat=cells.shape[0]):
        inside = cells[list(rows)].sum(axis=0)
        outside = cells.sum(axis=0) - inside
        # The smallest union of the other attribute's parts that holds all of these people, and who else is in it.
        few = int(outside[inside > 0].sum())
        if 0 < few < least:
            return False
    return True


def break_down(
    dataset: Dataset, group: Group, attribute: Variable, parts: Parts, shown: Collection[str], thresholds: Thresholds
) -> Breakdown:
    """The answers of one group by part. ``shown``: the items whose answers are shown for the whole group.

    ``dataset`` must hold all columns, since the decision on what may be shown considers all of them together.
    """
    members = dataset.group == [each.code for each in dataset.codebook.groups].index(group.code)
    groups = tuple(Group(f"part_{at}", _label(attribute, part)) for at, part in enumerate(parts))
    variables = tuple(_for_parts(each, group, groups) for each in dataset.codebook.variables)
    codebook = Codebook(variables, groups, dataset.codebook.constructs, dataset.codebook.title, dataset.codebook.source)
    columns = {name: column[members] for name, column in dataset.columns.items()}
    divided = Dataset(codebook, columns, places_in(parts, columns[attribute.name]), mark=dataset.mark)
    counted = tally(divided)
    cells = decide_cells(counted.items, groups, thresholds)
    hidden = {name for name, statuses in cells.items() if Status.SUPPRESSED in statuses or name not in shown}
    hidden = hidden_with(hidden, [item.variable for item in counted.items], groups[0].code)
    looked_at = [name for name in cells if name in shown and codebook.variable(name).question != attribute.question]
    kept = [item for item in counted.items if item.variable.name in looked_at and item.variable.name not in hidden]
    return Breakdown(
        attribute.name,
        attribute.label,
        group,
        describe_tally(replace(counted, items=tuple(kept)), codebook, thresholds, cells),
        tuple(name for name in looked_at if name in hidden),
    )


def _for_parts(variable: Variable, group: Group, parts: Sequence[Group]) -> Variable:
    """The variable for the parts of one group; nothing is tested between them."""
    gates = {part.code: variable.gates[group.code] for part in parts} if group.code in variable.gates else {}
    # Side by side: no test between parts is computed.
    untested = Comparability.SIDE_BY_SIDE
    return replace(
        variable, gates=gates, scored={}, referent={}, wording={}, comparability={}, comparability_default=untested
    )


def _label(attribute: Variable, part: Part) -> Texts:
    """The labels of the answers in a part, in every language."""
    options = {option.code: option.label for option in attribute.options}
    found = {}
    for language in LANGUAGES:
        names = [text_in(options.get(code, {}), language, str(code)) for code in sorted(part - {SILENT})]
        if SILENT in part:
            names.append(translator(language)(NO_ANSWER))
        found[language] = " + ".join(names)
    return found
