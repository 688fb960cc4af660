"""Everything that depends on the kind of a question. A kind is one subclass in its own module and one entry in
``forms.kinds``.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from forms.kinds import author_checks
from forms.kinds.declarations import DeclaredQuestion, Option, Problem, Question, Record, Scale
from forms.kinds.reading_fields import Fields, Reading

Measure = Literal["nominal", "ordinal", "binary", "rank", "numeric", "date"]
"""What the values of a column are: names, ordered codes, chosen or not, places, amounts, or days such as 20190531."""


class QuestionKind:
    """Base class of the kinds. The defaults fit a question with one column and no options."""

    name: ClassVar[str]
    seconds: ClassVar[float]
    """Seconds allowed for deciding and answering; reading time is added separately."""
    measure: ClassVar[Measure | None] = None
    """Measure of the columns. None: the measure of the question's scale, or ``nominal`` without a scale."""
    is_declared: ClassVar[bool] = True
    """Whether an author may use the kind in ``questions.yaml``; ``item`` comes from the bank only."""
    is_one_choice: ClassVar[bool] = False
    """Whether the answer is a single code, with a stated reason for not answering sent in the same field."""
    has_options: ClassVar[bool] = False
    """Whether the respondent chooses among at least two options."""
    has_codes: ClassVar[bool] = False
    """Whether skip rules compare the answer with the codes of the question."""
    has_column_per_option: ClassVar[bool] = False
    """Whether each option has its own column (METHOD 14)."""
    is_shown_in_results: ClassVar[bool] = True
    """Whether the result pages show it. They show no open texts, which are kept separately, and no dates."""
    limits: ClassVar[frozenset[str]] = frozenset()
    """Which of ``low``, ``high``, ``decimals`` and ``most`` an author may set."""

    def codes(self, question: Question) -> tuple[int, ...]:
        """The codes that may be stored for one answer."""
        return tuple(option.code for option in question.options)

    def columns(self, question: Question) -> tuple[str, ...]:
        """The names of the data columns."""
        if self.has_column_per_option:
            return tuple(f"{question.id}__{option.code}" for option in question.options)
        return (question.id,)

    def fields(self, question: Question) -> tuple[str, ...]:
        """The names of the form fields that hold the answer itself."""
        return (question.id,)

    def read(self, question: Question, fields: Fields) -> Reading:
        """Read the answer from the submitted fields. No input raises an error."""
        raise NotImplementedError

    def check_options(
        self, record: Record[Problem], question: DeclaredQuestion, scale: Scale | None, options: int
    ) -> Iterator[Problem]:
        """Faults of the options that an author wrote; ``options`` is their number for all groups together."""
        yield from author_checks.check_options(self, record, question, scale, options)
        if author_checks.has_enough_options(scale, question, options):
            yield from self.check_option_list(record, question, options)

    def check_option_list(self, record: Record[Problem], question: DeclaredQuestion, options: int) -> Iterator[Problem]:
        """Faults specific to this kind, in a list of at least two options from one source."""
        return iter(())

    def check_limits(self, record: Record[Problem], question: DeclaredQuestion) -> Iterator[Problem]:
        """Faults of the bounds, decimals and lengths that an author wrote."""
        yield from author_checks.check_limits(self, record, question)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        """Every declared value of a column with its label; ``options`` are those of all groups together."""
        return tuple((option.code, option.label) for option in options)

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        """Whether a mean of the values of a column is meaningful."""
        return scale is not None and scale.is_averaged

    def unit(self, question: Question) -> str:
        """What gives the stored numbers their meaning, apart from the options; two versions must agree in it."""
        return ""
