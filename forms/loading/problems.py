"""Faults of a study as shown to its author: code, place, what was found and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forms.loading.author_messages import AUTHOR_MESSAGES, MORE_PLACES
from forms.translation import translate


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault.

    ``file`` is relative to the study's folder; ``line`` counts from 1 and is 1 for a fault of the whole file. ``code``
    is permanent and a key of ``AUTHOR_MESSAGES``; ``values`` fill its sentences.
    """

    code: str
    file: str
    line: int
    values: Mapping[str, str] = field(default_factory=dict)
    more: int = 0
    """Number of further places with the same fault; only the first place is reported."""
    path: tuple[str | int, ...] = ()
    """Keys and positions (from 0) from the top of the file to the place, for editors; empty for a whole file."""

    @property
    def found(self) -> str:
        """What is wrong, in English."""
        return self.found_in("en")

    @property
    def remedy(self) -> str:
        """What to do, in English."""
        return self.remedy_in("en")

    def found_in(self, language: str) -> str:
        """What is wrong, in ``vi`` or ``en``."""
        found = translate(AUTHOR_MESSAGES[self.code][0], language).format_map(self.values)
        return f"{found} {translate(MORE_PLACES, language).format(more=self.more)}" if self.more else found

    def remedy_in(self, language: str) -> str:
        """What to do, in ``vi`` or ``en``."""
        return translate(AUTHOR_MESSAGES[self.code][1], language).format_map(self.values)

    def in_words(self, language: str = "en") -> str:
        """One line for a terminal: ``items.yaml:12: [unknown-scale] … …``."""
        return f"{self.file}:{self.line}: [{self.code}] {self.found_in(language)} {self.remedy_in(language)}"

    def __str__(self) -> str:
        return self.in_words()


class StudyFaults(ValueError):  # noqa: N818 - several faults, each with a name of its own
    """Raised for a study that cannot be used; holds every fault found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.code)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
