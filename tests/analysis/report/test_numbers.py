import math

import pytest

from analysis.wording.numbers import NOTHING, Numbers

VI, EN = Numbers("vi"), Numbers("en")


def test_vietnamese_has_a_decimal_comma_and_full_stops_between_thousands() -> None:
    assert VI.decimal(1234.5) == "1.234,50"
    assert VI.integer(66690) == "66.690"
    assert EN.decimal(1234.5) == "1,234.50"
    assert EN.integer(66690) == "66,690"


def test_the_minus_is_a_minus_sign_and_zero_has_none() -> None:
    assert VI.decimal(-0.126) == "−0,13"
    assert VI.decimal(-0.001) == "0,00"


def test_a_p_value_is_never_0_and_never_1() -> None:
    assert VI.p_value(0.0) == VI.p_value(1e-300) == "< 0,001"
    assert VI.p_value(1.0) == "> 0,999"
    assert VI.p_value(0.0494) == "0,049"
    assert VI.p_value(0.0494, equals=True) == "= 0,049"
    assert EN.p_value(0.0004, equals=True) == "< 0.001"


def test_percent_takes_a_share() -> None:
    assert VI.percent(0.8091, 2) == "80,91%"
    assert VI.percent(0.8091, sign=False) == "80,9"


def test_an_interval_separates_its_ends_clearly() -> None:
    assert VI.with_interval(0.44, 0.36, 0.52) == "0,44 (0,36; 0,52)"
    assert EN.with_interval(0.44, 0.36, 0.52) == "0.44 (0.36, 0.52)"
    assert VI.with_interval(0.44, None, None) == "0,44"
    assert VI.interval(0.9, None) == "(0,90; –)"


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_no_number_is_a_dash_and_never_nan(value: float | None) -> None:
    assert VI.decimal(value) == VI.percent(value) == VI.p_value(value) == NOTHING
