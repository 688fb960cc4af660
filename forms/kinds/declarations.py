"""What a kind reads of a question, its options and its scale, and of the entry that an author wrote.

The classes of the same names in ``forms.model`` and ``forms.loading`` fulfil these protocols. The kinds stand below
both rooms and import neither.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol, TypeVar

from forms.missing_values import Missing

Problem = TypeVar("Problem")
"""A fault of a study; the room that loads studies says what it is."""
Problem_co = TypeVar("Problem_co", covariant=True)


class Option(Protocol):
    """One declared answer."""

    @property
    def code(self) -> int: ...
    @property
    def label(self) -> dict[str, str]: ...
    @property
    def exclusive(self) -> bool: ...


class Scale(Protocol):
    """A list of options used by many questions, or a range of numbers."""

    @property
    def kind(self) -> str: ...
    @property
    def is_averaged(self) -> bool: ...


class Limits(Protocol):
    """The options and limits of a question, as an author writes them and as a group is asked."""

    @property
    def id(self) -> str: ...
    @property
    def options(self) -> Sequence[Option]: ...
    @property
    def low(self) -> int | None: ...
    @property
    def high(self) -> int | None: ...
    @property
    def decimals(self) -> int: ...
    @property
    def most(self) -> int | None: ...
    @property
    def total(self) -> int: ...
    @property
    def length(self) -> int: ...


class DeclaredQuestion(Limits, Protocol):
    """A question as an author wrote it."""


class Question(Limits, Protocol):
    """A question as one group is asked."""

    @property
    def fields(self) -> Sequence[str]: ...
    @property
    def codes(self) -> Sequence[int]: ...
    @property
    def code_of(self) -> Mapping[str, int]: ...
    @property
    def stated_reasons(self) -> Mapping[str, Missing]: ...
    @property
    def apart(self) -> Sequence[Missing]: ...
    @property
    def places(self) -> int: ...


class Kind(Protocol):
    """What the shared checks read of a kind."""

    name: ClassVar[str]
    has_options: ClassVar[bool]
    limits: ClassVar[frozenset[str]]


class Record(Protocol[Problem_co]):
    """The entry of a file that holds a declared question."""

    def problem(self, code: str, /, *path: str | int, **values: object) -> Problem_co:
        """A fault at a part of the entry; ``values`` fill its sentences."""
