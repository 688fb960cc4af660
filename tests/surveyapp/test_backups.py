"""A backup restores everything, is readable without the passphrase to nobody, and never makes a used code valid."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from surveyapp.accounts.changes import add_account
from surveyapp.accounts.queries import find_account
from surveyapp.backups import making
from surveyapp.backups.making import BackupFault, make_backup
from surveyapp.backups.restoring import Restored, restore_backup
from surveyapp.backups.snapshot import as_lines
from surveyapp.ballot_box.casting import Refusal, cast
from surveyapp.ballot_box.opening.rewriting import rewrite_tables
from surveyapp.database.one_moment import one_moment
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables import metadata
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from surveyapp.instance.sealed_pieces import PIECE
from surveyapp.instance.settings import Settings, load_settings
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.conftest import StudyIn, installed
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.test_casting import ballot, by_open_link, new_code, refusal, rows

PASSPHRASE = "một câu rất dài để sao lưu"


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the deliberately slow key derivation by a fast one."""
    make_passphrases_cheap(monkeypatch)


def settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["settings"]
    return found


def back_up(app: Flask, file: Path) -> Path:
    make_backup(database().engine, app.extensions["keys"], file, PASSPHRASE)
    return file


def restore(app: Flask, file: Path, *, replace: bool = True) -> Restored:
    return restore_backup(settings_of(app), file, PASSPHRASE, replace=replace)


def content() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name != "audit"
        }


def test_everything_comes_back_as_it_was(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    used, unused = new_code(study), new_code(study, unit="so_a")
    cast(ballot(study, code=used, texts={"open_words": "Ý kiến của tôi"}))
    for _ in range(6):
        cast(by_open_link(study, answers={"ov_one": 2, "out_agency": 1}))
    open_the_box(study.id)
    before, pepper = content(), app.extensions["keys"].key("pepper")
    assert before["answers"]
    assert before["ballots"]
    file = back_up(app, tmp_path / "all.backup")
    cast(by_open_link(study))
    restored = restore(app, file)
    assert content() == before
    assert (settings_of(app).instance / "keys" / "pepper").read_bytes() == pepper
    assert refusal(ballot(study, code=used)) is Refusal.CODE_NOT_VALID
    cast(ballot(study, code=unused))
    assert restored.compared


def test_a_bare_machine_needs_nothing_but_the_file(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    code = new_code(study)
    cast(by_open_link(study))
    before = content()
    file = back_up(app, tmp_path / "all.backup")
    # A backup of PostgreSQL restores into SQLite: the lines are the same.
    bare = load_settings({"SURVEYAPP_INSTANCE": tmp_path / "bare", "DATABASE_URL": ""})
    restored = restore_backup(bare, file, PASSPHRASE, replace=False)
    assert (restored.compared, restored.codes.unused, restored.replaced) == (False, 1, None)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "bare").rglob("*")} == {0}
    other = installed(tmp_path / "bare", "")
    with other.app_context():
        assert content() == before
        cast(ballot(study, code=code))
    other.extensions["database"].engine.dispose()


