"""A restore makes no lost card valid again and does not forget that a study was reopened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forms.model.study import Study
from surveyapp.backups.restoring import restore_backup
from surveyapp.ballot_box.casting import Refusal, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.late_codes import LateCodesFault
from surveyapp.ballot_box.codes.one_per_unit import units_with_codes
from surveyapp.commands.server.restore import tell_of_codes, tell_of_reopenings
from surveyapp.commands.terminal.translated_commands import choose
from surveyapp.database.tables.access_codes import VOID, AccessCodeRow
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.reopening import reopen
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.test_backups import PASSPHRASE, back_up, restore
from tests.surveyapp.test_casting import ballot, new_code, refusal, rows


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


@pytest.fixture
def english() -> Iterator[None]:
    choose("en")
    yield
    choose(None)


def replaced(study: Study, unit: str) -> str:
    (made,) = make_codes(study, "leader", [unit], 1, replace=True)
    return made.code


def test_a_card_that_was_replaced_after_the_backup_stays_void(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    lost, other = new_code(study, unit="so_a"), new_code(study, unit="so_b")
    file = back_up(app, tmp_path / "older.backup")
    replaced(study, "so_a")
    codes = restore(app, file).codes
    assert (codes.stay_void, codes.unused) == (1, 1)
    assert refusal(ballot(study, code=lost)) is Refusal.CODE_NOT_VALID
    cast(ballot(study, code=other))
    assert units_with_codes(study, "leader") == {"so_b"}
    cast(ballot(study, code=new_code(study, unit="so_a")))


def test_codes_used_or_void_stay_so_when_one_backup_after_another_is_restored(
    app: Flask, study_in: StudyIn, tmp_path: Path
) -> None:
    study = study_in(State.OPEN)
    first = back_up(app, tmp_path / "first.backup")
    lost, used = new_code(study, unit="so_a"), new_code(study, unit="so_b")
    second = back_up(app, tmp_path / "second.backup")
    replaced(study, "so_a")
    cast(ballot(study, code=used))
    codes = restore(app, first).codes
    assert (codes.stay_used, codes.stay_void) == (1, 1)
    restore(app, second)
    assert refusal(ballot(study, code=lost)) is Refusal.CODE_NOT_VALID
    assert refusal(ballot(study, code=used)) is Refusal.CODE_NOT_VALID


def test_a_card_that_replaced_another_before_the_backup_is_valid(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    lost = new_code(study, unit="so_a")
    code = replaced(study, "so_a")
    restored = restore(app, back_up(app, tmp_path / "all.backup"))
    assert (restored.codes.stay_void, restored.codes.unused) == (0, 1)
    assert refusal(ballot(study, code=lost)) is Refusal.CODE_NOT_VALID
    cast(ballot(study, code=code))


def test_void_codes_go_when_the_study_closes(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    new_code(study, unit="so_a")
    code = replaced(study, "so_a")
    assert sorted(row.spent for row in rows(AccessCodeRow)) == [0, VOID]
    cast(ballot(study, code=code))
    move_to(study.id, State.CLOSED)
    assert [row.spent for row in rows(AccessCodeRow)] == [1]


def test_a_study_that_was_reopened_after_the_backup_still_needs_several_late_codes(
    app: Flask, study_in: StudyIn, tmp_path: Path
) -> None:
    study = study_in(State.OPEN)
    file = back_up(app, tmp_path / "older.backup")
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    restored = restore(app, file)
    assert restored.reopenings.since == (study.id,)
    with pytest.raises(LateCodesFault):
        make_codes(study, "outsider", ["so_a"], 1)
    assert restore(app, file).reopenings.since == (study.id,), "the older backup does not know it"


@pytest.mark.usefixtures("english")
def test_on_a_bare_machine_the_command_says_what_nobody_can_know(
    app: Flask, study_in: StudyIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_in(State.OPEN)
    new_code(study)
    file = back_up(app, tmp_path / "all.backup")
    bare = load_settings({"SURVEYAPP_INSTANCE": tmp_path / "bare", "DATABASE_URL": ""})
    restored = restore_backup(bare, file, PASSPHRASE, replace=False)
    assert restored.reopenings.first == (study.id,)
    tell_of_codes(restored)
    tell_of_reopenings(restored)
    said = capsys.readouterr().err
    assert "lost cards that were replaced since" in said
    assert f"closed and reopened after the backup was made: {study.id}" in said


@pytest.mark.usefixtures("english")
def test_the_command_names_lost_cards_and_reopened_studies(
    app: Flask, study_in: StudyIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = study_in(State.OPEN)
    new_code(study, unit="so_a")
    file = back_up(app, tmp_path / "older.backup")
    replaced(study, "so_a")
    restored = restore(app, file)
    tell_of_codes(restored)
    assert "the cards of 1 codes were lost and replaced" in capsys.readouterr().err
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    tell_of_reopenings(restore(app, file))
    assert f"reopened after the backup was made: {study.id}" in capsys.readouterr().err
