"""The script starts in parts. Whichever of them fails, the form can be filled in and sent."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from playwright.sync_api import Browser, Page, expect

from surveyapp.respondents.assets import join_modules, kind_modules
from surveyapp.respondents.kinds import VIEWS
from tests.journeys.answering.conftest import SHORT, WAIT, Site
from tests.journeys.answering.walking import answer, go_on, walk

pytestmark = pytest.mark.browser

FUNCTION = r"^(?:export )?(?:async )?function (\w+)\([^\n]*\) \{\n"


def _modules(folder: Traversable) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _modules(entry)
        else:
            found[entry.name.removesuffix(".js")] = entry.read_text("utf-8")
    return found


MODULES = _modules(files("surveyapp.respondents") / "static" / "js")
MODULES |= kind_modules({kind: view.script for kind, view in VIEWS.items()})
CATCHERS = {"attempt", "startForm"}
"""These are the net itself: they call the other parts and nothing else."""


def parts() -> list[tuple[str, str]]:
    """Return (module, function) of each part of the start.

    A part is named start..., is given to ``attempt``, or is called in ``startForm``.
    """
    main = MODULES["main"]
    beginning = main[main.index("function startForm()") :]
    named = set(re.findall(r"attempt\((?:steps\.)?(\w+)", main) + re.findall(r"\b(\w+)\(", beginning))
    # What is called in a part by another name.
    named |= {"learnUnit"}
    found = [(name, function) for name, text in MODULES.items() for function in re.findall(FUNCTION, text, re.M)]
    return sorted(
        (module, function)
        for module, function in found
        if (function in named or re.match(r"start(?![a-z])", function)) and function not in CATCHERS
    )


def broken(module: str, function: str, where: str) -> str:
    """Return the script in which this function throws when it is called, or at its end."""
    text = MODULES[module]
    pattern = FUNCTION.replace(r"(\w+)", function) + r"(.*?)^\}$"
    (found,) = re.finditer(pattern, text, re.M | re.S)
    at = found.start(1) if where == "at once" else found.end(1)
    return join_modules(MODULES | {module: text[:at] + 'throw new Error("broken");\n' + text[at:]}, "main")


def fill_and_send(page: Page, code: str) -> None:
    """Fill in the form as it stands: screen by screen, or the whole page at once."""
    page.fill("#code-input", code)
    if page.is_visible("#step-bar"):
        if page.is_visible("#consent [value='1']"):
            page.check("#consent [value='1']")
        go_on(page)
    if page.is_visible("#step-bar"):
        list(walk(page, empty=False))
        page.click("[data-act=next]")
        return
    answer(page)
    page.check("#consent [value='1']")
    page.click("#survey-form [type=submit]")


def test_the_parts_are_found_in_the_script() -> None:
    found = parts()
    assert {
        ("main", "startSteps"),
        ("screens", "startScreens"),
        ("unit_name", "learnUnit"),
        ("memory", "recall"),
        ("asked", "settle"),
        ("ranking_kind", "start"),
    } <= set(found)
    assert len(found) > 20


def test_nothing_is_started_outside_the_net() -> None:
    body = re.search(r"^function startForm\(\) \{\n(.*?)^\}$", MODULES["main"], re.M | re.S)
    assert body is not None
    for line in body[1].splitlines():
        assert re.search(r"attempt\(|askForUnit\(\)", line), line


@pytest.mark.parametrize("where", ["at once", pytest.param("at its end", marks=pytest.mark.long)])
@pytest.mark.parametrize(("module", "function"), parts(), ids=lambda name: str(name))
def test_a_form_can_be_sent_whichever_part_fails(
    site: Site, browser: Browser, module: str, function: str, where: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    script = broken(module, function, where)
    page.route("**/assets/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(site.form(SHORT, "insider"))
    fill_and_send(page, site.code(SHORT, "insider"))
    expect(page.get_by_text("Số biên nhận")).to_be_visible()
    context.close()
