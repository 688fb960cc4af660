"""Thirty faults in one study give thirty messages, each with file and line; each fault alone gives one."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.loading.problems import Problem, StudyFaults
from forms.loading.studies import load_study

SMALL_STUDY = Path(__file__).parent / "small_study"


@dataclass(frozen=True)
class Fault:
    """``old`` occurs once in ``file`` and is replaced; ``at`` (or ``new``) is on the line to be named."""

    code: str
    file: str
    old: str
    new: str
    at: str = ""

    def plant(self, folder: Path) -> None:
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.code}: {self.old!r} stands {text.count(self.old)} times"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")

    def line(self, folder: Path) -> int:
        text = (folder / self.file).read_text(encoding="utf-8")
        return text[: text.index(self.at or self.new)].count("\n") + 1


FAULTS = (
    # study.yaml
    Fault("below-floor", "study.yaml", "crossed: 20", "crossed: 15"),
    Fault(
        "minutes",
        "study.yaml",
        "keeps_unit: false\n    minutes: 3",
        "keeps_unit: false\n    minutes: 25",
        "minutes: 25",
    ),
    Fault(
        "not-true-or-false", "study.yaml", "code\n    keeps_unit: true", "code\n    keeps_unit: yes", "keeps_unit: yes"
    ),
    # scales.yaml
    Fault("scale-middle", "scales.yaml", "middle: 2", "middle: 4"),
    Fault("duplicate-code", "scales.yaml", "code: 2, label: {vi: Vừa", "code: 1, label: {vi: Vừa"),
    Fault("duplicate-key", "scales.yaml", "    high: 10\n", "    high: 10\n    high: 11\n", "high: 11"),
    # items.yaml
    Fault("missing-language", "items.yaml", "short: {vi: Luật đủ, en: Law complete}", "short: {vi: Luật đủ}"),
    Fault(
        "unknown-construct",
        "items.yaml",
        "- id: law_complete\n    construct: clarity",
        "- id: law_complete\n    construct: clearness",
        "construct: clearness",
    ),
    Fault(
        "gap-referents", "items.yaml", "{leader: self, staff: own_head}", "{leader: law, staff: own_head}", "rule: gap"
    ),
    Fault(
        "pair-missing",
        "items.yaml",
        "      - {groups: [leader, public], rule: compare}\n",
        "",
        "comparability:\n      - {groups: [leader, staff], rule: compare}\n      - {groups: [staff, public]",
    ),
    Fault(
        "group-not-asked",
        "items.yaml",
        "    referent: {staff: own_agency}\n  - id: rarely_used",
        "    referent: {staff: own_agency}\n    scored: [public]\n  - id: rarely_used",
        "scored: [public]",
    ),
    Fault("unknown-scale", "items.yaml", "scale: fitting", "scale: adequacy"),
    # questions.yaml
    Fault(
        "none-missing",
        "questions.yaml",
        "en: None}, exclusive: true}",
        "en: None}}",
        "options:\n      - {code: 0, label: {vi: Không có",
    ),
    Fault("unknown-key", "questions.yaml", "length: 500", "lenght: 500"),
    Fault("most-too-large", "questions.yaml", "most: 3", "most: 4"),
    Fault("not-a-choice", "questions.yaml", "kind: allocation", "kind: allocate"),
    Fault("not-a-number", "questions.yaml", "high: 60", "high: 060"),
    # leader.yaml
    Fault("consent-first", "leader.yaml", "[consent, overall]", "[overall, consent]"),
    Fault("rule-code", "leader.yaml", "{item: any_case, is: 1}", "{item: any_case, is: 3}"),
    Fault("unknown-question", "leader.yaml", "law_sanctions, explains", "law_sanction, explains"),
    # staff.yaml
    Fault("rule-unknown", "staff.yaml", "{item: overall, at_least: 5}", "{item: overal, at_least: 5}"),
    Fault("not-a-permutation", "staff.yaml", "[4, 3, 2, 1]", "[4, 3, 2]"),
    Fault("rule-shape", "staff.yaml", "when: {item: any_case, is: 1}}", "when: {item: any_case, is: 1, in: [0]}}"),
    Fault("asked-twice", "staff.yaml", "      - years", "      - years\n      - best", "      - best\nvariants"),
    # public.yaml
    Fault("not-worded", "public.yaml", "overall, law_clear]", "overall, law_clear, explains]"),
    Fault("rule-later", "public.yaml", "{item: which_unit, is_not: 0}", "{item: best, answered: true}"),
    # frame, plan, report
    Fault("unknown-stratum", "frame_2019.yaml", "{id: north, stratum: district", "{id: north, stratum: distrikt"),
    Fault("duplicate-id", "frame_2019.yaml", "{id: finance, stratum", "{id: health, stratum", "vi: Sở Tài chính"),
    Fault("unknown-group", "analysis.yaml", "groups: [leader, staff]", "groups: [leader, stuff]"),
    Fault("yaml-syntax", "agency_report.yaml", "    fields:\n", "    fields: [\n", "wording: {vi: Số biên chế"),
)


def faults_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(StudyFaults) as raised:
        load_study(folder)
    return raised.value.problems


def planted(folder: Path, faults: Iterable[Fault]) -> Path:
    shutil.copytree(SMALL_STUDY, folder)
    for fault in faults:
        fault.plant(folder)
    return folder


def test_the_small_study_is_without_fault() -> None:
    assert load_study(SMALL_STUDY).id == "small"


def test_thirty_faults_give_thirty_messages_with_file_and_line(tmp_path: Path) -> None:
    folder = planted(tmp_path / "study", FAULTS)
    expected = sorted((fault.file, fault.line(folder), fault.code) for fault in FAULTS)
    assert sorted((problem.file, problem.line, problem.code) for problem in faults_of(folder)) == expected
    assert len(expected) == 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_one_fault_gives_one_message(tmp_path: Path, fault: Fault) -> None:
    folder = planted(tmp_path / "study", [fault])
    found = [(problem.file, problem.line, problem.code) for problem in faults_of(folder)]
    assert found == [(fault.file, fault.line(folder), fault.code)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_message_says_what_was_found_and_what_to_do(tmp_path: Path, language: str) -> None:
    for problem in faults_of(planted(tmp_path / "study", FAULTS)):
        assert "{" not in problem.found_in(language).replace("{…}", "")
        assert problem.in_words(language).startswith(f"{problem.file}:{problem.line}: ")
        assert problem.remedy_in(language).endswith(".")


@pytest.mark.parametrize("name", sorted(path.name for path in SMALL_STUDY.iterdir()))
def test_a_file_that_is_missing_or_unreadable_gives_one_message(tmp_path: Path, name: str) -> None:
    folder = planted(tmp_path / "study", [])
    (folder / name).write_bytes(b"a: [1")
    assert [(problem.code, problem.file) for problem in faults_of(folder)] == [("yaml-syntax", name)]
    (folder / name).unlink()
    if name != "agency_report.yaml":
        assert [problem.code for problem in faults_of(folder)] == ["missing-file"]
