"""Skip rules in Chromium: the script of respondents' pages agrees with the server."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from forms.model.skip_rules import SkipRule
from surveyapp.respondents import assets
from tests.journeys.browsers.chromium import chromium_path

pytestmark = pytest.mark.browser

Case = tuple[dict[str, Any], dict[str, list[int]]]
"""A rule as data, and question id to the chosen codes."""
Evaluator = Callable[[list[Case]], list[bool]]

VECTORS = json.loads((files("forms.model") / "skip_rule_vectors.json").read_text(encoding="utf-8"))["vectors"]

_EVALUATE = """cases => cases.map(([rule, given]) => {
  const answers = new Map(Object.entries(given).map(([question, codes]) => [question, new Set(codes)]));
  return skip_rules_js.holds(rule, answers);
})"""


def served_module() -> str:
    """Return the module of skip rules as contained in the script of respondents' pages."""
    app = Flask("assets")
    assets.init_app(app)
    (script,) = (made for made in app.extensions["respondent_assets"].values() if made.name.endswith(".js"))
    found = re.search(r"^const skip_rules_js = .*?^\}\)\(\);$", script.body.decode(), re.M | re.S)
    assert found
    return f'"use strict";\n{found[0]}'


@pytest.fixture(scope="module")
def in_browser() -> Iterator[Evaluator]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        page = browser.new_page()
        page.add_script_tag(content=served_module())
        yield lambda cases: page.evaluate(_EVALUATE, cases)
        browser.close()


def test_the_browser_agrees_with_every_vector(in_browser: Evaluator) -> None:
    assert len(VECTORS) >= 200
    found = in_browser([(vector["rule"], vector["given"]) for vector in VECTORS])
    assert [vector["name"] for vector, held in zip(VECTORS, found, strict=True) if held is not vector["holds"]] == []


QUESTIONS = st.sampled_from(("a", "b", "constructor"))
# Few codes, so that rules and answers often match; a reason for not answering, a date, and the largest exact number.
CODES = st.sampled_from((0, 1, 2, 3, 10, 20190531, -9, 2**53 - 1))
COMPARED_WITH: dict[str, st.SearchStrategy[Any]] = {
    "is": CODES,
    "is_not": CODES,
    "in": st.lists(CODES, max_size=3),
    "not_in": st.lists(CODES, max_size=3),
    "at_least": CODES,
    "at_most": CODES,
    "includes": CODES,
    "answered": st.booleans(),
}
CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    [st.fixed_dictionaries({"item": QUESTIONS, name: value}) for name, value in COMPARED_WITH.items()]
)
RULES = st.recursive(
    CONDITIONS,
    lambda parts: st.one_of(
        st.fixed_dictionaries({"all": st.lists(parts, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(parts, max_size=3)}),
        st.fixed_dictionaries({"not": parts}),
    ),
    max_leaves=4,
)
ANSWERS = st.dictionaries(QUESTIONS, st.lists(CODES, max_size=3))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(RULES, ANSWERS), min_size=25, max_size=40))
def test_the_browser_agrees_with_the_server_on_any_rule_and_answers(in_browser: Evaluator, cases: list[Case]) -> None:
    rules = [SkipRule.model_validate(rule) for rule, _ in cases]
    on_server = [
        rule.holds({question: frozenset(codes) for question, codes in answers.items()})
        for rule, (_, answers) in zip(rules, cases, strict=True)
    ]
    found = in_browser([(rule.as_data(), answers) for rule, (_, answers) in zip(rules, cases, strict=True)])
    assert found == on_server
