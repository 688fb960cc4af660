from pathlib import Path

import pytest

from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.test_commands import STUDY, Run, ready, run  # noqa: F401 - fixtures

PASSPHRASE = "một câu rất dài để sao lưu"


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


@pytest.fixture
def scripted(ready: Run, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: F811
    """An installation with a loaded study; the passphrase comes from the environment."""
    monkeypatch.setenv("SURVEYAPP_PASSPHRASE", PASSPHRASE)
    return ready


def test_a_backup_is_made_and_restored_elsewhere(
    scripted: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scripted("backup", tmp_path / "all.backup")
    assert (made.exit_code, made.stderr) == (0, "")
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path / "elsewhere"))
    restored = scripted("restore", tmp_path / "all.backup")
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert STUDY in scripted("study", "list").output


def test_an_installation_is_replaced_only_when_asked(scripted: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    scripted("backup", file)
    refused = scripted("restore", file)
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    replaced = scripted("restore", file, "--replace", "--yes")
    assert replaced.exit_code == 0
    (kept,) = (tmp_path / "instance").glob("replaced-*.backup")
    assert str(kept) in replaced.output


def test_the_log_of_staff_acts_is_not_rolled_back(scripted: Run, tmp_path: Path) -> None:
    scripted("backup", tmp_path / "all.backup")
    scripted("study", "rehearse", STUDY, "--yes")
    scripted("restore", tmp_path / "all.backup", "--replace", "--yes")
    assert "draft" in scripted("study", "list").output
    assert scripted("audit", "check").exit_code == 0
    shown = scripted("audit", "show").output
    assert shown.index("backup.made") < shown.index("backup.restored")


def test_an_older_backup_on_a_bare_machine_says_loudly_what_it_means(
    scripted: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted("codes", "make", STUDY, "--group", "leader", "-n", 7, "--out", tmp_path / "codes.csv")
    scripted("backup", tmp_path / "all.backup")
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path / "elsewhere"))
    restored = scripted("restore", tmp_path / "all.backup")
    assert restored.exit_code == 0
    assert "ATTENTION: 7 codes count as unused" in restored.stderr


def test_the_passphrase_of_a_box_is_no_passphrase_for_a_backup(scripted: Run, tmp_path: Path) -> None:
    scripted("study", "rehearse", STUDY, "--yes")
    made = scripted("backup", tmp_path / "all.backup")
    assert made.exit_code == 0
    assert f"also opens the ballot box of study {STUDY}" in made.stderr


def test_without_a_terminal_the_passphrase_must_be_set(
    ready: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SURVEYAPP_PASSPHRASE", raising=False)
    result = ready("backup", tmp_path / "all.backup")
    assert (result.exit_code, "SURVEYAPP_PASSPHRASE" in result.stderr) == (1, True)
    assert not (tmp_path / "all.backup").exists()


def test_a_file_that_is_not_there_is_named(scripted: Run, tmp_path: Path) -> None:
    result = scripted("restore", tmp_path / "none.backup", "--replace", "--yes")
    assert (result.exit_code, "none.backup" in result.stderr) == (1, True)
