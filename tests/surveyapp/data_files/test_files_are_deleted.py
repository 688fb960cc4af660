"""Uploaded files go when asked, after seven days, and when the account is closed; parts of broken uploads go too."""

import os
import time
from pathlib import Path

import pytest
from flask import Flask

from surveyapp.accounts.changes import close_account
from surveyapp.commands import main
from surveyapp.data_files.keeping import kept_files
from surveyapp.data_files.keeping.kept_files import KEPT_DAYS, delete_expired_files
from surveyapp.data_files.keeping.sealed_files import ABANDONED_SECONDS
from surveyapp.data_files.keeping.starting import tidy_up
from tests.surveyapp.conftest import end, installed
from tests.surveyapp.data_files.uploading import FILES, another_researcher, rows, stored, uploaded
from tests.surveyapp.staff_cast import post, signed_in


def days_later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    later = kept_files.today() + days
    monkeypatch.setattr(kept_files, "today", lambda: later)


def expired(app: Flask) -> int:
    with app.app_context():
        return delete_expired_files()


def test_a_file_is_deleted_when_asked(app: Flask) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client)
    assert post(client, f"{address}/delete").status_code == 303
    assert (rows(app), stored(app)) == (0, [])
    assert client.get(address).status_code == 404


def test_a_file_stays_six_days_and_is_gone_after_seven(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client)
    days_later(monkeypatch, KEPT_DAYS - 1)
    assert expired(app) == 0
    assert client.get(address).status_code == 200
    days_later(monkeypatch, 1)
    assert client.get(address).status_code == 404, "even if maintenance did not run"
    assert expired(app) == 1
    assert (rows(app), stored(app)) == (0, [])


def test_the_command_maintenance_deletes_expired_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = installed(tmp_path / "instance", "")
    with app.app_context():
        uploaded(another_researcher(app, "researcher"))
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    days_later(monkeypatch, KEPT_DAYS)
    assert not main(["maintenance"], standalone_mode=False)
    assert "7" in capsys.readouterr().out.splitlines()[0]
    with app.app_context():
        assert (rows(app), stored(app)) == (0, [])
    end(app)


def test_closing_the_account_deletes_its_files_only(app: Flask) -> None:
    uploaded(signed_in(app, "researcher"))
    colleague = another_researcher(app)
    uploaded(colleague)
    with app.app_context():
        close_account("researcher")
    assert rows(app) == 1
    assert len(stored(app)) == 2
    assert "khảo sát.csv" in colleague.get(FILES).text


def test_parts_of_a_broken_upload_and_copies_go_when_the_server_starts(app: Flask) -> None:
    uploaded(signed_in(app, "researcher"))
    kept = stored(app)
    place = kept[0].parent
    old, new, copy = place / "a.part", place / "b.part", place / "open.c"
    for path in (old, new):
        path.write_bytes(b"sealed")
    copy.mkdir()
    long_ago = time.time() - ABANDONED_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    with app.app_context():
        tidy_up()
    assert set(stored(app)) == {*kept, new}, "an upload that is going on stays"
