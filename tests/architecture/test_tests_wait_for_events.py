"""Tests wait until something is so, by one function with a deadline; no time that passes decides a race."""

import ast
from pathlib import Path

from tests.architecture.checkout import ROOT

WAITING = Path("tests/waiting.py")
LASTING = {
    "tests/durability/test_locked_databases_are_waited_for.py",  # a lock that lasts so long is what is tested
    "tests/durability/traced_writes.py",  # whether a program may be traced is asked, and "no" is an answer
    "tests/linkability/test_saved_forms_are_unreadable_and_go.py",  # an hour in small
    "tests/surveyapp/security/test_guessing_a_served_study.py",  # people who answer one after the other
    "tests/surveyapp/security/test_guessing_inside_a_session.py",  # a check that takes as long as a real one
    "tests/surveyapp/serving/test_bodies.py",  # a loop that is busy beyond a limit of time
    "tests/surveyapp/test_stopping_the_server.py",  # a server that does not end while it holds forms
}
"""Where a state has to last for some time, each with the reason."""


def calls(name: str) -> set[str]:
    """The modules of the tests that call a function of that name, other than the module of waiting."""
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.relative_to(ROOT) != WAITING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name
    }


def test_nothing_sleeps_but_the_function_that_waits() -> None:
    assert calls("sleep") == set()
    assert calls("wait_for_timeout") == {"tests/journeys/answering/test_nothing_is_lost_to_a_thumb.py"}, (
        "a page is waited for by what it shows, unless the time between two touches is what is tested"
    )


def test_time_passes_only_where_a_state_has_to_last() -> None:
    assert calls("after") == LASTING
