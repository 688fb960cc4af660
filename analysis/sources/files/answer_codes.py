"""Converts cells of a file to answer codes: whole numbers, blanks, labels of the codebook, texts that are answers.

A text gets a provisional number below ``TEXT_BELOW``. When the column is complete, ``Column.settle`` reads its texts as
answers (``analysis.sources.understanding.text_answers``); texts that are none are faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.sources.dataset import IntArray, Option, Variable, narrow
from analysis.sources.files.declared_missing import cell
from analysis.sources.understanding.known_scales import comparable
from analysis.sources.understanding.text_answers import TextAnswers, read_texts
from forms.missing_values import Missing

BLANKS = frozenset({"", "NA", "N/A", "#N/A", ".", "#NULL!", "NaN", "nan", "NULL"})
"""How other programs write an empty cell."""

FAULT = -(2**31)
TEXT_BELOW = -(2**30)
"""Texts get the provisional numbers from ``FAULT`` up to here; no number of a file is as low."""
MOST_TEXTS = 2**20
_REASONS = frozenset(int(reason) for reason in Missing)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3},000")


class CodeOfText(dict[str, int]):
    """Maps the text of a cell to its code; each distinct text is converted once. ``texts``: those that are no codes, in
    the order of appearance; the provisional number of the k-th is ``FAULT + k``.
    """

    def __init__(self, variable: Variable | None = None) -> None:
        super().__init__({text: int(Missing.BLANK) for text in BLANKS})
        self.missing = variable.missing if variable else {}
        self.texts: list[str] = []
        self.labels: dict[str, int] = {}
        for option in variable.options if variable else ():
            for label in option.label.values():
                code = int(self.missing.get(str(option.code), option.code))
                self.labels[comparable(label)] = self[label] = code

    def __missing__(self, text: str) -> int:
        reason = self.missing.get(cell(text)) if self.missing else None
        code = _code(text.strip()) if reason is None else int(reason)
        if code == FAULT:
            code = self.labels.get(comparable(text), FAULT) if self.labels else FAULT
        if code == FAULT:
            code += min(len(self.texts), MOST_TEXTS)
            self.texts.append(text)
        self[text] = code
        return code


def _code(text: str) -> int:
    if text in BLANKS:
        return int(Missing.BLANK)
    if _DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text):
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return FAULT
    if not number.is_integer() or abs(number) >= -TEXT_BELOW:
        return FAULT
    return int(number)


@dataclass
class Column:
    """One column while it is read, in pieces. ``fault``: the first cell that is neither code nor blank, and its place.

    ``learned``: how texts were read as answers, if they were.
    """

    variable: Variable
    codes: CodeOfText = field(init=False)
    pieces: list[IntArray] = field(default_factory=list)
    fault: tuple[str, str] | None = None
    learned: TextAnswers | None = None

    def __post_init__(self) -> None:
        self.codes = CodeOfText(self.variable)

    def add(self, cells: Iterable[str], count: int) -> None:
        """Read ``count`` cells."""
        piece = np.fromiter(map(self.codes.__getitem__, cells), np.int32, count)
        self.pieces.append(piece)

    def look_for_fault(self, cells: Sequence[str], rows: Sequence[int], place: Callable[[int], str] = str) -> None:
        """Store the first faulty cell of the piece just added, with the place of its row."""
        if self.fault is None and len(self.pieces[-1]) and int(np.min(self.pieces[-1])) < TEXT_BELOW:
            at = int(np.argmax(self.pieces[-1] < TEXT_BELOW))
            self.fault = (place(rows[at]), cells[at])

    def settle(self) -> None:
        """Read the texts of the complete column as answers, if all of them are."""
        texts = self.codes.texts
        if self.fault is None or not texts:
            return
        numbers = {code for text, code in self.codes.items() if code >= 0 and _code(text.strip()) == code}
        answered = any(code >= 0 for code in self.codes.values())
        learned = read_texts(texts, numbers, answered)
        if learned is None or not self._fits(learned):
            return
        of_text = np.array([learned.codes[text] for text in texts], dtype=np.int32)
        for at, piece in enumerate(self.pieces):
            is_text = piece < TEXT_BELOW
            self.pieces[at] = np.where(
                is_text, of_text[np.where(is_text, piece, FAULT).astype(np.int64) - FAULT], piece
            )
        self.codes.update(learned.codes)
        self.learned, self.fault = learned, None
        if learned.labels and not self.variable.options:
            options = tuple(Option(code, dict(label)) for code, label in learned.labels.items())
            kind = learned.kind if self.variable.kind == "ordinal" else self.variable.kind
            self.variable = replace(self.variable, kind=kind, options=options, scale=learned.scale)

    def people_with_text(self, people: IntArray | None = None) -> int:
        """Number of people with a text that is no answer; ``people``: how many each cell stands for, by default one."""
        if self.fault is None:
            return 0
        are_texts = [piece < TEXT_BELOW for piece in self.pieces]
        if people is not None:
            return int(people[np.concatenate(are_texts)].sum())
        return sum(int(np.count_nonzero(piece)) for piece in are_texts)

    def array(self) -> IntArray:
        """All pieces in the smallest type that holds them; faults are blanks."""
        whole = np.concatenate(self.pieces) if self.pieces else np.zeros(0, dtype=np.int32)
        if self.fault is not None:
            whole = np.where(whole < TEXT_BELOW, int(Missing.BLANK), whole)
        return narrow(whole)

    def _fits(self, learned: TextAnswers) -> bool:
        """Whether the texts agree with declared answers: words for reasons, or texts with a declared number."""
        declared = {option.code for option in self.variable.options}
        answers = {code for code in learned.codes.values() if code >= 0}
        same = learned.scale in ("", self.variable.scale)
        return not declared or not answers or (same and answers <= declared)


def reason_notes(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """A note on columns that hold undeclared codes of reasons, since another file may use these codes for answers."""
    found = [
        name
        for name, column in columns.items()
        if any(
            code in _REASONS and cell(text) == str(code) and str(code) not in column.codes.missing
            for text, code in column.codes.items()
        )
    ]
    return (f"reasons_as_missing:{', '.join(found)}",) if found else ()


def text_notes(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Notes on columns whose texts were read as answers, and as reasons for a missing answer."""
    learned = {name: column.learned for name, column in columns.items() if column.learned is not None}
    answers = [name for name, found in learned.items() if found.labels]
    words = [name for name, found in learned.items() if min(found.codes.values()) < 0]
    notes = (("texts_as_answers", answers), ("words_as_missing", words))
    return tuple(f"{code}:{', '.join(names)}" for code, names in notes if names)


def fault_notes(columns: Mapping[str, Column]) -> dict[str, str]:
    """Maps every column with a fault to ``place:text`` of the first one."""
    return {
        name: f"{column.fault[0]}:{column.fault[1][:40]}"
        for name, column in columns.items()
        if column.fault is not None
    }


def index_of_names(texts: Iterable[str], declared: Iterable[str] = ()) -> dict[str, int]:
    """Map names to indices: declared names in order, then numbers by value, then texts."""
    names = list(declared)
    known = set(names)
    others = {text for text in texts if text.strip() not in BLANKS and text not in known}
    return {name: place for place, name in enumerate([*names, *sorted(others, key=_by_value)])}


def _by_value(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), text)
    except ValueError:
        return (1, 0.0, text)
