"""Twelve small studies with known answers, each built around one way of computing a hidden figure.

Every study has a group of heads (one per agency) and a group of staff. ``Gate``, ``NONE`` and the kinds of question
state what is known from the printed questionnaire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable

GROUPS = (Group("head", census_of_units=True), Group("staff"))
NOT_ASKED, REFUSED, NOT_IN_FORM = -2, -9, -4
AGREE = tuple(Option(code) for code in range(1, 6))
YES_NO = (Option(1), Option(2))
CHOSEN = (Option(0), Option(1))
PLACES = tuple(Option(place) for place in (1, 2, 3))
POINTS = tuple(Option(points) for points in range(0, 101, 10))


@dataclass(frozen=True)
class Known:
    """A study with its answers. ``gates``: item to the gate and the codes with which it is asked."""

    name: str
    data: Dataset
    gates: Mapping[str, tuple[str, tuple[int, ...]]] = field(default_factory=dict)
    none_of_these: Mapping[str, str] = field(default_factory=dict)
    rankings: tuple[str, ...] = ()
    allocations: tuple[str, ...] = ()


Answers = Mapping[str, Sequence[int]]


def spread(*counts: tuple[int, int]) -> list[int]:
    """``(code, people)`` as a list of answers."""
    return [code for code, people in counts for _ in range(people)]


def _study(
    name: str,
    variables: Sequence[Variable],
    head: Answers,
    staff: Answers,
    agencies: tuple[Sequence[int], Sequence[int]] | None = None,
    **known: object,
) -> Known:
    sizes = [max((len(values) for values in answers.values()), default=0) for answers in (head, staff)]
    columns = {
        v.name: np.array(
            [*head.get(v.name, [NOT_IN_FORM] * sizes[0]), *staff.get(v.name, [NOT_IN_FORM] * sizes[1])], dtype=np.int16
        )
        for v in variables
    }
    places = agencies or (range(sizes[0]), [at % 12 for at in range(sizes[1])])
    cluster = np.array([*places[0], *places[1]], dtype=np.int32)
    data = Dataset(
        codebook=Codebook(tuple(variables), GROUPS, {"c": {}}),
        columns=columns,
        group=np.repeat(np.array([0, 1], dtype=np.int16), sizes),
        cluster=cluster,
        cluster_names=tuple(map(str, range(int(cluster.max()) + 1))),
    )
    return Known(name, data, **known)  # type: ignore[arg-type]


def statement(name: str, **more: object) -> Variable:
    return Variable(name, options=AGREE, construct="c", scale="agree5", **more)  # type: ignore[arg-type]


def fact(name: str, gate: str = "", **more: object) -> Variable:
    gates = {group.code: (gate,) for group in GROUPS} if gate else {}
    return Variable(name, kind="nominal", options=YES_NO, sensitive=True, gates=gates, **more)  # type: ignore[arg-type]


def opinions(people: int, shift: int = 0) -> list[int]:
    return [1 + (at * 7 + shift) % 5 for at in range(people)]


def columns_of(question: str, codes: Sequence[int], options: tuple[Option, ...], **more: object) -> list[Variable]:
    return [Variable(f"{question}__{code}", options=options, question=question, **more) for code in codes]  # type: ignore[arg-type]


def score_of_three() -> Known:
    """Heads: one of three statements is sensitive and only four agree; the score and the others are shown."""
    variables = [statement("a"), statement("b"), statement("c", sensitive=True)]
    heads = {"a": opinions(12), "b": opinions(12, 2), "c": spread((4, 4), (5, 8))}
    return _study("score of three", variables, heads, {name: opinions(60, at) for at, name in enumerate("abc")})


def score_of_four() -> Known:
    """As before with a fourth statement, so that three are left to score."""
    variables = [statement("a"), statement("b"), statement("d"), statement("c", sensitive=True)]
    heads = {"a": opinions(12), "b": opinions(12, 2), "d": opinions(12, 1), "c": spread((4, 4), (5, 8))}
    return _study("score of four", variables, heads, {name: opinions(60, at) for at, name in enumerate("abdc")})


def follow_up() -> Known:
    """``considered`` is asked of people who said yes to ``any_case``, which is hidden: nine yes of thirty."""
    variables = [fact("any_case"), Variable("considered", gates=fact("x", "any_case").gates, options=AGREE)]
    heads = {
        "any_case": spread((1, 12), (2, 3)),
        "considered": [*opinions(12), *[NOT_ASKED] * 3],
    }
    staff = {"any_case": spread((1, 40), (2, 20)), "considered": [*opinions(40), *[NOT_ASKED] * 20]}
    return _study("follow-up", variables, heads, staff, gates={"considered": ("any_case", (1,))})


def chain_of_gates() -> Known:
    """Three questions, each asked depending on the one before; the first is hidden."""
    variables = [
        fact("any_case"),
        Variable("considered", kind="nominal", options=YES_NO, gates=fact("x", "any_case").gates),
        Variable("outcome", options=AGREE, gates=fact("x", "considered").gates),
    ]
    heads = {
        "any_case": spread((1, 24), (2, 4)),
        "considered": spread((1, 13), (2, 11), (NOT_ASKED, 4)),
        "outcome": [*opinions(13), *[NOT_ASKED] * 15],
    }
    staff = {
        "any_case": spread((1, 30), (2, 30)),
        "considered": spread((1, 15), (2, 15), (NOT_ASKED, 30)),
        "outcome": [*opinions(15), *[NOT_ASKED] * 45],
    }
    gates = {"considered": ("any_case", (1,)), "outcome": ("considered", (1,))}
    return _study("chain of gates", variables, heads, staff, gates=gates)


def unanimity() -> Known:
    """All twelve heads had a case, but not all staff."""
    return _study("unanimity", [fact("any_case")], {"any_case": [1] * 12}, {"any_case": spread((1, 30), (2, 30))})


def all_refused() -> Known:
    """No head answers a sensitive question, and all have the same reason."""
    heads = {"any_case": [REFUSED] * 12, "b": opinions(12)}
    staff = {"any_case": spread((1, 30), (2, 28), (REFUSED, 2)), "b": opinions(60)}
    return _study("missing reasons", [fact("any_case"), statement("b")], heads, staff)


def three_agencies() -> Known:
    """Staff of three agencies with 5, 7 and 8 people: ranges and variances are figures of the agencies."""
    variables = [Variable("x", kind="binary", options=CHOSEN)]
    staff = {"x": [1, 1, 1, 1, 0, *[0] * 5, 1, 1, *[1] * 3, *[0] * 5]}
    heads = {"x": [0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0]}
    agencies = ([*[0] * 4, *[1] * 4, *[2] * 4], [*[0] * 5, *[1] * 7, *[2] * 8])
    known = _study("three agencies", variables, heads, staff, agencies)
    return Known(known.name, _without_census(known.data))


def _without_census(data: Dataset) -> Dataset:
    book = Codebook(data.codebook.variables, (Group("head"), Group("staff")), data.codebook.constructs)
    return Dataset(book, data.columns, data.group, data.cluster, data.cluster_names)


def check_all() -> Known:
    """Three options and "none of these"; one option was chosen by two heads and is a fact."""
    variables = columns_of("q", (1, 2, 3, 0), CHOSEN, kind="binary")
    variables[1] = Variable("q__2", kind="binary", options=CHOSEN, question="q", sensitive=True)
    rows = [(1, 0, 0, 0)] * 3 + [(0, 1, 0, 0)] * 2 + [(0, 0, 0, 1)] * 7
    heads = {v.name: [row[at] for row in rows] for at, v in enumerate(variables)}
    lots = [(1, 1, 0, 0), (0, 1, 1, 0), (0, 0, 1, 0), (0, 0, 0, 1)] * 15
    staff = {v.name: [row[at] for row in lots] for at, v in enumerate(variables)}
    return _study("check-all", variables, heads, staff, none_of_these={"q": "q__0"})


def ranking() -> Known:
    """Three options with unique places: two columns determine the third."""
    variables = columns_of("r", (1, 2, 3), PLACES)
    variables[2] = Variable("r__3", options=PLACES, question="r", sensitive=True)
    orders = [(1, 2, 3), (2, 1, 3), (1, 3, 2), (3, 2, 1)]
    heads = {v.name: [orders[k % 4 if k < 9 else 0][at] for k in range(12)] for at, v in enumerate(variables)}
    staff = {v.name: [orders[k % 4][at] for k in range(60)] for at, v in enumerate(variables)}
    return _study("ranking", variables, heads, staff, rankings=("r",))


def allocation() -> Known:
    """Points that sum to 100 over three columns; one column is a fact."""
    variables = columns_of("p", (1, 2, 3), POINTS)
    variables[0] = Variable("p__1", options=POINTS, question="p", sensitive=True)
    shares = [(100, 0, 0), (50, 30, 20), (20, 40, 40)]
    heads = {v.name: [shares[k % 3][at] for k in range(12)] for at, v in enumerate(variables)}
    staff = {v.name: [shares[k % 3][at] for k in range(60)] for at, v in enumerate(variables)}
    return _study("allocation", variables, heads, staff, allocations=("p",))


def small_group() -> Known:
    """Seven heads: nothing may be shown of them, not even questions that they are not asked."""
    variables = [statement("a"), statement("b"), statement("c"), Variable("staff_only", options=AGREE)]
    heads = {name: opinions(7, at) for at, name in enumerate("abc")}
    staff = {name: opinions(60, at) for at, name in enumerate(("a", "b", "c", "staff_only"))}
    return _study("small group", variables, heads, staff)


def shown_gate() -> Known:
    """A gate that may be shown, and a sensitive follow-up whose figures may not."""
    variables = [Variable("sent", kind="nominal", options=YES_NO), fact("answered", "sent"), fact("paid", "answered")]
    heads = {
        "sent": spread((1, 14), (2, 12)),
        "answered": spread((1, 3), (2, 11), (NOT_ASKED, 12)),
        "paid": spread((1, 1), (2, 2), (NOT_ASKED, 23)),
    }
    staff = {
        "sent": spread((1, 40), (2, 20)),
        "answered": spread((1, 20), (2, 20), (NOT_ASKED, 20)),
        "paid": spread((1, 10), (2, 10), (NOT_ASKED, 40)),
    }
    gates = {"answered": ("sent", (1,)), "paid": ("answered", (1,))}
    return _study("shown gate", variables, heads, staff, gates=gates)


STUDIES: tuple[Callable[[], Known], ...] = (
    score_of_three,
    score_of_four,
    follow_up,
    chain_of_gates,
    unanimity,
    all_refused,
    three_agencies,
    check_all,
    ranking,
    allocation,
    small_group,
    shown_gate,
)
