"""What is hidden together: questions, skip rules, scores, agencies. Each rule is tested separately."""

import pytest

from analysis.comparisons.group_comparisons import compare, compare_tally
from analysis.disclosure.small_cells import Thresholds, decide_cells
from analysis.results import Status
from analysis.sources.tally import tally
from tests.analysis.hidden_cells.twelve_studies import (
    Known,
    all_refused,
    chain_of_gates,
    check_all,
    score_of_four,
    score_of_three,
    small_group,
    three_agencies,
    unanimity,
)

THRESHOLDS = Thresholds()


def cells(known: Known) -> dict[str, tuple[Status, ...]]:
    return dict(decide_cells(tally(known.data).items, known.data.codebook.groups, THRESHOLDS))


def test_everything_asked_after_a_hidden_question_is_hidden_for_that_group_only():
    hidden, shown = Status.SUPPRESSED, Status.OK
    assert cells(chain_of_gates()) == dict.fromkeys(("any_case", "considered", "outcome"), (hidden, shown))


def test_all_columns_of_a_question_are_hidden_together():
    assert {statuses[0] for statuses in cells(check_all()).values()} == {Status.SUPPRESSED}


@pytest.mark.parametrize("study", [unanimity, all_refused])
def test_a_fact_on_which_all_agree_is_hidden(study):
    assert cells(study())["any_case"] == (Status.SUPPRESSED, Status.OK)


def test_a_score_leaves_out_hidden_statements_and_needs_three_others():
    (pair,) = compare(score_of_three().data, thresholds=THRESHOLDS).constructs[0].pairs
    assert (pair.status, pair.means[0].estimate) == (Status.SUPPRESSED, None)
    (pair,) = compare(score_of_four().data, thresholds=THRESHOLDS).constructs[0].pairs
    assert pair.items == ("a", "b", "d")
    assert pair.difference.estimate is not None


def test_a_gate_counts_even_if_another_comparison_shows_it():
    data = chain_of_gates().data
    decided = decide_cells(tally(data).items, data.codebook.groups, THRESHOLDS)
    alone = compare_tally(tally(data, ["outcome"]), data.codebook, THRESHOLDS, cells=decided)
    assert alone.items[0].groups[0].status is Status.SUPPRESSED


def test_a_group_below_the_threshold_does_not_reveal_its_size_in_items_it_was_not_asked():
    item = compare(small_group().data, thresholds=THRESHOLDS).items[-1]
    assert (item.groups[0].status, item.groups[0].n, dict(item.groups[0].missing)) == (Status.GROUP_EMPTY, 0, {})


def test_ranges_and_intervals_do_not_reveal_figures_of_small_agencies():
    item = compare(three_agencies().data, thresholds=THRESHOLDS).items[0]
    delta = item.pairs[0].cliffs_delta
    assert delta.estimate is not None
    assert (delta.status, delta.se, delta.ci_low, delta.range_low) == (Status.FEW_CLUSTERS, None, None, None)
    staff = item.group("staff")
    assert (staff.mean.status, staff.mean.se) == (Status.FEW_CLUSTERS, None)
    assert {share.share.ci_low for share in staff.shares} == {None}
    assert staff.shares[0].share.estimate == pytest.approx(0.55)


def test_large_agencies_keep_their_ranges_and_intervals():
    delta = compare(three_agencies().data, thresholds=Thresholds.for_file(4)).items[0].pairs[0].cliffs_delta
    assert delta.status is Status.FEW_CLUSTERS
    assert None not in (delta.se, delta.ci_low, delta.range_low, delta.range_high)
