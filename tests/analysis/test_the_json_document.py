"""The JSON document of a comparison keeps its keys and their order; a new measure adds keys."""

import json
from math import inf, nan
from typing import Any

import pytest

from analysis.views.json import in_lines, to_json
from tests.analysis.report.made_report import made_comparison

DOCUMENT = "items constructs groups families clustered threshold notes mark"
ITEM = (
    "item status note label kind construct n clusters counts missing shares share_bounds labels group_status "
    "mean median sd equal_clusters largest_cluster "
    "not_answered mean_low mean_high response_by_cluster response_and_answers "
    "tested_groups omnibus kruskal_wallis epsilon_squared chi_square cramers_v cramers_v_corrected warnings pairs"
)
PAIR = (
    "groups comparability tested significant cliffs_delta classical delta_low delta_high sign_holds_up_to "
    "dunn mann_whitney"
)
ESTIMATE = (
    "estimate se ci_low ci_high p_value p_adjusted n method status df range_low range_high detectable deff icc cautions"
)
UNADJUSTED = "estimate se ci_low ci_high df method status"
MEAN = f"{UNADJUSTED} deff icc"
TEST = "statistic df p_value method status"
CONSTRUCT = "construct label status pairs invariance"
SCORES = "groups comparability items means difference cliffs_delta status primary"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return to_json(made_comparison())


def keys(record: dict[str, Any]) -> str:
    return " ".join(record)


def test_the_document_and_its_items(document: dict[str, Any]) -> None:
    assert keys(document) == DOCUMENT
    assert {keys(item) for item in document["items"]} == {ITEM}
    item = document["items"][0]
    assert keys(item["mean"]["leader"]) == MEAN
    assert keys(item["kruskal_wallis"]) == keys(item["chi_square"]) == TEST


def test_pairs_of_items(document: dict[str, Any]) -> None:
    pairs = [pair for item in document["items"] for pair in item["pairs"]]
    assert {keys(pair) for pair in pairs} == {PAIR}
    assert {keys(pair["cliffs_delta"]) for pair in pairs} == {ESTIMATE}
    assert {keys(pair["classical"]) for pair in pairs} == {UNADJUSTED}


def test_constructs(document: dict[str, Any]) -> None:
    for construct in document["constructs"]:
        assert keys(construct) == CONSTRUCT
        for pair in construct["pairs"]:
            assert keys(pair) == SCORES
            assert keys(pair["difference"]) == ESTIMATE


EDGES: dict[str, Any] = {
    "text": '“ê” "\\ \n\t\x07',
    "": [],
    "nothing": {},
    "small": [1e-300, -0.0, 0, True, False, None, [[{}]]],
}


def test_it_is_written_as_the_standard_library_writes_it(document: dict[str, Any]) -> None:
    written: Any
    for written in (document, EDGES, [], {}, "ê", 1.5):
        assert in_lines(written) == json.dumps(written, ensure_ascii=False, indent=1, allow_nan=False)


@pytest.mark.parametrize("number", [nan, inf])
def test_a_number_that_json_cannot_hold_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        in_lines({"share": [number]})


def test_a_type_that_json_has_not_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        in_lines({"share": {1}})
