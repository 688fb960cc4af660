"""The script starts in parts. Whichever of them fails, the form can be filled in and sent."""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from playwright.sync_api import Browser, Page, expect

from surveyapp.respondents.assets import join_modules, kind_modules
from surveyapp.respondents.kinds import VIEWS
from tests.journeys.answering.conftest import SHORT, WAIT, Site
from tests.journeys.answering.walking import answer, screen

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
CATCHERS = {"alone", "attempt", "startForm", "unfold"}
"""These are the net itself."""


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


def movers() -> list[tuple[str, str]]:
    """Return (module, function) of what ``main`` has at hand for moving from screen to screen and for sending."""
    main = MODULES["main"]
    imports = re.findall(r"^import \{([^}]+)\}", main, re.M)
    used = {name.strip() for names in imports for name in names.split(",")}
    used |= set(re.findall(r"\bsteps\.(\w+)\(", main)) | set(re.findall(FUNCTION, main, re.M))
    found = {(name, function) for name, text in MODULES.items() for function in re.findall(FUNCTION, text, re.M)}
    return sorted({(name, function) for name, function in found if function in used - CATCHERS} - set(parts()))


def broken(module: str, function: str, where: str) -> str:
    """Return the script in which this function throws when it is called, or at its end."""
    text = MODULES[module]
    pattern = FUNCTION.replace(r"(\w+)", function) + r"(.*?)^\}$"
    (found,) = re.finditer(pattern, text, re.M | re.S)
    at = found.start(1) if where == "at once" else found.end(1)
    return join_modules(MODULES | {module: text[:at] + 'throw new Error("broken");\n' + text[at:]}, "main")


STEPPED = """before => document.getElementById("step-bar")?.hidden !== false
  || history.state.screen !== before || document.querySelector("dialog")"""


def fill_and_send(page: Page, code: str) -> None:
    """Fill in the form as it stands, screen by screen or on the whole page, and send it until it is received."""
    page.fill("#code-input", code)
    while page.is_visible("#step-bar"):
        before = screen(page)
        if page.is_visible("#consent [value='1']"):
            page.check("#consent [value='1']")
        answer(page)
        page.click("[data-act=next]")
        page.wait_for_function(STEPPED, arg=before)
        if page.is_visible("dialog"):
            page.click("dialog .choices button:last-child")
    if page.is_visible("#survey-form"):
        answer(page)
        page.check("#consent [value='1']")
        page.click("#survey-form [type=submit]")
        # Where the script could not name the sheet, the server does, and shows everything again.
        if page.is_visible("#plain-form"):
            assert page.input_value("[name=advice]") == "Công khai."
            page.click("#screen-check [type=submit] >> nth=0")
    # On a shared device the script leads to a page for the next person.
    expect(page.get_by_text(re.compile("Số biên nhận|^Phiếu đã được nhận")).first).to_be_visible()


SEMINAR = "&session=seminar"
Opening = Callable[..., Page]


@pytest.fixture
def form_with(browser: Browser, site: Site) -> Iterator[Opening]:
    """Open the form with a script; what it throws is no fault of the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(WAIT)

    def open_form(script: str, session: str = "") -> Page:
        page = context.new_page()
        page.route("**/assets/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        page.goto(site.form(SHORT, "insider", f"?v=a{session}"))
        return page

    yield open_form
    context.close()


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


@pytest.mark.parametrize(
    ("where", "session"),
    [
        ("at once", ""),
        pytest.param("at its end", "", marks=pytest.mark.long),
        pytest.param("at once", SEMINAR, marks=pytest.mark.long),
        pytest.param("at its end", SEMINAR, marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize(("module", "function"), parts(), ids=str)
def test_a_form_can_be_sent_whichever_part_fails(
    site: Site, form_with: Opening, module: str, function: str, where: str, session: str
) -> None:
    page = form_with(broken(module, function, where), session)
    fill_and_send(page, site.code(SHORT, "insider"))


@pytest.mark.parametrize(
    ("module", "function"), [("screens", "startScreens"), ("shared_device", "startSharedDevice"), ("memory", "recall")]
)
def test_a_form_of_a_seminar_can_be_sent_where_a_part_fails(
    site: Site, form_with: Opening, module: str, function: str
) -> None:
    page = form_with(broken(module, function, "at its end"), SEMINAR)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    fill_and_send(page, site.code(SHORT, "insider"))
    assert asked == [], "nothing is lost by sending"
    assert page.evaluate("sessionStorage.length") == 0


def test_a_form_that_the_browser_sent_itself_is_not_kept_in_the_tab(site: Site, form_with: Opening) -> None:
    page = form_with(broken("screens", "startScreens", "at once"))
    page.fill("#code-input", code := site.code(SHORT, "insider"))
    page.wait_for_function("Object.values(sessionStorage).some((kept) => kept.includes('nonce'))")
    fill_and_send(page, code)
    kept = page.evaluate("JSON.stringify(Object.values(sessionStorage))")
    assert "nonce" not in kept
    assert code not in kept
    page.go_back()
    page.wait_for_url("**/received**")
    assert page.locator("#survey-form").count() == 0


@pytest.mark.long
@pytest.mark.parametrize(("module", "function"), movers(), ids=str)
def test_a_form_can_be_sent_where_a_step_fails(site: Site, form_with: Opening, module: str, function: str) -> None:
    page = form_with(broken(module, function, "at once"))
    fill_and_send(page, site.code(SHORT, "insider"))


def test_a_script_that_does_not_run_at_all_leaves_a_form_that_can_be_sent(site: Site, form_with: Opening) -> None:
    page = form_with("not a script")
    assert page.locator("#step-bar").is_hidden()
    fill_and_send(page, site.code(SHORT, "insider"))
