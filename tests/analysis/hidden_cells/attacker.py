"""Computes what a reader can infer about hidden answers from everything that one release publishes.

The reader knows the questionnaire, the number of people in each group, and the JSON document of the release, which has
all figures of all pages and files in full precision. Hidden counts are the unknowns of an integer program; each figure
is a constraint.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.sources.dataset import Codebook, Group, Variable
from tests.analysis.hidden_cells.twelve_studies import NOT_ASKED, NOT_IN_FORM, Known

UNASKED = "unasked"
SILENT = "silent"
Document = dict[str, Any]
Unknown = tuple[str, object]
"""An item with an answer code, with ``silent`` (asked, no answer) or with ``unasked``."""


class Program:
    """The integer program of one group."""

    def __init__(self, study: Known, group: Group, document: Document) -> None:
        self.study, self.group, self.document = study, group.code, document
        self.variables = list(study.data.codebook.variables)
        self.items: dict[str, Document] = {item["item"]: item for item in document["items"]}
        place = [g.code for g in study.data.codebook.groups].index(group.code)
        self.people = int((study.data.group == place).sum())
        keys = [(v.name, key) for v in self.variables for key in (*self.codes(v), SILENT, UNASKED)]
        self.index: dict[Unknown, int] = {key: at for at, key in enumerate(keys)}
        self.rows: list[NDArray[np.float64]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for variable in self.variables:
            self.figures(variable)
        self.questionnaire()
        self.scores()

    def codes(self, variable: Variable) -> list[int]:
        return [option.code for option in variable.options]

    def asked(self, name: str) -> bool:
        place = [g.code for g in self.study.data.codebook.groups].index(self.group)
        return bool((self.study.data.columns[name][self.study.data.group == place] != NOT_IN_FORM).any())

    def hidden(self) -> Iterator[Variable]:
        """The variables that the group is asked and whose answers are not shown."""
        for variable in self.variables:
            counts = self.items[variable.name]["counts"][self.group]
            if self.asked(variable.name) and None in counts.values():
                yield variable

    def add(self, terms: dict[Unknown, float], low: float, high: float | None = None) -> None:
        row = np.zeros(len(self.index))
        for key, factor in terms.items():
            row[self.index[key]] += factor
        self.rows.append(row)
        self.low.append(low)
        self.high.append(low if high is None else high)

    def answers(self, name: str) -> dict[Unknown, float]:
        return {(name, code): 1.0 for code in self.codes(self.study.data.codebook.variable(name))}

    def figures(self, variable: Variable) -> None:
        name, item = variable.name, self.items[variable.name]
        everybody = {**self.answers(name), (name, SILENT): 1.0, (name, UNASKED): 1.0}
        self.add(everybody, self.people)
        for code, count in item["counts"][self.group].items():
            if count is not None:
                self.add({(name, int(code)): 1.0}, count)
        n, mean = item["n"][self.group], item["mean"][self.group]["estimate"]
        if n is not None:
            self.add(self.answers(name), n)
            reasons = {int(code): count for code, count in item["missing"][self.group].items()}
            unasked = sum(count for code, count in reasons.items() if code in (NOT_ASKED, NOT_IN_FORM))
            if sum(reasons.values()) + n == self.people:
                self.add({(name, UNASKED): 1.0}, unasked)
        if n is not None and mean is not None:
            total: dict[Unknown, float] = {(name, code): float(code) for code in self.codes(variable)}
            self.add(total, mean * n - 1e-6, mean * n + 1e-6)

    def questionnaire(self) -> None:
        """Constraints of skip rules, exclusive options, unique places, points that sum to 100, and the common base of
        columns.
        """
        known = self.study
        for name, (gate, codes) in known.gates.items():
            branch: dict[Unknown, float] = {(gate, code): -1.0 for code in codes}
            self.add({**self.answers(name), (name, SILENT): 1.0, **branch}, 0)
        questions: dict[str, list[str]] = {}
        for variable in self.variables:
            if not known.gates.get(variable.name) and self.asked(variable.name):
                self.add({(variable.name, UNASKED): 1.0}, 0)
            if variable.question:
                questions.setdefault(variable.question, []).append(variable.name)
        for question, columns in questions.items():
            self.columns_of(question, columns)

    def columns_of(self, question: str, columns: list[str]) -> None:
        """Constraints on the sum over the columns of one question."""
        known = self.study
        for one, other in pairwise(columns):
            self.add({(one, SILENT): 1.0, (other, SILENT): -1.0}, 0)
        if question in known.none_of_these:
            none = known.none_of_these[question]
            options = [column for column in columns if column != none]
            for option in options:
                self.add({(option, 1): 1.0, (none, 0): -1.0}, -np.inf, 0)
            self.add({**{(option, 1): 1.0 for option in options}, (none, 0): -1.0}, 0, np.inf)
        if question in known.rankings:
            for place in self.codes(known.data.codebook.variable(columns[0])):
                places: dict[Unknown, float] = {(column, place): 1.0 for column in columns}
                self.add({**places, (columns[0], SILENT): 1.0}, self.people)
        if question in known.allocations:
            points: dict[Unknown, float] = {
                (c, code): float(code) for c in columns for code in self.codes(known.data.codebook.variable(c))
            }
            self.add({**points, (columns[0], SILENT): 100.0}, 100.0 * self.people)

    def scores(self) -> None:
        """A score that every person has is the mean of the items' means, rescaled to 0..100."""
        for construct in self.document["constructs"]:
            for pair in construct["pairs"]:
                if self.group in pair["groups"]:
                    mean = pair["means"][pair["groups"].index(self.group)]
                    if mean["estimate"] is not None and mean["n"] == self.people:
                        total: dict[Unknown, float] = {}
                        for name in pair["items"]:
                            total |= {(name, code): (code - 1) * 25.0 for code in range(1, 6)}
                            self.add({(name, SILENT): 1.0}, 0)
                        points = mean["estimate"] * len(pair["items"]) * self.people
                        self.add(total, points - 1e-4, points + 1e-4)

    def between(self, unknown: Unknown) -> tuple[int, int]:
        """The smallest and the largest value consistent with everything published."""
        aim = np.zeros(len(self.index))
        aim[self.index[unknown]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            found = milp(
                sign * aim,
                integrality=np.ones(len(aim), dtype=np.int64),
                bounds=Bounds(0, self.people),
                constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            )
            assert found.success, (self.study.name, self.group, found.message)
            ends.append(sign * found.fun)
        return round(ends[0]), round(ends[1])


def narrow(study: Known, document: Document, threshold: int) -> list[str]:
    """Hidden answers that a reader can narrow down beyond the number of people in the group or its branch."""
    found = []
    for group in study.data.codebook.groups:
        program = Program(study, group, document)
        for variable in program.hidden():
            silent = program.between((variable.name, UNASKED))
            room = min(threshold, program.people - silent[0])
            for code in program.codes(variable):
                low, high = program.between((variable.name, code))
                if high - low < room:
                    found.append(f"{group.code} {variable.name}={code}: {low} to {high}")
    return found


def unanimous(document: Document, codebook: Codebook) -> list[str]:
    """Sensitive items with a shown distribution in which one answer is rare, or all answers are equal."""
    found = []
    for item in document["items"]:
        if codebook.variable(item["item"]).sensitive:
            for group, counts in item["counts"].items():
                shown = [count for count in counts.values() if count]
                if item["n"][group] is not None and len(shown) < 2 and set(item["missing"][group]) != {"-4"}:
                    found.append(f"{group} {item['item']}")
    return found


def parts_known(study: Known, document: Document) -> list[str]:
    """Agencies whose own count of an answer follows from ranges, variances and intervals, found by exhaustive search.

    For items with the answers 0 and 1 and two groups in few agencies; the reader knows how many people of each group
    answered in each agency.
    """
    from analysis.statistics import dominance, locations, proportions
    from analysis.statistics.cluster_counts import ClusterCounts

    data, item = study.data, document["items"][0]
    column, (pair,) = data.columns[item["item"]], item["pairs"]
    agencies = len(data.cluster_names)
    assert data.cluster is not None
    sizes = [[int(((data.group == g) & (data.cluster == c)).sum()) for c in range(agencies)] for g in range(2)]
    fits: list[list[tuple[int, ...]]] = []
    for g, group in enumerate(("head", "staff")):
        total = item["counts"][group]["1"]
        fits.append([])
        for ones in product(*(range(size + 1) for size in sizes[g])):
            if sum(ones) != total:
                continue
            cube = np.array([[[size - one, one]] for size, one in zip(sizes[g], ones, strict=True)])
            counts = ClusterCounts(cube.sum(axis=0), cube)
            mean, effects = locations.mean(counts, 0, np.array([0.0, 1.0])), proportions.design_effects(counts, 0)
            share = proportions.share(total, sum(sizes[g]), effects[1] if effects else None)
            published = (item["mean"][group]["se"], item["shares"][group]["1"]["ci_low"])
            if _same(published, (mean.se, share.ci_low)):
                fits[g].append(ones)
    both = []
    for first, second in product(*fits):
        cube = np.array(
            [[[a - x, x], [b - y, y]] for a, x, b, y in zip(sizes[0], first, sizes[1], second, strict=True)]
        )
        counts = ClusterCounts(cube.sum(axis=0), cube)
        delta, shown = dominance.cliffs_delta(counts), pair["cliffs_delta"]
        bounds = (shown["range_low"], shown["range_high"], shown["se"], shown["ci_low"])
        if _same(bounds, (delta.range_low, delta.range_high, delta.se, delta.ci_low)):
            both.append((first, second))
    assert len(column)
    found = []
    for g, group in enumerate(("head", "staff")):
        # The baseline is what remains possible without ranges and intervals: it follows from the totals alone.
        total = item["counts"][group]["1"]
        for c, size in enumerate(sizes[g]):
            possible = {candidate[g][c] for candidate in both}
            rest = sum(sizes[g]) - size
            free = min(size, total) - max(0, total - rest)
            if max(possible) - min(possible) < free:
                found.append(f"{group} in agency {c}: {min(possible)} to {max(possible)} of {size}")
    return found


def _same(published: tuple[float | None, ...], computed: tuple[float | None, ...]) -> bool:
    return all(
        shown is None or (value is not None and abs(shown - value) < 1e-9)
        for shown, value in zip(published, computed, strict=True)
    )
