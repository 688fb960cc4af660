"""Roles of columns are guessed from names in Vietnamese and English, if the content fits, and from content alone."""

import pytest

from analysis.sources.understanding.role_guesses import ColumnShape, guess_role, role_of_name


def numbers(people, low, high, different):
    return ColumnShape(people, low, high, lambda: different, (), people)


def texts(*cells, people=60):
    return ColumnShape(0, 0, 0, lambda: 0, cells, people)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("STT", "identifier"),
        ("Mã phiếu", "identifier"),
        ("response_id", "identifier"),
        ("Nhóm", "group"),
        ("Mẫu phiếu", "group"),
        ("Đơn vị", "cluster"),
        ("Cơ quan", "cluster"),
        ("agency", "cluster"),
        ("C1. Giới tính", "attribute"),
        ("Tuổi của Ông/Bà", "attribute"),
        ("gioi_tinh", "attribute"),
        ("Độ tuổi", "attribute"),
        ("Trọng số", "weight"),
        ("Dấu thời gian", "date"),
        ("Họ và tên", "text"),
        ("Góp ý", "text"),
        ("Cơ quan giải quyết công việc đúng hạn", None),
        ("Nhóm lãnh đạo nêu gương", None),
        ("q1", None),
        ("", None),
    ],
)
def test_the_whole_name_tells_the_role(name, role):
    assert role_of_name(name) == role


@pytest.mark.parametrize(
    ("names", "shape", "found"),
    [
        (("STT",), numbers(60, 1, 60, 60), ("identifier", "name")),
        (("id",), numbers(60, 1, 5, 5), ("question", "content")),
        (("x",), numbers(60, 1, 60, 60), ("identifier", "content")),
        (("x",), numbers(60, 1, 5, 5), ("question", "content")),
        (("nhóm",), numbers(60, 1, 3, 3), ("group", "name")),
        (("nhóm",), numbers(60, 1, 60, 60), ("identifier", "content")),
        (("tuổi",), numbers(60, 18, 70, 40), ("attribute", "name")),
        (("q7", "Giới tính"), numbers(60, 1, 2, 2), ("attribute", "name")),
        (("x",), texts("Nam", "Nữ"), ("attribute", "content")),
        (("x",), texts(*map(str, range(40))), ("text", "content")),
        (("x",), texts("1/5/2026", "02/05/2026"), ("date", "content")),
        (("ngày",), numbers(60, 46_000, 46_030, 20), ("date", "name")),
        (("weight",), texts("0,5", "1,25"), ("weight", "name")),
        (("x",), texts("0,5", "1,25", "7.5"), ("left_out", "content")),
        (("x",), texts(people=0), ("left_out", "empty")),
    ],
)
def test_content_decides_where_the_name_does_not_fit(names, shape, found):
    assert guess_role(shape, *names) == found
