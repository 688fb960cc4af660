import json
from importlib.resources import files
from secrets import choice

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.ballot_box.codes.access_codes import ALPHABET, TWINS, check_letter, make_codes, new_code, normalised
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.studies import State
from tests.surveyapp.conftest import StudyIn


def plain(code: str) -> str:
    return code.replace("-", "")


def test_the_alphabet_has_28_signs_and_reads_every_other_as_its_twin() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 28
    assert {chr(sign) for sign in TWINS} | set(ALPHABET) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert set(TWINS.values()) <= set(ALPHABET)


def test_a_code_is_four_groups_of_four() -> None:
    code = new_code()
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert normalised(code) == plain(code)


@pytest.mark.parametrize("change", [str.lower, lambda code: f" {code} ", lambda code: code.replace("-", " ")])
def test_careless_typing_is_understood(change: object) -> None:
    code = new_code()
    assert normalised(change(code)) == plain(code)  # type: ignore[operator]


def test_look_alikes_are_understood() -> None:
    body = "0L2584V" + "A" * 8
    code = body + check_letter(body)
    typed = "OI" + "ZSB4U" + code[7:]
    assert normalised(typed) == normalised("Q1" + "Z5" + "84V" + code[7:]) == normalised(code)


VECTORS = json.loads((files("surveyapp.ballot_box.codes") / "access_code_vectors.json").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_shared_vectors_are_read_as_meant(vector: dict[str, str | None]) -> None:
    assert normalised(vector["typed"] or "") == vector["letters"]


def test_every_single_wrong_letter_is_found() -> None:
    code = plain(new_code())
    for place in range(16):
        for letter in ALPHABET.replace(code[place], ""):
            assert normalised(code[:place] + letter + code[place + 1 :]) is None


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    missed = tried = 0
    for _ in range(200):
        code = plain(new_code())
        for place in range(15):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if swapped != code:
                tried += 1
                missed += normalised(swapped) is not None
    assert missed / tried < 0.01


@pytest.mark.parametrize("typed", ["", "A", "A" * 15, "A" * 17, "Ă" * 16, "\0" * 16, "A" * 1_000_000, "🙂" * 16])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert normalised(typed) is None


def test_codes_are_spread_evenly_printed_in_random_order_and_kept_as_digests(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.DRAFT)
    made = make_codes(study, "outsider", ["so_a", "so_b", "huyen_c"], 60)
    assert len({printed.code for printed in made}) == 60
    units = [printed.unit for printed in made]
    assert {unit: units.count(unit) for unit in units} == {"so_a": 20, "so_b": 20, "huyen_c": 20}
    assert units != ["so_a", "so_b", "huyen_c"] * 20
    with reading() as session:
        rows = session.scalars(select(AccessCodeRow)).all()
    assert {len(row.digest) for row in rows} == {32}
    assert {(row.spent, row.nonce_digest) for row in rows} == {(0, None)}


def test_the_check_letter_is_that_of_the_standard() -> None:
    """ISO 7064's example for MOD 37,36 does not apply to 28 letters; the defining property does: the sum is one."""
    for _ in range(100):
        code = "".join(choice(ALPHABET) for _ in range(15))
        product = 28
        for letter in code:
            product = 2 * ((product + ALPHABET.index(letter)) % 28 or 28) % 29
        assert (product + ALPHABET.index(check_letter(code))) % 28 == 1
