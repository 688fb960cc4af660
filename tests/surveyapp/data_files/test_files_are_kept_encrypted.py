"""Uploaded files lie on the disk encrypted, only the owner of the server may open them, and tampering is noticed."""

import stat
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from flask import Flask
from sqlalchemy import update

from surveyapp.data_files.keeping.kept_files import KeptFile, file_of
from surveyapp.data_files.keeping.sealed_files import DamagedFileError
from surveyapp.data_files.reading.clear_copy import readable
from surveyapp.database.sessions import writing
from surveyapp.database.tables.data_files import DataFileRow
from surveyapp.instance.sealed_pieces import PIECE, DamagedPiecesError, PieceWriter, read_pieces
from tests.surveyapp.data_files.uploading import CANARY, FILES, stored, table, uploaded
from tests.surveyapp.staff_cast import post, signed_in


def written(content: bytes, cipher: ChaCha20Poly1305) -> bytes:
    file = BytesIO()
    pieces = PieceWriter(file, cipher, b"this file")
    pieces.write(content)
    pieces.finish()
    return file.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE + 5])
def test_pieces_come_back_as_they_were(size: int) -> None:
    cipher = ChaCha20Poly1305(bytes(32))
    content = bytes(at % 251 for at in range(size))
    assert b"".join(read_pieces(BytesIO(written(content, cipher)), cipher, b"this file")) == content


def test_a_changed_moved_or_missing_piece_is_noticed() -> None:
    cipher = ChaCha20Poly1305(bytes(32))
    sealed, step = written(bytes(3 * PIECE), cipher), PIECE + 16
    changed = [
        sealed[:10] + bytes([sealed[10] ^ 1]) + sealed[11:],
        sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :],
        sealed[: 2 * step],
        b"",
    ]
    for content in changed:
        with pytest.raises(DamagedPiecesError):
            list(read_pieces(BytesIO(content), cipher, b"this file"))
    with pytest.raises(DamagedPiecesError):
        list(read_pieces(BytesIO(sealed), cipher, b"another file"))


def test_the_file_comes_back_as_it_was_and_no_copy_stays(app: Flask) -> None:
    content = table(5000)
    file_id = uploaded(signed_in(app, "researcher"), content).rpartition("/")[2]
    with app.app_context():
        file = file_of("researcher", file_id)
        assert file is not None
        comes_back(app, file, content)
    assert {each.name.partition(".")[0] for each in stored(app)} == {file_id}


def comes_back(app: Flask, file: KeptFile, content: bytes) -> None:
    with readable(file) as path:
        assert path.name == "data.csv"
        assert path.read_bytes() == content
        assert not any(each.is_file() and each.read_bytes() == content for each in stored(app))
    assert not path.exists()


def test_nothing_of_it_is_readable_in_the_instance_folder(app: Flask, tmp_path: Path) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client, name="Sở Nội vụ.csv")
    client.get(f"{address}/results")
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"data_files" in held, "the search is not blind"
    for secret in (CANARY, "Sở Nội vụ", "gioi_tinh", "don_vi"):
        assert secret.encode() not in held


def test_only_the_owner_of_the_server_may_open_them(app: Flask) -> None:
    uploaded(signed_in(app, "researcher"))
    paths = stored(app)
    assert len(paths) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700


def test_a_file_that_was_altered_is_named_so_and_can_be_deleted(app: Flask) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client)
    for path in stored(app):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = client.get(address, follow_redirects=True)
    assert "damaged or altered" in answer.text
    assert client.get(f"{address}/results").location == FILES
    page = client.get(f"{address}/delete")
    assert page.status_code == 200


def test_a_row_that_was_altered_is_listed_and_can_be_deleted(app: Flask) -> None:
    client = signed_in(app, "researcher")
    address = uploaded(client)
    with app.app_context(), writing() as session:
        session.execute(update(DataFileRow).values(about=b"altered"))
    assert "damaged file" in client.get(FILES).text
    assert "damaged file" in client.get(f"{address}/delete").text
    assert post(client, f"{address}/delete").status_code == 303
    assert stored(app) == []


def test_a_row_that_is_given_to_somebody_else_opens_nothing(app: Flask) -> None:
    file_id = uploaded(signed_in(app, "researcher")).rpartition("/")[2]
    with app.app_context():
        with writing() as session:
            session.execute(update(DataFileRow).values(owner="administrator"))
        with pytest.raises(DamagedFileError):
            file_of("administrator", file_id)
