"""The interface of a source of answers: a file, a counting engine, or a study's database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from analysis.sources.dataset import Codebook, Dataset
from analysis.sources.tally import Tally
from analysis.sources.understanding.column_facts import ColumnFacts


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


@runtime_checkable
class DescribedSource(Protocol):
    """A source that can say what it holds before anything is interpreted, as files can."""

    def columns(self) -> Sequence[ColumnFacts]:
        """What the source says about each column."""
        ...


def columns_of(source: AnswerSource) -> Sequence[ColumnFacts]:
    """What a source says about each column; a source that only counts says what it counted of each question."""
    if isinstance(source, DescribedSource):
        return source.columns()
    counted = source.tally()
    return [
        ColumnFacts(
            item.variable,
            {
                **{
                    str(code): int(people)
                    for code, people in zip(item.codes, item.data.counts.sum(axis=0), strict=True)
                },
                **{str(code): sum(group.get(code, 0) for group in item.missing) for code in set().union(*item.missing)},
            },
        )
        for item in counted.items
    ]
