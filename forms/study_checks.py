"""Checks across the files of a study."""

from collections.abc import Iterator

from forms.problems import Problem
from forms.study_parts import StudyParts


def check_parts(parts: StudyParts) -> Iterator[Problem]:
    """Every fault of reference and of method."""
    yield from ()
