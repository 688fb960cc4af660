from collections import Counter
from dataclasses import replace
from itertools import count

import pytest

from surveyapp.ballot_box.opening.choosing import OpeningPolicy, UnsealedBallot, choose, pooled
from surveyapp.ballot_box.sheets import Sheet
from tests.surveyapp.tiny_study import tiny_study

STUDY = tiny_study(leaders_keep_unit=True)
_numbers = count()


def ballots(
    number: int, unit: str | None = None, rated: str | None = None, block: str | None = None, group: str = "outsider"
) -> list[UnsealedBallot]:
    sheet = Sheet(
        "r1", "v", "a", "vi", "web", "code", None, unit, block, rated, {"out_agency": 1, "ov_one": 2}, {}, {}, ""
    )
    return [UnsealedBallot(next(_numbers).to_bytes(16, "big"), group, sheet) for _ in range(number)]


def places(chosen: list[UnsealedBallot]) -> Counter[str | None]:
    return Counter(read.sheet.pool or read.sheet.place for read in chosen)


def test_during_the_field_a_unit_needs_five_new_ballots() -> None:
    lying = ballots(5, rated="so_a") + ballots(4, rated="so_b")
    assert places(choose(lying, STUDY, OpeningPolicy.DURING_THE_FIELD)) == {"so_a": 5}


def test_a_study_that_raises_the_threshold_of_opening_opens_larger_units_only() -> None:
    raised = STUDY.model_copy(update={"thresholds": STUDY.thresholds.model_copy(update={"opening": 7})})
    lying = ballots(7, rated="so_a") + ballots(6, rated="so_b")
    assert places(choose(lying, raised, OpeningPolicy.DURING_THE_FIELD)) == {"so_a": 7}
    assert places(choose(lying, raised, OpeningPolicy.LAST)) == {"so_a": 7, "pooled": 6}


def test_no_study_opens_units_below_the_floor() -> None:
    lowered = STUDY.model_copy(update={"thresholds": STUDY.thresholds.model_copy(update={"opening": 1})})
    assert choose(ballots(4, rated="so_b"), lowered, OpeningPolicy.DURING_THE_FIELD) == []


def test_five_are_counted_in_each_group_by_itself() -> None:
    lying = ballots(3, rated="so_a") + ballots(3, unit="so_a", group="leader")
    assert choose(lying, STUDY, OpeningPolicy.DURING_THE_FIELD) == []


def test_heads_stay_sealed_until_the_end_and_are_then_opened_whole() -> None:
    heads = ballots(1, unit="so_a", group="leader") + ballots(1, unit="so_b", group="leader")
    assert choose(heads, STUDY, OpeningPolicy.DURING_THE_FIELD) == []
    assert places(choose(heads, STUDY, OpeningPolicy.LAST)) == {"so_a": 1, "so_b": 1}


def test_at_the_end_small_units_of_a_stratum_become_one_cluster() -> None:
    lying = ballots(6, rated="huyen_c") + ballots(4, rated="so_a") + ballots(3, rated="so_b")
    chosen = choose(lying, STUDY, OpeningPolicy.LAST)
    assert places(chosen) == {"huyen_c": 6, "pooled:so": 7}
    assert pooled(chosen) == 7


def test_strata_with_too_few_are_pooled_further() -> None:
    lying = ballots(2, rated="so_a") + ballots(2, rated="huyen_c")
    assert places(choose(lying, STUDY, OpeningPolicy.LAST)) == {"pooled": 4}


def test_a_pooled_answer_names_its_agency_nowhere() -> None:
    for read in choose(ballots(3, unit="so_a", rated="so_a"), STUDY, OpeningPolicy.LAST):
        sheet = read.sheet
        assert (sheet.unit, sheet.rated_unit, sheet.block) == (None, None, None)
        assert "out_agency" not in sheet.answers


def test_whoever_names_no_agency_is_opened_at_the_end_without_a_place() -> None:
    lying = ballots(2)
    assert choose(lying, STUDY, OpeningPolicy.DURING_THE_FIELD) == []
    assert places(choose(lying, STUDY, OpeningPolicy.LAST)) == {None: 2}


def test_blocks_of_strata_are_places_too() -> None:
    lying = ballots(5, block="tinh") + ballots(2, block="dia_phuong")
    during = choose(lying, STUDY, OpeningPolicy.DURING_THE_FIELD)
    assert [read.sheet.block for read in during] == ["tinh"] * 5
    assert places(choose(lying[5:], STUDY, OpeningPolicy.LAST)) == {"pooled": 2}


def test_where_a_card_was_handed_out_is_dropped_when_another_agency_is_rated() -> None:
    (read, *_) = choose(ballots(5, unit="so_a", rated="so_b"), STUDY, OpeningPolicy.DURING_THE_FIELD)
    assert (read.sheet.unit, read.sheet.rated_unit) == (None, "so_b")


@pytest.mark.parametrize("number", [1, 4, 5, 6])
def test_a_rehearsal_is_opened_whole_as_it_is(number: int) -> None:
    lying = ballots(number, rated="so_a") + ballots(1, unit="so_b", group="leader")
    assert places(choose(lying, STUDY, OpeningPolicy.REHEARSAL)) == {"so_a": number, "so_b": 1}


def test_a_pooled_answer_to_an_earlier_version_names_its_agency_nowhere_either() -> None:
    answers = {"former_agency": 1, "ov_one": 2}
    lying = [replace(ballot, sheet=replace(ballot.sheet, answers=answers)) for ballot in ballots(3, rated="so_a")]
    chosen = choose(lying, STUDY, OpeningPolicy.LAST, frozenset({"former_agency"}))
    assert [read.sheet.answers for read in chosen] == [{"ov_one": 2}] * 3
