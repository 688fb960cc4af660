"""The result of checking a submitted form: coded answers and the problems found."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.model.answer import Answer


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One problem that the respondent must correct before the form is stored. ``key`` is a key of
    ``forms.answers.messages``.
    """

    question: str
    field: str
    """Name of the HTML field next to which the message is shown."""
    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """A form after checking.

    ``answers`` has every column of every question of the form, in order. ``texts`` has the open texts that are not
    empty, keyed by question id, and by ``id__CODE`` for the write-in of an option. ``dropped`` names the fields whose
    content was discarded: unknown fields, fields of questions that were not asked, and write-ins of options that were
    not chosen. A form with ``problems`` must not be stored; the columns with a problem are coded as unreadable.
    """

    answers: Mapping[str, Answer]
    texts: Mapping[str, str]
    problems: tuple[AnswerProblem, ...]
    dropped: tuple[str, ...]

    @property
    def codes(self) -> dict[str, int]:
        """Maps each column to its value or its negative missing code."""
        return {column: answer.code for column, answer in self.answers.items()}
