"""Screenshots of every screen of the three forms of the pilot, answered, and sheets with six of them side by side.

``python -m benchmarks.pictures_of_screens FOLDER``: 390 and 1280 pixels, in the light and the dark scheme.
"""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path
from secrets import token_hex

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from forms.loading.studies import find_study, load_study
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.journeys.answering.walking import answer, go_on, screen
from tests.journeys.browsers.chromium import chromium_path

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
ON_A_SHEET, GAP, HIGHEST = 6, 8, 1600


def _pictures(page: Page, address: str, code: str, folder: Path, name: str) -> list[Path]:
    taken: list[Path] = []

    def take(what: str) -> None:
        page.evaluate("document.activeElement.blur()")
        # The bar is drawn at the end of the page instead of in its middle.
        page.add_style_tag(content=".bar { position: static !important }")
        taken.append(folder / f"{name}_{len(taken):02}_{what}.png")
        page.screenshot(path=taken[-1], full_page=True)

    page.goto(address)
    if code:
        page.fill("#code-input", code)
    take("start")
    go_on(page)
    while (now := screen(page)) != "screen-check":
        answer(page)
        take(now)
        go_on(page)
    take("check")
    return taken


def _sheet(pictures: list[Path], path: Path) -> None:
    opened = [Image.open(one).convert("RGB") for one in pictures]
    small = [one.resize((one.width // 2, one.height // 2)) for one in opened]
    height = min(HIGHEST, max(one.height for one in small))
    sheet = Image.new("RGB", (sum(one.width + GAP for one in small), height), "gray")
    left = 0
    for one in small:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    sheet.save(path)


def make_pictures(folder: Path) -> None:
    """Write the pictures and the sheets into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    study = load_study(find_study("khanh_hoa_2019"))
    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        settings = {"SURVEYAPP_INSTANCE": Path(instance), "DATABASE_URL": ""}
        set_up(load_settings(settings))
        with create_app(settings).app_context():
            load(study)
            start_taking_answers(study.id, State.REHEARSAL, token_hex(16))
            unit = [study.frame.units[0].id]
            codes = {g.id: make_codes(study, g.id, unit, 1)[0].code for g in study.groups if g.entry == "code"}
        with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": instance, "DATABASE_URL": ""}) as server:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            for width, scheme, group in product(WIDTHS, SCHEMES, study.groups):
                options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "bypass_csp": True}
                page = browser.new_page(**options)  # type: ignore[arg-type]
                name = f"{group.id}_{width}_{scheme}"
                address = f"{server.base}/s/{study.id}/{group.id}?v=a"
                taken = _pictures(page, address, codes.get(group.id, ""), folder, name)
                for at in range(0, len(taken), ON_A_SHEET):
                    _sheet(taken[at : at + ON_A_SHEET], folder / f"sheet_{name}_{at // ON_A_SHEET}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    make_pictures(Path(sys.argv[1]))
