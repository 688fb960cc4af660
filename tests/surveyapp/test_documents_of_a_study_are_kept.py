"""The files of each version are stored and written byte by byte; those of older versions are generated."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, select, text, update

from forms.loading.studies import load_documents, load_study, load_with_documents
from forms.model.study import Study
from surveyapp.commands import main
from surveyapp.database.migrating import migrate
from surveyapp.database.sessions import database, reading, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.studies import StudyDocumentRow
from surveyapp.lifecycle.changes import delete_study, load
from surveyapp.studies.documents import DocumentFault, documents_of, kept_documents, version_named
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.respondents.conftest import STUDY_FOLDER
from tests.surveyapp.test_backups import back_up, restore
from tests.surveyapp.test_migrating import upgrade
from tests.surveyapp.tiny_study import tiny_study

NOTE = "# Ghi chú của người soạn – a note\r\n".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study whose files contain what an assembled study lacks: a comment, and line ends of another system."""
    folder = tmp_path / "study"
    shutil.copytree(STUDY_FOLDER, folder)
    path = folder / "scales.yaml"
    path.write_bytes(NOTE + path.read_bytes())
    return folder


@pytest.fixture
def run(tmp_path: Path, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(sqlite_app.extensions["settings"].instance))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, ["--language", "en", *map(str, words)])


def in_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_loaded_comes_out_byte_by_byte(run: Callable[..., Result], folder: Path, tmp_path: Path) -> None:
    assert run("study", "load", folder).exit_code == 0
    done = run("study", "export", "every_kind", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert in_folder(tmp_path / "out") == in_folder(folder)
    assert load_study(tmp_path / "out").version == load_study(folder).version


def test_a_folder_with_something_in_it_is_left_alone(run: Callable[..., Result], folder: Path) -> None:
    assert run("study", "load", folder).exit_code == 0
    before = in_folder(folder)
    refused = run("study", "export", "every_kind", "--out", folder)
    assert (refused.exit_code, "not empty" in refused.output) == (1, True)
    assert in_folder(folder) == before


def test_each_version_keeps_its_own_documents_and_the_newest_of_one_version_count(app: Flask, folder: Path) -> None:
    study, documents = load_with_documents(folder)
    load(study, documents)
    load(study, {name: content.removeprefix(NOTE) for name, content in documents.items()})
    assert not documents_of(study.id, study.version)["scales.yaml"].startswith(NOTE)
    text = documents["study.yaml"].decode()
    (folder / "study.yaml").write_text(text.replace("vi: ", "vi: Mới ", 1), "utf-8")
    changed, others = load_with_documents(folder)
    assert changed.version != study.version
    load(changed, others)
    assert documents_of(study.id, changed.version) == others
    assert kept_documents(study.id, study.version) != others
    assert version_named(study.id, "") == changed.version
    assert version_named(study.id, study.version[:12]) == study.version
    with pytest.raises(DocumentFault):
        version_named(study.id, "nothing")


def test_a_version_without_documents_is_written_and_loads_to_itself(app: Flask, folder: Path) -> None:
    study = load_study(folder)
    load(study)
    assert kept_documents(study.id, study.version) == {}
    assert load_documents(documents_of(study.id, study.version)).version == study.version


def test_the_command_says_that_files_were_written_anew(
    run: Callable[..., Result], folder: Path, tmp_path: Path
) -> None:
    load(load_study(folder))
    done = run("study", "export", "every_kind", "--out", tmp_path / "out")
    assert "comments are missing" in done.output
    assert load_study(tmp_path / "out").version == load_study(folder).version


def test_a_document_altered_in_the_database_is_not_given_out(app: Flask, folder: Path) -> None:
    study, documents = load_with_documents(folder)
    load(study, documents)
    with writing() as session:
        session.execute(update(StudyDocumentRow).filter_by(name="items.yaml").values(content=b"groups: []"))
    with pytest.raises(DocumentFault):
        documents_of(study.id, study.version)


def test_a_deleted_study_takes_its_documents_with_it(app: Flask, folder: Path) -> None:
    study, documents = load_with_documents(folder)
    load(study, documents)
    delete_study(study)
    with reading() as session:
        assert session.scalars(select(StudyDocumentRow)).all() == []


def test_a_backup_carries_them(app: Flask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)
    study, documents = load_with_documents(folder)
    load(study, documents)
    file = back_up(app, tmp_path / "all.backup")
    delete_study(study)
    restore(app, file)
    assert documents_of(study.id, study.version) == documents


NEWER = ("study_documents", "data_files")
"""Tables that a version of the program without stored documents did not have."""


def in_the_shape_before(study: Study) -> None:
    """The database as left by a version of the program without stored documents."""
    load(study)
    with database().engine.execution_options(writes=True).begin() as connection:
        for table in NEWER:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))


def test_a_database_and_a_backup_from_before_are_carried_over(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_passphrases_cheap(monkeypatch)
    study = tiny_study()
    in_the_shape_before(study)
    with monkeypatch.context() as before:
        known = [table for table in metadata.sorted_tables if table.name not in NEWER]
        tables = SimpleNamespace(sorted_tables=known, tables=[table.name for table in known])
        before.setattr("surveyapp.backups.snapshot.metadata", tables)
        before.setattr("surveyapp.database.one_moment.metadata", tables)
        file = back_up(app, tmp_path / "before.backup")
    assert migrate(database().engine, app.extensions["keys"].pepper)
    assert kept_documents(study.id, study.version) == {}
    restore(app, file)
    assert kept_documents(study.id, study.version) == {}
    assert version_named(study.id, "") == study.version


def test_the_migration_keeps_every_version(engine: Engine) -> None:
    upgrade(engine, "0007")
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("INSERT INTO studies (id, state, version, simulated) VALUES ('s', 'open', 'v', false)"))
        connection.execute(text("INSERT INTO study_versions (study, version, content) VALUES ('s', 'v', '{}')"))
    migrate(engine, bytes(32))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT study, version, content FROM study_versions")).all() == [
            ("s", "v", "{}")
        ]
        assert connection.execute(text("SELECT count(*) FROM study_documents")).scalar() == 0
