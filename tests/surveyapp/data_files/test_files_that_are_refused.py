"""A file that cannot be used is refused with its place and what to do; nothing of it stays."""

import io
import zipfile

import pytest
from flask import Flask
from openpyxl import Workbook

from surveyapp.data_files import routes
from surveyapp.data_files.keeping import sealed_files
from tests.surveyapp.data_files.uploading import FILES, PARTS, in_parts, rows, stored, table, upload, uploaded
from tests.surveyapp.staff_cast import signed_in, token


def workbook_with_formula() -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["nhom", "q1"], ["A", 1], ["B", "=1+1"]):
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def packed_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook>" + b" " * 200_000_000)
        package.writestr("[Content_Types].xml", b"<Types/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("khảo sát.csv", b"nhom,q1\nA,1,2\n", ["khảo sát.csv:2", "3 fields"]),
        ("khảo sát.csv", b"nhom,q1,q1\nA,1,2\n", ["“q1” appears more than once", "B1", "C1"]),
        ("khảo sát.xlsx", workbook_with_formula(), ["B3", "formula without its value"]),
        ("khảo sát.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["before 2007"]),
        ("khảo sát.xlsx", packed_bomb(), ["too large"]),
        ("khảo sát.sav", b"$FL2" + bytes(50), ["not a complete SPSS file"]),
        ("khảo sát.parquet", b"PAR1" + bytes(50), ["not a complete Parquet file"]),
        ("khảo sát.csv", b"", ["empty"]),
        ("khảo sát.pdf", b"%PDF-1.4", ["of no kind that can be read", ".xlsx"]),
        ("../../keys/pepper", b"x", ["of no kind"]),
    ],
)
def test_the_place_and_the_remedy_are_named_and_nothing_stays(
    app: Flask, name: str, content: bytes, says: list[str]
) -> None:
    answer = upload(signed_in(app, "researcher"), content, name)
    assert answer.status_code == 422
    for words in says:
        assert words in answer.text
    assert "/data_files/" not in answer.text, "no path of the server is shown"
    assert (rows(app), stored(app)) == (0, [])


def test_a_file_that_is_too_large_is_refused_while_it_arrives(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(app, "researcher")
    monkeypatch.setattr(sealed_files, "MOST_BYTES", 100_000)
    monkeypatch.setattr(routes, "MOST_BYTES", 100_000)
    written: list[int] = []
    write = sealed_files.ArrivingFile.write

    def noting(arriving: sealed_files.ArrivingFile, content: bytes) -> int:
        written.append(len(content))
        return write(arriving, content)

    monkeypatch.setattr(sealed_files.ArrivingFile, "write", noting)
    answer = upload(client, table(40_000))
    assert answer.status_code == 413
    assert "larger than" in answer.text
    assert sum(written) < 300_000
    assert (rows(app), stored(app)) == (0, [])


def test_a_whole_request_that_is_too_large_is_refused_before_it_is_read(app: Flask) -> None:
    client = signed_in(app, "researcher")
    answer = client.post(
        f"{FILES}upload",
        data={"csrf_token": token(client, FILES)},
        content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(300 * 1024 * 1024)},
    )
    assert answer.status_code == 413


def test_other_routes_take_no_more_than_before(app: Flask) -> None:
    client = signed_in(app, "researcher")
    large = in_parts({"csrf_token": token(client, FILES)}, "x.csv", bytes(2_000_000))
    assert client.post("/staff/me/language", data=large, content_type=PARTS).status_code == 413


def test_a_person_keeps_ten_files_at_most(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_FILES", 1)
    client = signed_in(app, "researcher")
    uploaded(client)
    answer = upload(client, table())
    assert answer.status_code == 422
    assert "delete a file first" in answer.text
    assert rows(app) == 1


def test_no_file_at_all_is_named(app: Flask) -> None:
    answer = upload(signed_in(app, "researcher"), b"", "")
    assert answer.status_code == 422
    assert "Please choose a file." in answer.text
