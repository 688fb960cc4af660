"""The interface of a source of answers: a file, a counting engine, or a study's database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from analysis.sources.dataset import Codebook, Dataset
from analysis.sources.tally import Tally


class AnswerSource(Protocol):
    """Answers of respondents in groups. ``items``: names of columns; by default all columns that are questions."""

    def codebook(self) -> Codebook:
        """Variables and groups, without reading the answers."""
        ...

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers, one row per respondent."""
        ...

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of the same answers with the same codebook and notes: equal to ``tally(self.read(items))``.

        A source that can count does so itself, and needs memory for the counts only.
        """
        ...
