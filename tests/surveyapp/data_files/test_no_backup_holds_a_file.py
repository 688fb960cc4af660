"""A backup holds nothing of uploaded files: neither their content nor their keys nor their names."""

from base64 import b64encode
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.backups.making import make_backup
from surveyapp.backups.restoring import restore_backup
from surveyapp.backups.sealed_file import read_sealed
from surveyapp.backups.snapshot import as_lines
from surveyapp.data_files.keeping.kept_files import delete_expired_files, files_of
from surveyapp.database.one_moment import one_moment
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.data_files import DataFileRow
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.conftest import app as app
from tests.surveyapp.data_files.uploading import CANARY, another_researcher, uploaded

PASSPHRASE = "một câu rất dài để sao lưu"


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


def test_neither_content_nor_key_nor_name_is_in_a_backup(app: Flask, tmp_path: Path) -> None:
    uploaded(another_researcher(app))
    with reading() as session:
        row = session.scalars(select(DataFileRow)).one()
    with one_moment(database().engine) as connection:
        lines = b"".join(as_lines(connection, {}))
    assert b"accounts" in lines, "the search is not blind"
    for secret in (CANARY.encode(), "khảo sát".encode(), b64encode(row.about), b64encode(row.key), b"data_files"):
        assert secret not in lines
    backup = tmp_path / "all.backup"
    make_backup(database().engine, app.extensions["keys"], backup, PASSPHRASE)
    with backup.open("rb") as opened:
        whole = b"".join(read_sealed(opened, PASSPHRASE))
    assert b64encode(row.key) not in whole


def test_after_a_restore_there_are_no_uploaded_files(app: Flask, tmp_path: Path) -> None:
    backup = tmp_path / "all.backup"
    colleague = another_researcher(app)
    make_backup(database().engine, app.extensions["keys"], backup, PASSPHRASE)
    uploaded(colleague)
    database().engine.dispose()
    restore_backup(app.extensions["settings"], backup, PASSPHRASE, replace=True)
    assert files_of("colleague") == []
    assert delete_expired_files() == 0
