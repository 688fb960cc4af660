import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from forms.loading.studies import load_study
from surveyapp.commands import main
from surveyapp.commands.terminal.translated_commands import choose
from surveyapp.database.engines import make_engine
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.field_ready import field_ready

Run = Callable[..., Result]
STUDY = "khanh_hoa_2019"
PASSPHRASE = "mười lăm chữ trở lên"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line with its own folder, in English."""
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SURVEYAPP_URL", "https://khao-sat.vn")
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", PASSPHRASE)
    make_passphrases_cheap(monkeypatch)

    def run_it(*words: object, language: str = "en", **options: str) -> Result:
        result = CliRunner().invoke(main, ["--language", language, *map(str, words)], **options)  # type: ignore[arg-type]
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    yield run_it
    choose(None)


@pytest.fixture
def ready(run: Run) -> Run:
    assert run("init").exit_code == 0
    assert run("study", "load", STUDY).exit_code == 0
    return run


def test_init_is_safe_to_repeat(run: Run, tmp_path: Path) -> None:
    assert "Ready" in run("init").output
    pepper = (tmp_path / "instance" / "keys" / "pepper").read_bytes()
    again = run("init")
    assert (again.exit_code, "nothing was changed" in again.output) == (0, True)
    assert (tmp_path / "instance" / "keys" / "pepper").read_bytes() == pepper


@pytest.mark.parametrize("words", [("study", "list"), ("user", "add", "a", "--role", "clerk"), ("box", "open", "x")])
def test_before_init_every_command_says_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "surveyapp init" in result.stderr


def test_wrong_usage_is_2_and_a_wrong_input_1(ready: Run, tmp_path: Path) -> None:
    assert ready("study", "burn", STUDY).exit_code == 2
    assert ready("codes", "make", STUDY).exit_code == 2
    assert ready("codes", "make", STUDY, "--group", "x", "-n", 0, "--out", tmp_path / "c").exit_code == 2
    assert ready("study", "check", "nowhere").exit_code == 1
    assert ready("study", "open", "nowhere").exit_code == 1


def test_a_study_is_checked_without_an_installation(run: Run) -> None:
    result = run("study", "check", STUDY)
    assert (result.exit_code, "no fault found" in result.output) == (0, True)


def test_faults_of_a_study_are_named_with_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("id: [\n", encoding="utf-8")
    result = run("study", "check", tmp_path)
    assert result.exit_code == 1
    assert "study.yaml:" in result.stderr
    assert len(result.stderr.splitlines()) > 3


def test_messages_are_vietnamese_unless_english_is_asked_for(run: Run) -> None:
    assert "Please run first" in run("study", "list").stderr
    vietnamese = run("study", "list", language="vi").stderr
    assert "surveyapp init" in vietnamese
    assert "Please" not in vietnamese


def test_a_study_goes_from_draft_to_closed(ready: Run) -> None:
    assert "draft" in ready("study", "list").output
    assert ready("study", "rehearse", STUDY, "--yes").exit_code == 0
    assert "SIMULATED" in ready("study", "list").output
    refused = ready("study", "open", STUDY)
    assert (refused.exit_code, "rehearsal" in refused.stderr) == (1, True)
    assert ready("study", "close", STUDY, "--yes").exit_code == 0
    assert ready("study", "delete", STUDY, "--yes").exit_code == 0
    assert "No study is loaded" in ready("study", "list").output


def test_deleting_asks_first(ready: Run) -> None:
    assert ready("study", "delete", STUDY, input="n\n").exit_code == 1
    assert STUDY in ready("study", "list").output


def test_codes_go_to_a_file_that_is_never_overwritten(ready: Run, tmp_path: Path) -> None:
    out = tmp_path / "codes.csv"
    words = ("codes", "make", STUDY, "--group", "civil_servant", "-n", 7, "--out", out)
    assert ready(*words).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert rows[0].keys() == {"code", "group", "unit", "unit_name", "address", "address_with_code"}
    assert {row["address"] for row in rows} == {f"https://khao-sat.vn/s/{STUDY}/civil_servant"}
    assert all(row["address_with_code"] == f"{row['address']}#{row['code'][:14]}" for row in rows)
    before = out.read_bytes()
    assert ready(*words).exit_code == 1
    assert out.read_bytes() == before


def test_one_code_is_made_for_each_head_and_a_lost_card_is_replaced(ready: Run, tmp_path: Path) -> None:
    words = ("codes", "make", STUDY, "--group", "leader", "--out")
    refused = ready(*words, tmp_path / "refused.csv", "-n", 67)
    assert (refused.exit_code, "would have more than one code" in refused.stderr) == (1, True)
    assert not (tmp_path / "refused.csv").exists()
    assert ready(*words, tmp_path / "some.csv", "-n", 60).exit_code == 0
    assert ready(*words, tmp_path / "rest.csv", "-n", 6).exit_code == 0
    with (tmp_path / "rest.csv").open(encoding="utf-8-sig", newline="") as file:
        unit = next(csv.DictReader(file))["unit"]
    again = ready(*words, tmp_path / "again.csv", "-n", 1, "--unit", unit)
    assert (again.exit_code, f"Unit {unit} " in again.stderr) == (1, True)
    lost = (*words, tmp_path / "again.csv", "-n", 1, "--unit", unit, "--replace")
    assert "cannot be undone" in ready(*lost).stderr
    assert ready(*lost, "--yes").exit_code == 0
    assert ready(*words, tmp_path / "all.csv", "-n", 66, "--replace").exit_code == 1


def test_without_an_address_to_print_no_codes_are_made_and_the_command_says_what_to_set(
    ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SURVEYAPP_URL")
    out = tmp_path / "codes.csv"
    words = ("codes", "make", STUDY, "--group", "civil_servant", "-n", 7, "--out", out)
    refused = ready(*words)
    assert (refused.exit_code, "SURVEYAPP_URL" in refused.stderr, out.exists()) == (1, True, False)
    assert ready(*words, "--base", "khao-sat.vn").exit_code == 1
    assert ready(*words, "--base", "http://127.0.0.1:8000/").exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert {row["address"] for row in csv.DictReader(file)} == {f"http://127.0.0.1:8000/s/{STUDY}/civil_servant"}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--group", "farmers", "no group farmers"), ("--unit", "u_999", "no unit u_999"), ("--out", "/x/y/c", "/x/y/c")],
)
def test_codes_for_what_does_not_exist_are_refused(
    ready: Run, tmp_path: Path, option: str, value: str, said: str
) -> None:
    options = {"--group": "leader", "--out": str(tmp_path / "c.csv")} | {option: value}
    words = [word for pair in options.items() for word in pair]
    result = ready("codes", "make", STUDY, "-n", 3, *words)
    assert result.exit_code == 1
    assert said in result.stderr


def test_an_account_is_made_once(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_PASSWORD", "một mật khẩu dài")
    assert ready("user", "add", "lan", "--role", "researcher").exit_code == 0
    assert "already" in ready("user", "add", "lan", "--role", "clerk").stderr
    assert ready("user", "add", "minh", "--role", "king").exit_code == 2


def test_a_short_password_is_refused(ready: Run) -> None:
    result = ready("user", "add", "lan", "--role", "clerk", input="short\nshort\n")
    assert (result.exit_code, "too short" in result.stderr) == (1, True)


def test_routes_are_listed_for_programs(run: Run) -> None:
    routes = json.loads(run("routes", "--json").output)
    assert {"rule", "realm", "methods", "permission"} <= routes[0].keys()
    assert {route["realm"] for route in routes} == {"public", "staff"}
    assert all(route["permission"] for route in routes)


def test_there_is_no_box_yet_and_the_command_says_so(ready: Run) -> None:
    result = ready("box", "open", STUDY)
    assert (result.exit_code, "no box to open" in result.stderr) == (1, True)


def test_a_box_is_opened_with_the_passphrase_or_the_recovery_sheet(
    ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "sheet.txt"
    monkeypatch.setattr(
        "surveyapp.commands.studies.study.load_with_documents", lambda folder: (field_ready(load_study(folder)), {})
    )
    assert ready("study", "load", STUDY).exit_code == 0
    assert ready("study", "open", STUDY, "--recovery-sheet", sheet).exit_code == 0
    assert sheet.stat().st_mode & 0o777 == 0o600
    opened = ready("box", "open", STUDY).output
    assert "0 ballots were opened" in opened
    # The sheet, the log and each opening name the same key fingerprint.
    (named,) = re.findall(r"Fingerprint of the key: ([0-9a-f ]{39})", opened)
    assert named in sheet.read_text(encoding="utf-8")
    assert sheet.read_text(encoding="utf-8").startswith("The responsibility of heads")
    assert named in ready("audit", "show").output
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", "another one altogether")
    wrong = ready("box", "open", STUDY)
    assert (wrong.exit_code, "does not open the box" in wrong.stderr) == (1, True)
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", sheet.read_text(encoding="utf-8").splitlines()[-1])
    assert ready("box", "open", STUDY).exit_code == 0


def test_a_passphrase_too_short_or_never_given_begins_nothing(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", "too short")
    assert "at least 15" in ready("study", "rehearse", STUDY, "--yes").stderr
    monkeypatch.delenv("SURVEYAPP_PASSPHRASE")
    assert "SURVEYAPP_PASSPHRASE" in ready("study", "rehearse", STUDY, "--yes").stderr
    assert "draft" in ready("study", "list").output


def test_an_export_brings_data_and_codebook(ready: Run, tmp_path: Path) -> None:
    result = ready("export", STUDY, "--format", "csv", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{STUDY}-data.csv",
        f"{STUDY}-data-excel.csv",
        f"{STUDY}-codebook.csv",
        f"{STUDY}-codebook.json",
        f"{STUDY}-wordings.csv",
    }
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "out").iterdir())


def test_a_database_of_another_version_is_not_touched(ready: Run, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'instance' / 'surveyapp.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    engine.dispose()
    assert "another version" in ready("study", "list").stderr


def test_a_database_that_cannot_be_reached_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = run("init")
    assert (result.exit_code, "DATABASE_URL" in result.stderr) == (1, True)


def test_a_setting_at_fault_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_THREADS", "many")
    result = run("study", "list")
    assert (result.exit_code, "SURVEYAPP_THREADS" in result.stderr) == (1, True)


def test_help_is_wholly_in_the_language_of_the_reader(run: Run) -> None:
    for arguments in (["--help"], ["study", "--help"], ["study", "close", "--help"]):
        shown = run(*arguments, language="vi").output
        assert "Cách dùng:" in shown
        assert "Hiện hướng dẫn này" in shown
        for english in ("Usage:", "Options:", "[OPTIONS]", "Commands:", "Show "):
            assert english not in shown
