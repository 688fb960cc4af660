from pathlib import Path

import pytest
from flask import Flask

from surveyapp import create_app
from surveyapp.backups.making import make_backup
from surveyapp.backups.restoring import restore_backup
from surveyapp.database.sessions import database
from surveyapp.instance.settings import load_settings
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.results.test_when_results_change import bases, current

PASSPHRASE = "một câu rất dài để sao lưu"


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the deliberately slow key derivation by a fast one."""
    make_passphrases_cheap(monkeypatch)


def test_a_backup_restored_elsewhere_goes_on_from_the_same_release(sqlite_app: Flask, tmp_path: Path) -> None:
    load_staff_study()
    put_answers({"leader": 1, "civil_servant": 3})
    first = current()
    put_answers({"civil_servant": 1}, units=1)
    make_backup(database().engine, sqlite_app.extensions["keys"], tmp_path / "all.backup", PASSPHRASE)
    settings = {"SURVEYAPP_INSTANCE": tmp_path / "elsewhere", "DATABASE_URL": ""}
    restore_backup(load_settings(settings), tmp_path / "all.backup", PASSPHRASE, replace=False)
    elsewhere = create_app(settings)
    with elsewhere.app_context():
        assert current().planned == first.planned
        assert current().number == first.number
        database().engine.dispose()


def test_an_older_state_restored_over_a_newer_one_keeps_what_readers_have_seen(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    load_staff_study()
    put_answers({"leader": 1, "civil_servant": 3})
    current()
    make_backup(database().engine, sqlite_app.extensions["keys"], tmp_path / "all.backup", PASSPHRASE)
    put_answers({"civil_servant": 1})
    second = current()
    restore_backup(sqlite_app.extensions["settings"], tmp_path / "all.backup", PASSPHRASE, replace=True)
    # The same answers, so that each is given by as many additional people.
    put_answers({"civil_servant": 1}, units=5)
    assert current().planned == second.planned
    put_answers({"civil_servant": 9})
    assert bases(current())["civil_servant"] == 36 + 5 + 108