def test_codes_used_since_an_older_backup_stay_used(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    used_since, unused = new_code(study), new_code(study, unit="so_a")
    file = back_up(app, tmp_path / "older.backup")
    sent = ballot(study, code=used_since)
    cast(sent)
    restored = restore(app, file)
    assert (restored.codes.stay_used, restored.codes.unused) == (1, 1)
    assert refusal(ballot(study, code=used_since)) is Refusal.CODE_NOT_VALID
    # Its answer is not in the backup, so the same sending is not reported as received.
    assert refusal(sent) is Refusal.CODE_NOT_VALID
    cast(ballot(study, code=unused))


def of_shape_0004(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Return the lines as they were before rows were bound."""
    added = {"mac", "unfinished", "consented_by"}
    dropped: dict[str, list[int]] = {}
    for line in map(json.loads, lines):
        if "revision" in line:
            line["revision"] = "0004"
            for name, table in line["tables"].items():
                dropped[name] = [place for place, column in enumerate(table["columns"]) if column in added]
                for part in ("columns", "binary"):
                    table[part] = [column for column in table[part] if column not in added]
        elif "rows" in line:
            gone = dropped[line["table"]]
            line["rows"] = [[value for at, value in enumerate(row) if at not in gone] for row in line["rows"]]
        yield json.dumps(line).encode() + b"\n"


@pytest.mark.parametrize("shape", ["of today", "of before rows were bound"])
def test_restored_rows_are_bound_whether_or_not_they_were_in_the_backup(
    app: Flask, study_in: StudyIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    study = study_in(State.OPEN)
    add_account("lan", "clerk", "bốn từ dễ nhớ lắm")
    code = new_code(study)
    if shape != "of today":
        monkeypatch.setattr(making, "as_lines", lambda connection, keys: of_shape_0004(as_lines(connection, keys)))
    file = back_up(app, tmp_path / "all.backup")
    monkeypatch.undo()
    make_passphrases_cheap(monkeypatch)
    settings = {"SURVEYAPP_INSTANCE": tmp_path / "bare", "DATABASE_URL": ""}
    restore_backup(load_settings(settings), file, PASSPHRASE, replace=False)
    other = installed(tmp_path / "bare", "")
    with other.app_context():
        cast(ballot(study, code=code))
        assert open_the_box(study.id).unreadable == 0
        assert find_account("lan") is not None
    other.extensions["database"].engine.dispose()


def test_what_was_replaced_can_be_brought_back(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    file = back_up(app, tmp_path / "older.backup")
    cast(by_open_link(study))
    replaced = restore(app, file).replaced
    assert rows(BallotRow) == []
    assert replaced is not None
    restore(app, replaced)
    assert len(rows(BallotRow)) == 1


def test_codes_destroyed_at_the_close_stay_destroyed(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    new_code(study)
    file = back_up(app, tmp_path / "older.backup")
    move_to(study.id, State.CLOSED)
    restored = restore(app, file)
    assert (restored.codes.stay_destroyed, restored.codes.unused) == (1, 0)
    assert rows(AccessCodeRow) == []


def test_an_installation_is_not_replaced_unless_that_is_said(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study_in(State.OPEN)
    file = back_up(app, tmp_path / "all.backup")
    before = content()
    with pytest.raises(BackupFault, match="--replace"):
        restore(app, file, replace=False)
    elsewhere = load_settings({"SURVEYAPP_INSTANCE": tmp_path / "empty", "DATABASE_URL": settings_of(app).database})
    with pytest.raises(BackupFault, match="--replace"):
        restore_backup(elsewhere, file, PASSPHRASE, replace=False)
    assert content() == before


def cut(whole: bytes) -> bytes:
    return whole[: -PIECE // 2]


def cut_between_pieces(whole: bytes) -> bytes:
    return whole[: 40 + PIECE + 16]


def altered(whole: bytes) -> bytes:
    place = len(whole) // 2
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def exchanged(whole: bytes) -> bytes:
    """Swap two pieces."""
    piece = PIECE + 16
    return whole[:40] + whole[40 + piece : 40 + 2 * piece] + whole[40 : 40 + piece] + whole[40 + 2 * piece :]


def lengthened(whole: bytes) -> bytes:
    return whole + b"\0"


DAMAGES: dict[Callable[[bytes], bytes], str] = {
    cut: "damaged",
    cut_between_pieces: "damaged",
    altered: "damaged",
    exchanged: "damaged",
    lengthened: "damaged",
    lambda whole: whole[:40]: "damaged",
    lambda whole: whole[:20]: "no backup",
    lambda whole: b"": "no backup",
    lambda whole: b"SQLite format 3\0" + whole: "no backup",
    lambda whole: whole[:30] + bytes(4) + whole[34:]: "passphrase",
}


@pytest.fixture
def two_moments(app: Flask, study_in: StudyIn, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A backup of several pieces, and the later content of the database."""
    study = study_in(State.OPEN)
    for _ in range(40):
        cast(by_open_link(study))
    file = back_up(app, tmp_path / "all.backup")
    cast(by_open_link(study))
    assert file.stat().st_size > 3 * PIECE
    return file, content()


def test_a_damaged_backup_is_refused_and_nothing_changes(
    app: Flask, two_moments: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    file, before = two_moments
    whole, folder = file.read_bytes(), settings_of(app).instance
    files = sorted(path.name for path in folder.rglob("*"))
    for number, (damage, said) in enumerate(DAMAGES.items()):
        damaged = tmp_path / f"{number}.backup"
        damaged.write_bytes(damage(whole))
        with pytest.raises(BackupFault, match=said):
            restore(app, damaged)
    assert content() == before
    assert sorted(path.name for path in folder.rglob("*")) == files


def test_a_wrong_passphrase_is_told_from_a_damaged_file(app: Flask, two_moments: tuple[Path, dict[str, Any]]) -> None:
    file, before = two_moments
    with pytest.raises(BackupFault, match="passphrase does not open"):
        restore_backup(settings_of(app), file, PASSPHRASE + "!", replace=True)
    assert content() == before


def test_a_fault_half_way_leaves_everything_as_it_was(
    app: Flask, two_moments: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = two_moments
    folder = settings_of(app).instance
    files = sorted(path.name for path in folder.rglob("*"))

    def fail(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("surveyapp.backups.restoring.keep_codes", fail)
    with pytest.raises(BackupFault, match="No space left"):
        restore(app, file)
    assert content() == before
    assert sorted(path.name for path in folder.rglob("*")) == files


def test_a_backup_that_fails_leaves_no_file(
    sqlite_app: Flask, study_in: StudyIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("surveyapp.backups.making.os.fsync", full)
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupFault, match="No space left"):
        back_up(sqlite_app, tmp_path / "out" / "all.backup")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_backup_overwrites_nothing_and_is_its_owners_only(sqlite_app: Flask, tmp_path: Path) -> None:
    file = back_up(sqlite_app, tmp_path / "all.backup")
    before = file.read_bytes()
    with pytest.raises(BackupFault, match="exists"):
        back_up(sqlite_app, file)
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_short_passphrase_is_refused(sqlite_app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BackupFault, match="15"):
        make_backup(database().engine, sqlite_app.extensions["keys"], tmp_path / "b", "short")


def test_nothing_in_the_file_can_be_read(app: Flask, study_in: StudyIn, tmp_path: Path) -> None:
    study = study_in(State.OPEN)
    cast(by_open_link(study, texts={"open_words": "CANARY-in-a-text"}))
    file = back_up(app, tmp_path / "all.backup")
    whole, keys = file.read_bytes(), app.extensions["keys"]
    with reading() as session:
        digests = [bytes(row.digest) for row in session.scalars(select(AccessCodeRow))]
        sealed = [bytes(row.sealed) for row in session.scalars(select(BallotRow))]
    canaries = [b"CANARY", b"nho_2019", b"access_codes", b"SELECT", b"alembic", study.version.encode(), *digests]
    canaries += [keys.key(name) for name in ("pepper", "audit", "second_factor")] + [part[:32] for part in sealed]
    assert [canary for canary in canaries if canary in whole] == []
    # Random throughout: none of the 256 values is much more frequent than another.
    counts = [whole[8:].count(value) for value in range(256)]
    expected = (len(whole) - 8) / 256
    assert sum((count - expected) ** 2 / expected for count in counts) < 400


def test_rows_stand_in_the_order_of_their_keys(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for _ in range(30):
        cast(by_open_link(study))
    with one_moment(database().engine) as connection:
        lines = [json.loads(line) for line in as_lines(connection, {})]
    for table in ("ballots", "open_nonces"):
        keys = [row[0] for line in lines if line.get("table") == table for row in line["rows"]]
        assert len(keys) == 30
        assert keys == sorted(keys, key=b64decode)


def test_an_opening_at_the_same_moment_empties_no_backup(
    postgresql_app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    for _ in range(10):
        cast(by_open_link(study))

    def rewrite() -> None:
        with postgresql_app.app_context():
            rewrite_tables()

    with one_moment(database().engine) as connection:
        opening = Thread(target=rewrite)
        opening.start()
        counts = json.loads(list(as_lines(connection, {}))[-1])["counts"]
        assert opening.is_alive()
    opening.join(30)
    assert counts["ballots"] == 10


def test_every_kind_of_value_in_the_tables_can_be_carried() -> None:
    kinds = {column.type.python_type for table in metadata.tables.values() for column in table.columns}
    assert kinds <= {bytes, str, int, bool}


def test_other_tables_of_a_shared_database_are_left_alone(postgresql_app: Flask, tmp_path: Path) -> None:
    with database().engine.begin() as connection:
        connection.execute(text("CREATE TABLE neighbours (name text)"))
    restore(postgresql_app, back_up(postgresql_app, tmp_path / "b"))
    assert inspect(database().engine).has_table("neighbours")


def test_a_damaged_database_is_named_with_what_to_do(sqlite_app: Flask, tmp_path: Path) -> None:
    file = back_up(sqlite_app, tmp_path / "b")
    database().engine.dispose()
    path = Path(str(database().engine.url.database))
    path.write_bytes(b"not a database at all" * 1000)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with pytest.raises(BackupFault, match="damaged"):
        restore(sqlite_app, file)
    path.unlink()
    assert not restore(sqlite_app, file).compared


def test_a_backup_from_a_newer_program_is_refused(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveyapp.backups.snapshot.revision_of", lambda connection: "9999")
    file = back_up(sqlite_app, tmp_path / "b")
    with pytest.raises(BackupFault, match="newer version"):
        restore(sqlite_app, file)
