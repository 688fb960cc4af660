"""Every measure of the table has a name, an explanation and printed forms in both languages, and gives its figures."""

import re
from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from analysis.measures import MEASURES, measures
from analysis.measures.measure import Counts, Level, Measure
from analysis.results import ConstructPair, GroupSummary, ItemComparison, PairComparison, Status
from analysis.sources.dataset import Group, Option, Variable
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.translation import translator
from forms.languages import LANGUAGES

RECORDS = {
    Level.GROUP: GroupSummary,
    Level.ITEM: ItemComparison,
    Level.PAIR: PairComparison,
    Level.SCORES: ConstructPair,
}
NO_FIGURES = {
    "group", "label", "n", "clusters", "missing", "status", "item", "kind", "construct", "reversed", "neutral_code",
    "position", "note", "groups", "tested_groups", "pairs", "comparability", "tested", "significant", "items",
    "primary", "extra",
}  # fmt: skip
NUMBERS_OF_GROUPS = {Level.GROUP: 1, Level.ITEM: 3, Level.PAIR: 2, Level.SCORES: 2}
each_measure = pytest.mark.parametrize("measure", measures(), ids=list(MEASURES))


def counts(level: Level) -> Counts:
    number = NUMBERS_OF_GROUPS[level]
    cube = np.arange(1, 12 * number * 3 + 1).reshape(12, number, 3)
    data = ClusterCounts(cube.sum(axis=0), cube)
    variable = Variable("q", options=tuple(Option(code) for code in (1, 2, 3)))
    groups = tuple(Group(f"g{at}") for at in range(number))
    pair = (data, (0, 1)) if level is Level.PAIR else (None, None)
    return Counts(data, np.array([1.0, 2.0, 3.0]), None if level is Level.SCORES else variable, groups, *pair)


@pytest.mark.parametrize("language", LANGUAGES)
@each_measure
def test_it_has_texts_in_every_language(measure: Measure, language: str) -> None:
    say = translator(language)
    for text in (measure.term, measure.introduction, measure.method):
        assert text
        assert language == "en" or say(text) != text, text
    for label in (measure.label, *(column.label for column in measure.columns)):
        assert say(label)


@each_measure
def test_its_introduction_is_one_sentence_with_the_technical_name_in_brackets(measure: Measure) -> None:
    for language in LANGUAGES:
        text = re.sub(r"Sig\.|\d\.\d", "", translator(language)(measure.introduction))
        assert re.fullmatch(r"[^.]+\([^()]+\)\.", text)


@each_measure
def test_its_references_name_a_year(measure: Measure) -> None:
    assert measure.references
    assert all(re.search(r"\((19|20)\d\d\)\. .+\.$", reference) for reference in measure.references)


@each_measure
def test_it_computes_the_figures_that_it_names(measure: Measure) -> None:
    computed = measure.compute(counts(measure.level))
    assert tuple(computed) == measure.names
    assert tuple(measure.empty(Status.SUPPRESSED)) == measure.names
    assert tuple(measure.without_parts(computed)) == measure.names
    assert list(measure.adjust([computed, computed])[0]) == list(measure.names)


@each_measure
def test_the_table_lists_it_under_one_of_its_names(measure: Measure) -> None:
    (key,) = [key for key, found in zip(MEASURES, measures(), strict=True) if found is measure]
    assert key in measure.names


@pytest.mark.parametrize("level", Level)
def test_names_are_unique_and_differ_from_other_fields_of_the_record(level: Level) -> None:
    names = Counter(name for measure in measures(level) for name in measure.names)
    assert set(names.values()) == {1}
    assert not names.keys() & NO_FIGURES
    assert {field.name for field in fields(RECORDS[level])} - NO_FIGURES <= names.keys()


@pytest.mark.parametrize("level", Level)
def test_names_in_the_file_of_numbers_are_unique(level: Level) -> None:
    # The file of pairs contains the measures of items as well.
    levels = {Level.PAIR: (Level.PAIR, Level.ITEM)}.get(level, (level,))
    names = [number.name for each in levels for measure in measures(each) for number in measure.numbers]
    assert len(names) == len(set(names))
