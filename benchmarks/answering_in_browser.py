"""What a respondent waits for: the weight of the first page, and how a cheap phone on a poor line shows the form.

Chromium stands for the phone: 400 kbit/s, 400 ms from request to reply, a processor six times slower than this one,
nothing in the cache. The server is `surveyapp serve`. Besides the clock there is the work of the browser's main thread,
in processor time under the same slowing down. The last line of the table is the floor: radio buttons on an otherwise
empty page, touched in the same minutes; no form can be drawn faster, and it tells how busy the machine was.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks._first_page import MOST_BYTES, MOST_REQUESTS, first_page_weight
from benchmarks._result_pages import write_page
from forms.loading.studies import find_study, load_study
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.journeys.browsers.chromium import chromium_path
from tests.surveyapp.field_ready import field_ready

STUDY = "khanh_hoa_2019"
GROUPS = ("leader", "civil_servant", "outsider")
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 6
RUNS, SCREENS = 3, 4
MOST_SECONDS, MOST_MILLISECONDS = 3.0, 100

BARE = "<!doctype html><meta name=viewport content='width=device-width'>" + "".join(
    f"<p class=question><label><input type=radio name=q{row // 5} id=c{row}>Radio button {row}</label>"
    for row in range(20)
)

# Records when the script has laid out the form and the browser has drawn it, and how long each answer took to be drawn.
_WATCH = """
window.drawn = [];
const note = ({ name, duration, target }) =>
  name === "click" && target && target.type === "radio" && window.drawn.push(duration);
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
_DRAWN = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
_PLACE = """async (id) => {
  const row = document.getElementById(id).closest("label");
  row.scrollIntoView({ block: "center" });
  await new Promise((done) => setTimeout(done, 300));
  const box = row.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
_ROWS = """() => [...document.querySelectorAll(".question .opts")]
  .filter((card) => card.checkVisibility() && card.querySelector("[type=radio]"))
  .map((card) => card.querySelectorAll("label")[1].querySelector("span").id)"""


def _installation(folder: Path) -> dict[str, list[str]]:
    """Context with the pilot taking answers; yields the codes by group."""
    settings = {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": ""}
    set_up(load_settings(settings))
    with create_app(settings).app_context():
        study = field_ready(load_study(find_study(STUDY)))
        load(study)
        start_taking_answers(STUDY, State.OPEN, token_hex(16))
        units: list[str | None] = [unit.id for unit in study.frame.units]
        return {group: [made.code for made in make_codes(study, group, units, RUNS)] for group in GROUPS}


def _slow_phone(browser: Browser) -> tuple[Page, CDPSession]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    # threadTicks: processor time of the main thread instead of elapsed time.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(_WATCH)
    return page, session


def _work(session: CDPSession) -> float:
    """Return the seconds that the main thread has worked so far."""
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


@dataclass
class Waiting:
    """Return seconds until the page can be read, until it can be answered, from Begin to the section; answers in ms."""

    readable: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    section: list[float] = field(default_factory=list)
    starting: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    answering: list[float] = field(default_factory=list)


def _one_person(page: Page, session: CDPSession, address: str, code: str, noted: Waiting) -> None:
    page.goto(address)
    page.wait_for_function("window.ready")
    noted.starting.append(_work(session))
    noted.readable.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000)
    noted.ready.append(page.evaluate("ready") / 1000)
    if code:
        page.fill("#code-input", code)
    noted.section.append(page.evaluate(_SECTION_SHOWN) / 1000)
    for _screen in range(SCREENS):
        for row in page.evaluate(_ROWS):
            _touch(page, session, row, noted)
        before = page.evaluate("history.state.screen")
        page.tap("[data-act=next]")
        page.wait_for_function("before => history.state.screen !== before", arg=before)
    noted.drawn += page.evaluate("drawn")


def _bare_page(page: Page, session: CDPSession, noted: Waiting) -> None:
    """The baseline: the same touches on an empty page."""
    page.goto("data:text/html," + quote(BARE))
    for row in range(20):
        _touch(page, session, f"c{row}", noted)
    noted.drawn += page.evaluate("drawn")


def _touch(page: Page, session: CDPSession, row: str, noted: Waiting) -> None:
    at = page.evaluate(_PLACE, row)
    worked = _work(session)
    # A bare touch: finding the row and waiting until it rests is work of the test rather than of the page.
    page.touchscreen.tap(*at)
    page.evaluate(_DRAWN)
    noted.answering.append(1000 * (_work(session) - worked))


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
    yield "| Form | Page readable, s | Can be answered, s | Work, s | First section, s | Answer drawn, ms | Work, ms |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    floor = Waiting()
    for group in GROUPS:
        noted = Waiting()
        for code in codes[group]:
            page, session = _slow_phone(browser)
            _one_person(page, session, f"{base}/s/{STUDY}/{group}", "" if group == "outsider" else code, noted)
            page.context.close()
        seconds = " | ".join(_shown(one, 2) for one in (noted.readable, noted.ready, noted.starting, noted.section))
        yield f"| {group} | {seconds} | {_shown(noted.drawn, 0)} | {_shown(noted.answering, 0)} |"
        page, session = _slow_phone(browser)
        _bare_page(page, session, floor)
        page.context.close()
    yield f"| (bare page) | | | | | {_shown(floor.drawn, 0)} | {_shown(floor.answering, 0)} |"
    yield ""
    yield f"Programs that wanted a processor meanwhile: {os.getloadavg()[1]:.1f}, on {os.cpu_count()} processors."


def _shown(figures: list[float], digits: int) -> str:
    return f"{statistics.median(figures):.{digits}f} ({max(figures):.{digits}f})"


def figures() -> Iterator[str]:
    """Yield the tables, line by line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        codes = _installation(Path(folder))
        with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": ""}) as server:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            yield from _weights(browser, server.base)
            yield from _waiting(browser, server.base, codes)
            browser.close()


if __name__ == "__main__":
    assert __doc__ is not None
    write_page("answering_in_browser", "A form in the browser", [__doc__.split("\n\n", 1)[1].strip(), ""], figures())
