"""A questionnaire: the form of one respondent group, section by section."""

from collections.abc import Iterator
from functools import cached_property

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text
from forms.model.questions import Question
from forms.model.skip_rules import SkipRule


class Section(Frozen):
    """Questions under one heading, shown on one screen. ``about`` explains 'this agency' or 'the head'."""

    id: Identifier
    title: Text
    about: Text | None = None
    """A sentence about the focal unit; ``{unit}`` is replaced by the agency's name."""
    questions: tuple[Question, ...]
    when: SkipRule | None = None


class Variant(Frozen):
    """A fixed, printable order (METHOD 17): options or questions in another order than in the file."""

    id: Identifier
    option_order: dict[Identifier, tuple[int, ...]] = Field(default_factory=dict)
    question_order: dict[Identifier, tuple[Identifier, ...]] = Field(default_factory=dict)
    """Maps section id to the order of its questions."""


class Questionnaire(Frozen):
    """The form of one group."""

    study: Identifier
    group: Identifier
    title: Text
    addressed_to: Text
    introduction: tuple[Text, ...]
    """Paragraphs of the first page: purpose, definition of the head, stored data, length."""
    thanks: Text
    sections: tuple[Section, ...]
    variants: tuple[Variant, ...] = (Variant(id="a"),)
    version: str = ""
    """Hash of all fields above: the same content has the same version."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def opening(self) -> tuple[Question, ...]:
        """The questions of the first page: those of a leading section with required answers, usually the consent."""
        first = self.sections[0]
        return first.questions if all(question.required for question in first.questions) else ()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Maps question id to its number, from 1 in the order of this variant. Questions of the first page have no
        number.
        """
        counted = (question.id for question in self.questions if question not in self.opening)
        return {question: number for number, question in enumerate(counted, 1)}

    @cached_property
    def required(self) -> tuple[Question, ...]:
        """The questions that must be answered before the form can be sent: the consent."""
        return tuple(question for question in self.questions if question.required)

    @cached_property
    def rated_agency(self) -> str | None:
        """The id of the question whose answer names the agency that the form is about."""
        return next((question.id for question in self.questions if question.names_agency), None)

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError if the form does not ask it."""
        return self._by_id[question_id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def entries(self) -> Iterator[tuple[Section, Question]]:
        """Pairs of section and question, in order."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    def in_variant(self, variant_id: str) -> "Questionnaire":
        """The same form in the order of a variant; KeyError for an unknown one."""
        variant = {variant.id: variant for variant in self.variants}[variant_id]
        return self.model_copy(update={"sections": tuple(_reorder(section, variant) for section in self.sections)})


def _reorder(section: Section, variant: Variant) -> Section:
    questions = list(section.questions)
    if order := variant.question_order.get(section.id):
        questions.sort(key=lambda question: order.index(question.id))
    for index, question in enumerate(questions):
        if codes := variant.option_order.get(question.id):
            options = tuple(sorted(question.options, key=lambda option: codes.index(option.code)))
            questions[index] = question.model_copy(update={"options": options})
    return section.model_copy(update={"questions": tuple(questions)})
