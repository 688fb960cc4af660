"""No hidden answer can be computed from everything that one release publishes.

In ten of the thirteen cases below hidden answers can be computed if each item is hidden by itself only.
"""

import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.views.json import to_json
from tests.analysis.hidden_cells.attacker import narrow, parts_known, unanimous
from tests.analysis.hidden_cells.twelve_studies import STUDIES, three_agencies

THRESHOLDS = Thresholds()


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.__name__)
def test_no_hidden_answer_lies_between_narrower_bounds_than_the_threshold(study):
    known = study()
    document = to_json(compare(known.data, thresholds=THRESHOLDS))
    assert narrow(known, document, THRESHOLDS.people) == []
    assert unanimous(document, known.data.codebook) == []


def test_ranges_and_intervals_do_not_reveal_the_answers_of_an_agency():
    known = three_agencies()
    document = to_json(compare(known.data, thresholds=THRESHOLDS))
    assert parts_known(known, document) == []


def test_the_integer_program_finds_what_a_release_without_rules_reveals():
    known = three_agencies()
    assert parts_known(known, to_json(compare(known.data)))
