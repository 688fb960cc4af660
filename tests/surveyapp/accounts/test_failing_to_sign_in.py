from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.signing_in.sign_in_budget import OF_A_NAME, SignInBudget
from surveyapp.throttling.failure_budget import KEY_SECONDS, MOST_KEPT, FailureBudget
from tests.surveyapp.staff_cast import PASSWORD, post

SIGN_IN = "/staff/sign-in?lang=en"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_few_slips_cost_nothing_and_then_each_costs_twice_the_last() -> None:
    budget = FailureBudget(2, 1.0, 6.0, Clock())
    assert [budget.failed("lan", "10.0.0.1") for _ in range(7)] == [0, 0, 1, 2, 4, 6, 6]


def test_attempts_at_the_same_moment_get_no_more_than_one_after_the_other() -> None:
    budget = FailureBudget(5, 2.0, 300.0, Clock())
    with ThreadPoolExecutor(24) as people:
        waits = list(people.map(lambda _: budget.reserve("lan"), range(24)))
    assert sorted(waits) == [0.0] * 6 + [2.0] * 18


def test_an_attempt_that_was_no_failure_is_given_back() -> None:
    budget = FailureBudget(1, 2.0, 300.0, Clock())
    for _ in range(10):
        assert budget.reserve("lan") == 0
        budget.give_back("lan")
    assert [budget.reserve("lan") for _ in range(3)] == [0, 0, 2]


def test_the_wait_goes_by_with_the_time() -> None:
    clock = Clock()
    budget = FailureBudget(0, 8.0, 60.0, clock)
    budget.failed("lan")
    clock.now += 5
    assert budget.wait("lan") == 3
    clock.now += 3
    assert budget.wait("lan") == 0


def test_nobody_waits_for_what_others_did() -> None:
    budget = FailureBudget(0, 1.0, 60.0, Clock())
    budget.failed("lan", "10.0.0.1")
    assert budget.wait("lan", "10.0.0.2") == 0
    assert budget.wait("bình", "10.0.0.1") == 0


def test_success_begins_anew() -> None:
    budget = FailureBudget(0, 1.0, 60.0, Clock())
    budget.failed("lan")
    budget.forget("lan")
    assert budget.wait("lan") == 0


def test_after_an_hour_at_most_everything_is_forgotten() -> None:
    clock = Clock()
    budget = FailureBudget(0, 10**6, 10**6, clock)
    budget.failed("lan")
    assert budget.wait("lan") > KEY_SECONDS
    clock.now += KEY_SECONDS
    assert budget.wait("lan") == 0
    assert budget._found == {}


def test_memory_is_bounded_and_holds_no_address() -> None:
    budget = FailureBudget(0, 1.0, 1.0, Clock())
    for number in range(MOST_KEPT + 50):
        budget.failed(f"192.0.2.{number}")
    assert len(budget._found) == MOST_KEPT
    assert not any(b"192.0.2." in name for name in budget._found)


def test_after_some_wrong_passwords_the_next_is_not_looked_at_for_a_while(stranger: FlaskClient) -> None:
    for _ in range(OF_A_NAME[0] + 1):
        assert post(stranger, SIGN_IN, name="researcher", password="wrong").status_code == 403
    answer = post(stranger, SIGN_IN, name="Researcher ", password=PASSWORD)
    assert answer.status_code == 429
    assert "Please wait" in answer.text
    # Another person signs in from the same address.
    assert post(stranger, SIGN_IN, name="clerk", password=PASSWORD).status_code == 303


def test_somebody_who_guesses_elsewhere_keeps_nobody_out(app: Flask, stranger: FlaskClient) -> None:
    budget: SignInBudget = app.extensions["sign_in_budget"]
    for _ in range(50):
        budget.reserve("researcher", "198.51.100.7")
    assert budget.reserve("researcher", "198.51.100.7") > 0
    assert post(stranger, SIGN_IN, name="researcher", password=PASSWORD).status_code == 303


@pytest.mark.parametrize("name", ["researcher", "nobody"])
def test_known_and_unknown_names_wait_alike(stranger: FlaskClient, name: str) -> None:
    statuses = [post(stranger, SIGN_IN, name=name, password="wrong").status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2
