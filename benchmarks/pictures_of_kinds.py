"""Screenshots of every kind of question on a phone and on a desktop, half answered, for docs/answering.md.

``python -m benchmarks.pictures_of_kinds [folder] [dark]``; without a folder the pictures of the documentation are
renewed.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from playwright.sync_api import Locator, Page, sync_playwright

from forms.loading.studies import find_study, load_study
from surveyapp import create_app
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.journeys.browsers.chromium import chromium_path

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screenshots" / "kinds"
PILOT = find_study("khanh_hoa_2019")
TRIAL = ROOT / "tests" / "studies" / "every_kind"
WIDTHS = {390: 2, 1280: 1}
MARGIN = 16

# The first question of that kind, alone on the page, with everything else hidden.
_SHOW = """(kind) => {
  const wanted = kind === "long_list" ? ".question:has(select.long)" : `.question[data-kind=${kind}]`;
  const question = document.querySelector(wanted);
  document.querySelectorAll(".screen, .section").forEach((place) => (place.hidden = !place.contains(question)));
  document.querySelectorAll(".question").forEach((one) => (one.hidden = one !== question));
  question.disabled = false;
  document.getElementById("step-bar").hidden = true;
  return question.id;
}"""


def _options(*places: int) -> Callable[[Locator], None]:
    def choose(question: Locator) -> None:
        for place in places:
            question.locator(".opts label, .cells label, .rank").nth(place).click()

    return choose


def _share(question: Locator) -> None:
    for place, points in ((0, "40"), (1, "25")):
        question.locator(".stepper input").nth(place).fill(points)


def _type(text: str) -> Callable[[Locator], None]:
    return lambda question: question.locator("input[type=text], textarea").first.fill(text)


# Picture: study, form, kind of question, and how half of it is answered.
KINDS: dict[str, tuple[Path, str, str, Callable[[Locator], None]]] = {
    "one_choice": (PILOT, "leader", "item", _options(3)),
    "rating": (PILOT, "leader", "rating", _options(7)),
    "check_all": (PILOT, "leader", "check_all", _options(1, 2)),
    "ranking": (PILOT, "leader", "ranking", _options(4, 1)),
    "allocation": (TRIAL, "outsider", "allocation", _share),
    "long_list": (PILOT, "outsider", "long_list", _type("so t")),
    "number": (TRIAL, "outsider", "number", _type("12,5")),
    "date": (TRIAL, "outsider", "date", _type("31/05/2019")),
    "text": (PILOT, "leader", "text", _type("Cần quy định rõ hơn khi nào cấp phó chịu trách nhiệm.")),
}


def _picture(page: Page, base: str, name: str, path: Path) -> None:
    folder, group, kind, answer = KINDS[name]
    page.goto(f"{base}/s/{folder.name}/{group}?v=a")
    question = page.locator(f"#{page.evaluate(_SHOW, kind)}")
    answer(question)
    if name != "long_list":  # its list is open while it has the focus
        page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    box = question.bounding_box()
    assert box is not None
    undo = question.locator(".undo")  # hangs below the question
    below = undo.bounding_box() if undo.count() and undo.is_visible() else None
    bottom = max(box["y"] + box["height"], below["y"] + below["height"] if below else 0)
    page.screenshot(
        path=path,
        full_page=True,
        clip={
            "x": box["x"] - MARGIN,
            "y": box["y"] - MARGIN,
            "width": box["width"] + 2 * MARGIN,
            "height": bottom - box["y"] + 2 * MARGIN,
        },
    )


def make_pictures(pictures: Path, scheme: str = "light") -> None:
    """Take a screenshot of each kind at each width."""
    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        settings = {"SURVEYAPP_INSTANCE": Path(instance), "DATABASE_URL": ""}
        set_up(load_settings(settings))
        with create_app(settings).app_context():
            for folder in (PILOT, TRIAL):
                study = load_study(folder)
                load(study)
                start_taking_answers(study.id, State.REHEARSAL, token_hex(16))
        with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": instance, "DATABASE_URL": ""}) as server:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            for width, scale in WIDTHS.items():
                options = {"viewport": {"width": width, "height": 1600}, "device_scale_factor": scale}
                page = browser.new_page(**options, color_scheme=scheme)  # type: ignore[arg-type]
                for name in KINDS:
                    _picture(page, server.base, name, pictures / f"{name}_{width}.png")
            browser.close()


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:] if argument != "dark"]
    make_pictures(given[0] if given else PICTURES, "dark" if "dark" in sys.argv[1:] else "light")
