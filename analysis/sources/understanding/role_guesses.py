"""Guesses the role of a column from its name, in Vietnamese or English, and from the shape of its content.

A name decides only if the content fits: a column called "Tuổi" with texts of many people is a text. Names are compared
without tones, signs and numbers in front ("C1. Giới tính" is ``gioi tinh``), and as a whole, because "Cơ quan giải
quyết đúng hạn" is a question although "Cơ quan" is the name of a cluster.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

QUESTION, ATTRIBUTE, GROUP, CLUSTER, WEIGHT = "question", "attribute", "group", "cluster", "weight"
IDENTIFIER, TEXT, DATE, LEFT_OUT = "identifier", "text", "date", "left_out"
ROLES = (QUESTION, ATTRIBUTE, GROUP, CLUSTER, WEIGHT, IDENTIFIER, TEXT, DATE, LEFT_OUT)

LARGEST_SCALE = 11
FEWEST_ROWS = 6
MOST_GROUPS = 20
MOST_ATTRIBUTES = 12
"""Different texts of an attribute whose name says nothing."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        IDENTIFIER: (
            "stt, tt, so tt, so thu tu, id, index, row, rowid, record, recordid, record id, key, uuid, "
            "instanceid, response id, responseid, respondent id, ma phieu, so phieu, ma so phieu, ma so, ma nguoi "
            "tra loi, ma ho, ma ca nhan, dien thoai, so dien thoai, sdt, phone, email, cccd, cmnd, so cccd, so "
            "cmnd, ip address, ipaddress"
        ),
        DATE: (
            "ngay, ngay tra loi, ngay phong van, ngay khao sat, ngay nhap, ngay sinh, thoi diem, dau thoi gian, "
            "date, timestamp, time, start, end, startdate, enddate, submitdate, submission time, recorded date, "
            "recordeddate, date of birth"
        ),
        WEIGHT: ("weight, weights, wgt, wt, pweight, trong so, quyen so, he so suy rong"),
        GROUP: (
            "nhom, group, form, mau phieu, loai phieu, phieu, doi tuong, nhom doi tuong, loai doi tuong, nhom "
            "nguoi tra loi, respondent group, respondent type, treatment"
        ),
        CLUSTER: (
            "don vi, co quan, don vi cong tac, co quan cong tac, ten don vi, ten co quan, ma don vi, ma co quan, "
            "to chuc, so nganh, phong ban, agency, unit, cluster, organisation, organization, department, office, "
            "company, institution, school, truong, xa, phuong, xa phuong, huyen, quan huyen, tinh, tinh thanh, "
            "tinh thanh pho, province, district, commune, ward, psu"
        ),
        ATTRIBUTE: (
            "gioi tinh, gioi, phai, sex, gender, tuoi, do tuoi, nhom tuoi, age, age group, nam sinh, year of "
            "birth, birth year, trinh do, trinh do hoc van, hoc van, hoc vi, trinh do chuyen mon, education, nghe "
            "nghiep, nghe, occupation, job, chuc vu, chuc danh, position, vi tri, vi tri cong tac, ngach, tham "
            "nien, tham nien cong tac, so nam cong tac, seniority, tenure, dan toc, ethnicity, ton giao, "
            "religion, thu nhap, income, hon nhan, tinh trang hon nhan, marital status, khu vuc, vung, region, "
            "area, noi o, noi cu tru, residence, language, ngon ngu, mode, stratum, tang, entry, variant, "
            "block, round, version, channel, answer language, simulated"
        ),
        TEXT: (
            "ho ten, ho va ten, ten, name, full name, gop y, y kien, y kien khac, kien nghi, de xuat, ghi chu, "
            "note, notes, comment, comments, remarks, khac, khac ghi ro, other, dia chi, address"
        ),
    }
)
"""Names of columns by role, divided by commas."""
_ROLE_OF_NAME = {name: role for role, names in _NAMES.items() for name in names.split(", ")}
_NUMBER_IN_FRONT = re.compile(r"([a-z]{0,3}\d+[a-z]? )+")
_PERSON_BEHIND = re.compile(r" (cua )?(ong ba|anh chi|ban|quy vi|nguoi tra loi|of respondent|ghi ro|neu co)$")
_DATE = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})([ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?"
)
_DECIMAL = re.compile(r"[+-]?\d+[.,]\d+([eE][+-]?\d+)?")
FIRST_SERIAL, LAST_SERIAL = 20_000, 65_000
"""Days from 1954 to 2077, as Excel counts them."""


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """``answers``: number of people with a whole number from ``low`` to ``high``. ``distinct``: computes the number of
    different whole numbers. ``texts``: the different texts that are no answers. ``people``: with a number or a text,
    as far as it is known.
    """

    answers: int
    low: int
    high: int
    distinct: Callable[[], int]
    texts: Sequence[str]
    people: int

    @property
    def different(self) -> int:
        """Number of different values."""
        return len(self.texts) + (self.distinct() if self.answers else 0)

    @property
    def all_different(self) -> bool:
        """Whether whole numbers count the rows or are too many different ones for a scale."""
        counts_rows = self.answers >= FEWEST_ROWS and self.low in (0, 1) and self.high == self.low + self.answers - 1
        # Distinct numbers need as wide a range: this tells a scale from an identifier without sorting.
        wide = self.answers > LARGEST_SCALE and self.high - self.low >= self.answers - 1
        return not self.texts and (counts_rows or wide) and self.distinct() == self.answers


def guess_role(shape: ColumnShape, *names: str) -> tuple[str, str]:
    """The role, and why: ``name``, ``content`` or ``empty``. ``names``: name and wording of the column."""
    if not shape.answers and not shape.texts:
        return LEFT_OUT, "empty"
    for name in names:
        role = role_of_name(name)
        if role is not None and _FITS[role](shape):
            return role, "name"
    return _by_content(shape), "content"


def role_of_name(name: str) -> str | None:
    """The role that a name tells by itself."""
    return _role_of_plain(plain(name)) if len(name) <= 60 else None


@cache
def plain(name: str) -> str:
    """A name in lower case, without tones and signs, words divided by spaces."""
    letters = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d")
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def looks_like_a_date(text: str) -> bool:
    """Whether a text is a date or a time of day."""
    return _DATE.fullmatch(text.strip()) is not None


def looks_like_a_decimal(text: str) -> bool:
    """Whether a text is a number with decimals."""
    return _DECIMAL.fullmatch(text.strip()) is not None


def has_serial_dates(shape: ColumnShape) -> bool:
    """Whether whole numbers can be days as Excel counts them."""
    return bool(shape.answers) and shape.low >= FIRST_SERIAL and shape.high <= LAST_SERIAL and not shape.texts


def _role_of_plain(name: str) -> str | None:
    shorter = _PERSON_BEHIND.sub("", name)
    for text in (name, shorter, _NUMBER_IN_FRONT.sub("", f"{shorter} ", count=1).strip()):
        if role := _ROLE_OF_NAME.get(text):
            return role
    return None


def _by_content(shape: ColumnShape) -> str:
    if shape.all_different:
        return IDENTIFIER
    if not shape.texts:
        return QUESTION
    if all(map(looks_like_a_date, shape.texts)) and not shape.answers:
        return DATE
    decimals = sum(map(looks_like_a_decimal, shape.texts))
    if decimals == len(shape.texts) and decimals > 2 and (not shape.answers or decimals * 2 > shape.different):
        return LEFT_OUT
    if shape.answers:
        return QUESTION
    few = len(shape.texts) <= MOST_ATTRIBUTES and len(shape.texts) * 2 <= shape.people
    return ATTRIBUTE if few else TEXT


_FITS: Mapping[str, Callable[[ColumnShape], bool]] = {
    IDENTIFIER: lambda shape: shape.all_different or shape.different * 10 >= shape.people * 8,
    DATE: lambda shape: (
        has_serial_dates(shape)
        or (not shape.answers and all(map(looks_like_a_date, shape.texts[:100])))
        or (bool(shape.answers) and not shape.texts and shape.low >= 1900 and shape.high <= 2100)
    ),
    WEIGHT: lambda shape: all(map(looks_like_a_decimal, shape.texts)),
    GROUP: lambda shape: 2 <= shape.different <= MOST_GROUPS and shape.different < shape.people,
    CLUSTER: lambda shape: 2 <= shape.different < shape.people,
    ATTRIBUTE: lambda shape: shape.different < max(shape.people, 2) or not shape.texts,
    TEXT: lambda shape: bool(shape.texts),
}
"""Whether the content can have the role that the name tells."""
