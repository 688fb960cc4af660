"""Three hundred questions load in under 150 ms of processor time."""

import shutil
import time
from pathlib import Path

from forms.loading.studies import load_study
from tests.forms.test_thirty_faults import SMALL_STUDY


def test_three_hundred_questions_load_quickly(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(SMALL_STUDY, folder)
    questions = "".join(
        f"  - id: more_{number}\n    kind: single\n    apart: [dont_know]\n"
        f"    wording: {{vi: Ông/Bà đánh giá thế nào về việc {number} của cơ quan?, en: How is task {number} done?}}\n"
        "    scale: agree3\n"
        for number in range(300)
    )
    with (folder / "questions.yaml").open("a", encoding="utf-8") as file:
        file.write(questions)
    asked = ", ".join(f"more_{number}" for number in range(300))
    section = f"  - id: more\n    title: {{vi: Thêm, en: More}}\n    ask: [{asked}]\n"
    form = (folder / "leader.yaml").read_text(encoding="utf-8") + section
    (folder / "leader.yaml").write_text(form, encoding="utf-8")
    study = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(study.replace("minutes: 3}", "minutes: 60}", 1), encoding="utf-8")

    def seconds() -> float:
        started = time.process_time()
        assert len(load_study(folder).questionnaires["leader"].questions) > 300
        return time.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.150
