"""Checked answers: what is kept of a sent form, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.model.missing_values import Missing


@dataclass(frozen=True, slots=True)
class Answer:
    """What one data column holds: a value from zero up, or the reason why there is none. Exactly one of the two."""

    value: int | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is (self.missing is None):
            raise ValueError("an answer has either a value or a reason why it is missing")
        if self.value is not None and self.value < 0:
            raise ValueError("values below zero are the codes of missing answers")

    @property
    def code(self) -> int:
        """The value, or the negative code of the reason, as it stands in data files (METHOD 13)."""
        return self.value if self.value is not None else int(self.missing or Missing.BLANK)


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One thing to be corrected before the form can be kept. ``key`` is a key of ``forms.answers.messages``."""

    question: str
    field: str
    """The HTML field to which the message belongs."""
    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """A form after checking.

    ``answers`` has every column of every question of the form, in order. ``texts`` has the open texts that are not
    empty: by question id, and by ``id__CODE`` for the write-in of an option. ``dropped`` names the fields whose content
    was not kept: unknown ones, those of questions that were not asked, write-ins of options that were not chosen.
    A form with ``problems`` is not to be kept; its columns in question are coded as unreadable.
    """

    answers: Mapping[str, Answer]
    texts: Mapping[str, str]
    problems: tuple[AnswerProblem, ...]
    dropped: tuple[str, ...]

    @property
    def codes(self) -> dict[str, int]:
        """Column to value or negative missing code."""
        return {column: answer.code for column, answer in self.answers.items()}
