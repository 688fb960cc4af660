"""How each column of a file is understood, before anything is computed: one pure function from facts to readings.

The command ``describe`` and every other view show these readings; ``codebook_of`` keeps them as a codebook, with which
the file is read in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.results import Texts
from analysis.sources.dataset import Codebook, Variable
from analysis.sources.files.answer_codes import Column
from analysis.sources.files.declared_missing import cell
from analysis.sources.files.roles import Roles
from analysis.sources.undeclared_codes import undeclared
from analysis.sources.understanding.column_facts import ColumnFacts
from analysis.sources.understanding.role_guesses import (
    ATTRIBUTE,
    CLUSTER,
    DATE,
    GROUP,
    LARGEST_SCALE,
    LEFT_OUT,
    QUESTION,
    WEIGHT,
    ColumnShape,
    guess_role,
    has_serial_dates,
)
from forms.missing_values import Missing

ONCE = (GROUP, CLUSTER)
"""Roles that one column has."""
_REASONS = frozenset(int(reason) for reason in Missing)
LONGEST_EXAMPLE = 40


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning: ``code`` of a sentence, and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How a column is understood.

    ``role``: one of ``ROLES``; ``why``: ``declared``, ``name``, ``content`` or ``empty``. ``variable``: kind, scale,
    answers and reasons, as far as they are known. ``codes``: the answers found to a question, ascending. ``values`` and
    ``missing``: number of people with and without a value. ``reasons``: number of people per reason. ``measure``: as
    the file names it, ``""`` if it names none.
    """

    variable: Variable
    role: str
    why: str
    codes: tuple[int, ...]
    values: int
    missing: int
    reasons: Mapping[int, int]
    different: int
    example: str
    measure: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.variable.name

    @property
    def label(self) -> Texts:
        """The wording of the column."""
        return self.variable.label


def understand(facts: Sequence[ColumnFacts], roles: Roles, described: Codebook | None = None) -> list[ColumnReading]:
    """The reading of every column, in their order. What ``roles`` or the codebook declare goes before every guess."""
    book = described or Codebook(())
    known = {variable.name: variable for variable in book.variables}
    readings = []
    taken = {role for role in ONCE if roles.column_with_role(role, described)}
    for found in facts:
        own = found.variable
        given = known.get(found.name)
        variable = own if given is None else replace(given, missing={**own.missing, **given.missing})
        reading = _read(found, roles.variable(variable, book), roles.role_of(found.name, described))
        if reading.why != "declared" and reading.role in ONCE:
            if reading.role in taken:
                reading = replace(reading, role=ATTRIBUTE)
            taken.add(reading.role)
        readings.append(reading)
    return readings


def codebook_of(readings: Sequence[ColumnReading], roles: Roles, described: Codebook | None = None) -> Codebook:
    """The readings as a codebook, every column with its role. Codes that are missing in all columns stand once."""
    book = described or Codebook(())
    common = {**book.missing, **roles.missing}
    variables = []
    for at, reading in enumerate(readings):
        own = {code: reason for code, reason in reading.variable.missing.items() if common.get(code) != reason}
        variables.append(replace(reading.variable, role=reading.role, position=at, missing=own))
    return replace(book, variables=tuple(variables), missing=common)


def _read(facts: ColumnFacts, variable: Variable, declared: str) -> ColumnReading:
    column = Column(variable)
    texts = list(facts.people)
    column.add(texts, len(texts))
    if unread := [text for text in texts if text in column.codes.texts]:
        column.fault = (facts.first.get(unread[0], ""), unread[0])
    column.settle()
    codes = {text: column.codes[text] for text in texts}
    unread = [] if column.fault is None else unread
    by_code: dict[int, int] = {}
    for text in texts:
        if text not in unread:
            by_code[codes[text]] = by_code.get(codes[text], 0) + facts.people[text]
    shape = _shape(by_code, unread, facts)
    role, why = (declared, "declared") if declared else guess_role(shape, facts.name, *variable.label.values())
    reasons = {code: people for code, people in by_code.items() if code in _REASONS}
    valued = [text for text in texts if text in unread or codes[text] not in _REASONS]
    return ColumnReading(
        variable=_with_words(column, codes, role, by_code),
        role=role,
        why=why,
        codes=_answers(column.variable, by_code) if role == QUESTION else (),
        values=facts.rows - sum(reasons.values()),
        missing=sum(reasons.values()),
        reasons=dict(sorted(reasons.items(), reverse=True)),
        different=len(valued),
        example=max(valued, key=lambda text: facts.people[text], default="")[:LONGEST_EXAMPLE],
        measure=facts.measure,
        doubts=tuple(_doubts(column, role, why, shape, by_code)),
    )


def _answers(variable: Variable, people: Mapping[int, int]) -> tuple[int, ...]:
    strays = undeclared(variable, people)
    return tuple(sorted(code for code in people if code >= 0 and code not in strays))


def _shape(people: Mapping[int, int], unread: Sequence[str], facts: ColumnFacts) -> ColumnShape:
    answers = {code: number for code, number in people.items() if code >= 0}
    texts = sum(facts.people[text] for text in unread) + facts.more
    number = sum(answers.values())
    low, high = (min(answers), max(answers)) if answers else (0, 0)
    if facts.more and not unread:
        # More different numbers than are kept: each counts as one person's.
        number, high, texts = number + facts.more, high + facts.more, 0
        return ColumnShape(number, low, high, lambda: number, unread, number)
    return ColumnShape(number, low, high, lambda: len(answers), unread, number + texts)


def _with_words(column: Column, codes: Mapping[str, int], role: str, people: Mapping[int, int]) -> Variable:
    """The variable with the words that mean a missing answer, and with the kind that the answers have."""
    variable = column.variable
    if column.learned is not None:
        words = {cell(text): Missing(code) for text, code in column.learned.codes.items() if code < 0}
        variable = replace(variable, missing={**variable.missing, **words})
    if role in (QUESTION, LEFT_OUT):
        answers = [code for code in people if code >= 0]
        if variable.kind == "ordinal" and not variable.options and len(answers) == 2:
            return replace(variable, kind="binary")
        return variable
    return replace(variable, kind="numeric" if role == WEIGHT else "nominal", averaged=False)


def _doubts(column: Column, role: str, why: str, shape: ColumnShape, people: Mapping[int, int]) -> list[Doubt]:
    doubts = []
    if why == "empty":
        doubts.append(Doubt("empty"))
    if role == LEFT_OUT and why == "content":
        doubts.append(Doubt("decimals"))
    if role == DATE and has_serial_dates(shape):
        doubts.append(Doubt("serial_dates"))
    if role == WEIGHT:
        doubts.append(Doubt("weights_unused"))
    return doubts + _doubts_of_a_question(column, shape, people) if role == QUESTION else doubts


def _doubts_of_a_question(column: Column, shape: ColumnShape, people: Mapping[int, int]) -> list[Doubt]:
    doubts = []
    if column.fault is not None:
        doubts.append(Doubt("text_among_codes", ":".join(column.fault)))
    elif strays := undeclared(column.variable, people):
        doubts.append(Doubt("undeclared_code", ",".join(map(str, strays))))
    elif column.variable.kind == "ordinal" and not column.variable.options and shape.distinct() > LARGEST_SCALE:
        doubts.append(Doubt("many_values", str(shape.distinct())))
    if column.learned is not None and column.learned.labels:
        doubts.append(Doubt("texts_as_answers", column.learned.scale))
    if shape.answers and not shape.texts and shape.low == shape.high:
        doubts.append(Doubt("one_value"))
    return doubts
