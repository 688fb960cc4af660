"""Taps, screens, height and minutes of the three forms of the pilot on a phone of 390 pixels.

Chromium answers each form on its longest path with real taps and sends it. The minutes are the estimate from the words
(`forms/model/reading_time.py`).
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from playwright.sync_api import sync_playwright

from benchmarks._effort import MOST_TAPS, PHONE, effort_of
from benchmarks._result_pages import write_page
from forms.loading.studies import find_study, load_study
from forms.model.reading_time import SLOW_SYLLABLES_A_MINUTE, estimated_minutes
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.journeys.browsers.chromium import chromium_path

HEAD = [
    "| Form | Questions | Taps | At most | Screens | Height at 390 px | Minutes | Slow readers | Promised |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
]


def _lines() -> Iterator[str]:
    study = load_study(find_study("khanh_hoa_2019"))
    yield from HEAD
    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        settings = {"SURVEYAPP_INSTANCE": Path(instance), "DATABASE_URL": ""}
        set_up(load_settings(settings))
        with create_app(settings).app_context():
            load(study)
            start_taking_answers(study.id, State.REHEARSAL, token_hex(16))
            unit = [study.frame.units[0].id]
            codes = {group.id: make_codes(study, group.id, unit, 1)[0].code for group in study.groups}
        with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": instance, "DATABASE_URL": ""}) as server:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            for group in study.groups:
                form = study.questionnaires[group.id]
                page = browser.new_context(viewport=PHONE, has_touch=True).new_page()  # type: ignore[arg-type]
                code = codes[group.id] if group.entry == "code" else ""
                effort = effort_of(page, f"{server.base}/s/{study.id}/{group.id}?v=a", code)
                slow = estimated_minutes(form, pace=SLOW_SYLLABLES_A_MINUTE)
                yield (
                    f"| {group.short['en']} | {len(form.questions)} | {effort.taps} | {MOST_TAPS[group.id]} "
                    f"| {effort.screens} | {effort.height:,} px | {estimated_minutes(form):.1f} | {slow:.0f} "
                    f"| {group.minutes} |"
                )
            browser.close()


if __name__ == "__main__":
    write_page("effort_of_forms", "The effort of answering", [*(__doc__ or "").splitlines(), ""], _lines())
