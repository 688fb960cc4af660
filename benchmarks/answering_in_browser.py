"""What a respondent waits for: the weight of the first page, and how a cheap phone on a poor line shows the form.

Chromium stands for the phone: 400 kbit/s, 400 ms from request to reply, a processor six times slower than this one,
nothing in the cache. The server is `surveyapp serve`.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks._first_page import MOST_BYTES, MOST_REQUESTS, first_page_weight
from benchmarks._result_pages import write_page
from forms.study_loading import find_study, load_study
from surveyapp import create_app
from surveyapp.ballot_box.access_codes import make_codes
from surveyapp.commands.demo_server import DemoServer, free_port
from surveyapp.commands.init import set_up
from surveyapp.database.studies import State
from surveyapp.settings import load_settings
from surveyapp.study_changes import load, start_taking_answers

STUDY = "khanh_hoa_2019"
GROUPS = ("leader", "civil_servant", "outsider")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 6
RUNS, SCREENS = 5, 5
MOST_SECONDS, MOST_MILLISECONDS = 3.0, 100

# Notes when the script has laid the form out and the browser has drawn it, and how long each answer took to be drawn.
_WATCH = """
window.drawn = [];
const note = ({ name, duration }) => name === "click" && window.drawn.push(duration);
new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type: "event", durationThreshold: 16, buffered: true });
const wait = () => document.documentElement && document.documentElement.classList.contains("stepwise")
  ? requestAnimationFrame(() => (window.ready = performance.now())) : requestAnimationFrame(wait);
requestAnimationFrame(wait);
"""
_SECTION_SHOWN = """() => new Promise((done) => {
  const began = performance.now();
  const seen = () => history.state.screen === "screen-start"
    ? requestAnimationFrame(seen) : requestAnimationFrame(() => done(performance.now() - began));
  document.querySelector("[data-act=next]").click();
  requestAnimationFrame(seen);
})"""
_ROWS = """() => [...document.querySelectorAll(".question .opts")]
  .filter((card) => card.checkVisibility() && card.querySelector("[type=radio]"))
  .map((card) => card.querySelectorAll("label")[1].querySelector("span").id)"""


def _installation(folder: Path) -> dict[str, list[str]]:
    """The pilot, taking answers; codes by group."""
    settings = {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": ""}
    set_up(load_settings(settings))
    with create_app(settings).app_context():
        study = load_study(find_study(STUDY))
        load(study)
        start_taking_answers(STUDY, State.OPEN, token_hex(16))
        units: list[str | None] = [unit.id for unit in study.frame.units]
        return {group: [made.code for made in make_codes(study, group, units, RUNS)] for group in GROUPS}


def _slow_phone(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_WATCH)
    return page


def _one_person(page: Page, address: str, code: str) -> tuple[float, float, float, list[float]]:
    """Seconds until the page can be read, until it can be answered and from Begin to the section; ms per answer."""
    page.goto(address)
    page.wait_for_function("window.ready")
    readable = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    ready = page.evaluate("ready") / 1000
    page.tap("label:has(#consent-1)")
    if code:
        page.fill("#code-input", code)
    section = page.evaluate(_SECTION_SHOWN) / 1000
    for _screen in range(SCREENS):
        for row in page.evaluate(_ROWS):
            page.tap(f"label:has(#{row})")
        before = page.evaluate("history.state.screen")
        page.tap("[data-act=next]")
        page.wait_for_function("before => history.state.screen !== before", arg=before)
    return readable, ready, section, page.evaluate("drawn")


def _weights(browser: Browser, base: str) -> Iterator[str]:
    yield f"At most {MOST_REQUESTS} requests and {MOST_BYTES / 1000:.0f} kB over the wire, headers included:"
    yield ""
    yield "| First page of | Requests | Page, kB | Style, kB | Script, kB | In all, kB | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for group in GROUPS:
        weight = first_page_weight(browser, f"{base}/s/{STUDY}/{group}")
        parts = " | ".join(f"{weight.by_kind[kind] / 1000:.1f}" for kind in ("Document", "Stylesheet", "Script"))
        reached = weight.requests <= MOST_REQUESTS and weight.bytes <= MOST_BYTES
        mark = "reached" if reached else "**missed**"
        yield f"| {group} | {weight.requests} | {parts} | {weight.bytes / 1000:.1f} | {mark} |"


def _waiting(browser: Browser, base: str, codes: dict[str, list[str]]) -> Iterator[str]:
    yield ""
    yield f"400 kbit/s, 400 ms, {SLOWER}× slower processor, cold cache; median (worst) of {RUNS} people on each form."
    yield f"Wanted: readable in {MOST_SECONDS:g} s, an answer drawn in {MOST_MILLISECONDS} ms."
    yield ""
    yield "| Form | First page readable, s | Can be answered, s | Begin to first section, s | Answer drawn, ms | |"
    yield "|---|---:|---:|---:|---:|---|"
    for group in GROUPS:
        columns: list[list[float]] = [[], [], [], []]
        for code in codes[group]:
            page = _slow_phone(browser)
            code = "" if group == "outsider" else code
            *seconds, drawn = _one_person(page, f"{base}/s/{STUDY}/{group}", code)
            page.context.close()
            for column, found in zip(columns, [*([one] for one in seconds), drawn], strict=True):
                column += found
        shown = " | ".join(f"{statistics.median(one):.2f} ({max(one):.2f})" for one in columns[:3])
        answers = f"{statistics.median(columns[3]):.0f} ({max(columns[3]):.0f}), n = {len(columns[3])}"
        reached = max(columns[1]) < MOST_SECONDS and max(columns[3]) < MOST_MILLISECONDS
        yield f"| {group} | {shown} | {answers} | {'reached' if reached else '**missed**'} |"


def figures() -> Iterator[str]:
    """The tables, line by line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        codes = _installation(Path(folder))
        with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": ""}) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield from _weights(browser, server.base)
            yield from _waiting(browser, server.base, codes)
            browser.close()


if __name__ == "__main__":
    assert __doc__ is not None
    write_page("answering_in_browser", "A form in the browser", [__doc__.split("\n\n", 1)[1].strip(), ""], figures())
