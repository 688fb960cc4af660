"""Crosstabs, proportions and multiplicity compared with R."""

import numpy as np
import pytest

from analysis.results import Status
from analysis.statistics import crosstabs, multiplicity, proportions
from tests.analysis.reference_cases import cases, expected, holds, params, rows


def table_of(name):
    given = params(name)
    table = np.zeros((len(given["rows"]), len(given["cols"])), dtype=np.int64)
    for row in rows(name):
        table[given["rows"].index(row["row"]), given["cols"].index(row["col"])] += int(row["n"])
    return table


@pytest.mark.parametrize("name", cases("crosstab"))
def test_chi_square_and_both_cramers_v_equal_r(name):
    table, wanted = table_of(name), expected(name)
    assert table.tolist() == wanted["observed"]
    found = crosstabs.chi_square(table)
    holds(found.statistic, wanted["chisq"]["X2"])
    holds(found.p_value, wanted["chisq"]["p"])
    assert found.df == wanted["chisq"]["df"]
    holds(crosstabs.cramers_v(table), wanted["cramers_v"]["V"])
    holds(crosstabs.cramers_v_corrected(table), wanted["cramers_v"]["V_bias_corrected_Bergsma"])


@pytest.mark.parametrize("name", cases("prop"))
def test_wilson_intervals_equal_r(name):
    for wanted in expected(name)["rows"]:
        found = proportions.share(wanted["x"], wanted["n"])
        if "wilson" not in wanted:
            assert (found.estimate, found.status) == (None, Status.UNDEFINED_N0)
            continue
        holds(found.estimate, wanted["p"])
        holds(found.ci_low, wanted["wilson"][0])
        holds(found.ci_high, wanted["wilson"][1])


ADJUSTMENTS = {
    "holm": multiplicity.holm,
    "hochberg": multiplicity.hochberg,
    "BH": multiplicity.benjamini_hochberg,
    "BY": multiplicity.benjamini_yekutieli,
    "bonferroni": multiplicity.bonferroni,
}


@pytest.mark.parametrize("method", ADJUSTMENTS)
@pytest.mark.parametrize("name", [name for name in cases("misc") if "padjust" in name])
def test_adjusted_p_values_equal_r(name, method):
    p_values = [float(row["p"]) for row in rows(name)]
    for found, wanted in zip(ADJUSTMENTS[method](p_values), expected(name)[f"p_adjust_{method}"], strict=True):
        holds(found, wanted)


@pytest.mark.parametrize("method", ADJUSTMENTS)
def test_an_undefined_p_value_stays_undefined_and_does_not_count(method):
    with_gap = ADJUSTMENTS[method]([0.01, None, 0.04])
    assert with_gap[1] is None
    assert [with_gap[0], with_gap[2]] == ADJUSTMENTS[method]([0.01, 0.04])
