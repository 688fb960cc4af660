"""The parameters of synthetic answers have computable consequences, and the answers follow them."""

from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest

from forms.loading.studies import find_study, load_study
from forms.model.study import Study
from surveyapp.simulation.people import Person, Respondent
from surveyapp.simulation.truth import Truth, expected_results, population_delta

ATTENTIVE = dict.fromkeys(("leader", "civil_servant", "outsider"), 0.0)


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(find_study("khanh_hoa_2019"))


def test_the_shares_of_an_item_sum_to_one_in_every_group(study: Study) -> None:
    for result in expected_results(study, Truth.of(study, 7)).values():
        by_group = result["shares"]
        assert isinstance(by_group, dict)
        for shares in by_group.values():
            assert sum(shares) == pytest.approx(1)
            assert all(share > 0 for share in shares)


def test_equal_populations_have_a_delta_of_zero() -> None:
    assert population_delta((0.2, 0.3, 0.5), (0.2, 0.3, 0.5)) == pytest.approx(0)


def test_the_higher_population_has_a_delta_above_zero() -> None:
    assert population_delta((0.0, 0.0, 1.0), (1.0, 0.0, 0.0)) == 1
    # P(X > Y) = .5 * .5 + .5 * 1 and P(X < Y) = 0 for X on 2, 3 and Y on 1, 2
    assert population_delta((0.0, 0.5, 0.5), (0.5, 0.5, 0.0)) == pytest.approx(0.75)


def test_a_reversed_item_turns_the_shares_round(study: Study) -> None:
    truth = replace(Truth.of(study, 7), careless=ATTENTIVE)
    straight = truth.shares("leader", "answerability", "an_explains", 3, reversed_item=False)
    turned = truth.shares("leader", "answerability", "an_explains", 3, reversed_item=True)
    assert straight[-1] > straight[0]
    assert turned[0] > turned[-1]


def test_the_answers_of_many_people_have_the_shares_of_the_truth(study: Study) -> None:
    truth = replace(Truth.of(study, 7), blank=0.0, dont_know=ATTENTIVE)
    item = study.item("an_explains")
    assert item is not None
    question = study.questionnaires["civil_servant"].question("an_explains")
    counts: Counter[str] = Counter()
    number = 6000
    for index in range(number):
        # A separate unit for each person: the shares are those of the population rather than of a sample of agencies.
        unit = study.frame.units[0].model_copy(update={"id": f"unit_{index}"})
        frame = study.frame.model_copy(update={"units": (unit,)})
        person = Person("civil_servant", unit, index, f"7/civil_servant/{index}")
        someone = Respondent(person, study.model_copy(update={"frame": frame}), truth)
        counts.update(someone._item(question)["an_explains"])
    shares = truth.shares("civil_servant", item.construct_id, item.id, 5, item.reversed)
    for code, share in enumerate(shares, 1):
        # four standard errors of a share of 6,000
        assert counts[str(code)] / number == pytest.approx(share, abs=4 * (0.25 / number) ** 0.5)


def test_another_seed_makes_another_truth(study: Study) -> None:
    first, second = (dict(islice(expected_results(study, Truth.of(study, seed)).items(), 5)) for seed in (1, 2))
    assert first != second
