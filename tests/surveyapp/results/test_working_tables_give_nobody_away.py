"""Working tables, charts, files and reports of one study together: no difference is about fewer than five people."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.sources.tally import tally
from analysis.views.json import to_json
from surveyapp.results.releases.counting import answers_only
from surveyapp.results.releases.release import Release
from tests.analysis.hidden_cells.attacker import narrow, unanimous
from tests.analysis.hidden_cells.twelve_studies import STUDIES, Known, three_agencies
from tests.surveyapp.results.growing_answers import FIVE, Field, growing
from tests.surveyapp.results.test_releases_give_nobody_away import (
    Seen,
    by_the_rule,
    given_away,
    read,
    read_working,
)

WITHOUT_AGENCIES = [study for study in STUDIES if study is not three_agencies]


def states_of(seed: int, working: Callable[[Field, Release], Seen]) -> Iterator[tuple[Seen, Seen]]:
    """Return, release by release, what is published and what the working tables show."""
    release: Release | None = None
    for there in growing(seed):
        release = by_the_rule(there, release)
        yield read(release), working(there, release)


def of_the_release(_there: Field, release: Release) -> Seen:
    return read_working(release.working)


def of_the_moment(there: Field, _release: Release) -> Seen:
    """Return working tables that follow every answer."""
    return read_working(there.working())


def look(seeds: range) -> None:
    more = renewed = 0
    for seed in seeds:
        states = list(states_of(seed, of_the_release))
        together = [seen for both in states for seen in both]
        assert not list(given_away(together, FIVE.people)), f"way {seed}"
        assert not list(given_away([published for published, _ in states])), f"way {seed}"
        more += sum(bool(working.keys() - published.keys()) for published, working in states)
        renewed += sum(new != old for (_, old), (_, new) in pairwise(states))
    # The test does not pass merely because nothing more than the published figures, or nothing new, is shown.
    assert more > len(seeds)
    assert renewed > len(seeds)


def test_what_is_published_and_the_working_tables_differ_by_nobody_or_by_enough_people() -> None:
    look(range(16))


@pytest.mark.long
def test_two_hundred_ways_for_a_field_to_grow_give_nobody_away_on_working_pages() -> None:
    look(range(200))


def test_the_same_reader_finds_people_where_working_tables_follow_every_answer() -> None:
    found = [
        len(list(given_away([seen for both in states_of(seed, of_the_moment) for seen in both], FIVE.people)))
        for seed in range(5)
    ]
    assert all(found), found


@pytest.mark.parametrize("study", WITHOUT_AGENCIES, ids=lambda study: study.__name__)
def test_no_hidden_answer_of_a_working_table_can_be_computed(study: Callable[[], Known]) -> None:
    """The reader has the working tables and the published scores of the same people."""
    known = study()
    counted = tally(known.data)
    document = to_json(answers_only(counted, counted, known.data.codebook, FIVE))
    document["constructs"] = to_json(compare(known.data, thresholds=Thresholds()))["constructs"]
    assert narrow(known, document, FIVE.people) == []
    assert unanimous(document, known.data.codebook) == []
