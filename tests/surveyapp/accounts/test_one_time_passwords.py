"""The codes of RFC 6238, appendix B, and the times at which they are accepted."""

import pytest

from surveyapp.accounts.second_step.totp import address, as_typed, matching_step, new_secret, one_time_password

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_digits_are_those_of_the_standard(seconds: int, eight_digits: str) -> None:
    assert one_time_password(SECRET, seconds // 30) == eight_digits[-6:]


def test_the_digits_are_those_of_rfc_4226() -> None:
    digits = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"
    assert " ".join(one_time_password(SECRET, count) for count in range(10)) == digits


def test_a_clock_may_be_half_a_minute_wrong_and_not_more() -> None:
    for late, taken in ((-60, None), (-30, 99), (0, 100), (29, 100), (30, 101), (60, None)):
        digits = one_time_password(SECRET, (3000 + late) // 30)
        assert matching_step(SECRET, digits, 3000, 0) == taken


def test_no_code_serves_twice_nor_an_older_one_after_it() -> None:
    now, before = one_time_password(SECRET, 100), one_time_password(SECRET, 99)
    assert matching_step(SECRET, now, 3000, 99) == 100
    assert matching_step(SECRET, now, 3000, 100) is None
    assert matching_step(SECRET, before, 3000, 100) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "755224755224"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, 0, -1) is None


def test_digits_may_be_typed_with_a_space() -> None:
    assert matching_step(SECRET, " 755 224 ", 0, -1) == 0


def test_the_sign_holds_the_secret_the_name_and_nothing_else() -> None:
    assert address(SECRET, "surveyapp", "Lan & Bình") == (
        "otpauth://totp/surveyapp:Lan%20%26%20B%C3%ACnh?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=surveyapp"
    )
    assert len(as_typed(new_secret())) == 39
    assert new_secret() != new_secret()
