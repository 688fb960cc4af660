"""A questionnaire: the form of one respondent group, section by section, ready to be shown, printed and checked."""

from collections.abc import Iterator
from functools import cached_property

from pydantic import Field

from forms.model.frozen import Frozen, Identifier, Text
from forms.model.questions import Question
from forms.model.skip_rules import SkipRule


class Section(Frozen):
    """A screen's worth of questions under one heading. ``about`` names what 'this agency' or 'the head' is."""

    id: Identifier
    title: Text
    about: Text | None = None
    """A sentence on the focal unit; ``{unit}`` in it is replaced by the agency's name."""
    questions: tuple[Question, ...]
    when: SkipRule | None = None


class Variant(Frozen):
    """A fixed, printable order (METHOD 17): options or questions that change place against the order of the file."""

    id: Identifier
    option_order: dict[Identifier, tuple[int, ...]] = Field(default_factory=dict)
    question_order: dict[Identifier, tuple[Identifier, ...]] = Field(default_factory=dict)
    """Section id to the order of its questions."""


class Questionnaire(Frozen):
    """The form of one group."""

    study: Identifier
    group: Identifier
    title: Text
    addressed_to: Text
    introduction: tuple[Text, ...]
    """Paragraphs of the first page: purpose, definition of the head, what is kept, how long."""
    thanks: Text
    sections: tuple[Section, ...]
    variants: tuple[Variant, ...] = (Variant(id="a"),)
    version: str = ""
    """Hash of everything above: the same content has the same version."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def opening(self) -> tuple[Question, ...]:
        """The questions of the first page: those of a first section that has to be answered; usually consent."""
        first = self.sections[0]
        return first.questions if all(question.required for question in first.questions) else ()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Question id to its number, from 1 in the order of this variant. Those of the first page have none."""
        counted = (question.id for question in self.questions if question not in self.opening)
        return {question: number for number, question in enumerate(counted, 1)}

    @cached_property
    def required(self) -> tuple[Question, ...]:
        """The questions without whose answer the form cannot be sent: consent."""
        return tuple(question for question in self.questions if question.required)

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError where the form has none."""
        return self._by_id[question_id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def entries(self) -> Iterator[tuple[Section, Question]]:
        """Section and question, in order."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    def in_variant(self, variant_id: str) -> "Questionnaire":
        """The same form in the order of a variant; KeyError names an unknown one."""
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
