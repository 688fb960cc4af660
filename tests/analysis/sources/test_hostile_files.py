"""Wrong and hostile files are refused quickly, in little memory, with what to do."""

import gzip
import resource
import subprocess
import sys
import time
import zipfile

import pytest

from analysis.comparisons.comparing_files import open_file
from analysis.sources.input_faults import InputFaultError
from tests.analysis.sources.made_files import answers, text_file, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def refused(path, group="nhom"):
    started = time.perf_counter()
    with pytest.raises(InputFaultError) as fault:
        open_file(path, group).read()
    assert time.perf_counter() - started < 2
    assert fault.value.in_words("vi") != fault.value.in_words("en")
    return fault.value.code


def with_part(folder, name, content):
    """A workbook in which one part is replaced."""
    source, path = workbook(folder, answers()), folder / "bad.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", OLE + b"\0" * 600, "old_excel"),
        ("a.xlsx", OLE + b"\0" * 600, "old_excel"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 50, "encrypted_excel"),
        ("a.xls", b"\r\n<html><body><table><tr><td>1</td></tr></table>", "web_page"),
        ("a.xls", b"\xef\xbb\xbf<!DOCTYPE html>\n<p>", "web_page"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml_table"),
        ("a.csv", b"PK\x03\x04" + b"\0" * 50, "other_content"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 50, "unknown_kind"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 50, "broken_excel"),
        ("a.csv", b"1" * 2_000_000, "endless_line"),
        ("a.csv", b"%PDF-1.7", "other_content"),
        ("a.xlsx", b"$FL2@(#)", "other_content"),
        ("a.xlsx", b"nhom;q1\r\nA;1\r\n", "broken_excel"),
        ("a.csv", b"nhom,q1\n\x01\x02\xff\xfe\n", "not_text"),
        ("a.csv", bytes(range(256)) * 20, "not_text"),
    ],
)
def test_content_that_is_something_else_is_named(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == code


def test_a_workbook_under_the_name_of_a_text_is_named(tmp_path):
    path = workbook(tmp_path, answers(), name="a.csv")
    assert refused(path) == "other_content"


def test_a_packed_text_that_unpacks_to_far_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.sources.tables.text_files.UNSUSPICIOUS", 3_000_000)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"nhom,q1\n" + b"A,1\n" * 5_000_000, 9))
    assert refused(path) == "large_text"


def test_a_truncated_workbook_is_refused(tmp_path):
    path = workbook(tmp_path, answers())
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path) == "broken_excel"


def test_a_sheet_that_breaks_off_is_refused(tmp_path):
    assert refused(with_part(tmp_path, SHEET, b"<worksheet><sheetData><row r='1'><c")) == "broken_excel"


def test_entities_that_multiply_are_refused(tmp_path):
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    for part in (SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"):
        assert refused(with_part(tmp_path, part, bomb)) == "hostile_excel"


@pytest.mark.parametrize("megabytes", [5, 200])
def test_parts_that_unpack_to_too_much_are_refused_before_they_are_unpacked(tmp_path, megabytes):
    assert refused(with_part(tmp_path, SHEET, b" " * megabytes * 1_000_000)) == "large_excel"


def test_a_cell_far_outside_makes_no_wide_table(tmp_path):
    rows = b"".join(b"<row r='%d'><c r='XFD%d'><v>1</v></c></row>" % (at, at) for at in range(1, 1000))
    sheet = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    assert refused(with_part(tmp_path, SHEET, sheet)) == "large_excel"


def test_a_sheet_of_too_many_cells_is_refused_at_its_start(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.sources.tables.sheets.MOST_CELLS", 9_000)
    path = workbook(tmp_path, answers(4_000))
    read: list[int] = []

    def text(reader: object) -> str:
        read.append(1)
        return "1"

    monkeypatch.setattr("analysis.sources.tables.sheets._SheetReader._text", text)
    assert refused(path) == "large_excel"
    assert len(read) < 1_000


def test_memory_stays_small(tmp_path):
    path = with_part(tmp_path, "xl/sharedStrings.xml", b"<sst>" + b"<si><t>ab</t></si>" * 3_000_000 + b"</sst>")
    code = (
        "import resource, sys; from analysis.comparisons.comparing_files import open_file\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: open_file(sys.argv[1], 'nhom').read()\n"
        "except ValueError as fault: print(fault.code)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    shown = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
    refusal, megabytes = shown.split()
    assert refusal == "large_excel"
    assert int(megabytes) < 200


def test_a_large_text_under_a_wrong_name_is_refused_at_once(tmp_path):
    path = text_file(tmp_path, answers(20_000), name="a.xlsx")
    assert refused(path) == "broken_excel"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
