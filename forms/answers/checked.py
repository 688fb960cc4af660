"""Checked answers: what is kept of a sent form, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.model.answer import Answer


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
