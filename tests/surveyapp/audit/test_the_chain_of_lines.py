"""The chain without a database: every way of falsifying a log is detected."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from surveyapp.audit.chain import BEGINNING, ChainFault, Head, Kind, Line, first_fault, line_hash

KEY = b"k" * 32


def log(number: int, key: bytes = KEY) -> list[Line]:
    lines: list[Line] = []
    for seq in range(1, number + 1):
        previous = lines[-1].hash if lines else BEGINNING
        line = Line(seq, "2026-01-31T08:00:00Z", "an", "codes.made", f"study_{seq}", '{"number": 5}', previous)
        lines.append(replace(line, hash=line_hash(key, line)))
    return lines


def head(lines: list[Line]) -> Head:
    return Head(lines[-1].seq, lines[-1].hash)


def test_a_log_as_it_was_written_is_whole() -> None:
    lines = log(30)
    assert first_fault(KEY, lines, head(lines)) is None
    assert first_fault(KEY, [], None) is None


def test_a_line_after_the_head_is_no_fault() -> None:
    lines = log(30)
    assert first_fault(KEY, lines, head(lines[:28])) is None


@pytest.mark.parametrize("column", ["when", "who", "act", "object", "details"])
def test_an_altered_line_is_found_whatever_was_altered(column: str) -> None:
    lines = log(30)
    for place in (0, 13, 29):
        altered = [*lines]
        altered[place] = replace(lines[place], **dict[str, Any]({column: "x"}))
        assert first_fault(KEY, altered, head(lines)) == ChainFault(Kind.ALTERED, place + 1)


def test_letters_moved_from_one_column_into_the_next_are_found() -> None:
    lines = log(3)
    altered = [replace(lines[0], who="a", act="ncodes.made"), *lines[1:]]
    assert first_fault(KEY, altered, head(lines)) == ChainFault(Kind.ALTERED, 1)


def test_a_hundred_random_falsifications_are_all_found() -> None:
    chance, lines = Random(7), log(60)
    found = 0
    for _ in range(100):
        forged, place = [*lines], chance.randrange(60)
        match chance.randrange(5):
            case 0:
                del forged[place]
            case 1:
                forged[place] = replace(forged[place], details="{}")
            case 2:
                forged = forged[:place]
            case 3:
                other = (place + 1 + chance.randrange(59)) % 60
                forged[place], forged[other] = forged[other], forged[place]
            case _:
                # Numbers and hashes are correct, but made without the key.
                forged = log(60, b"x" * 32)[:place] + forged[place:] if place else log(60, b"x" * 32)
        found += first_fault(KEY, forged, head(lines)) is not None
    assert found == 100


def test_an_old_log_put_back_is_found() -> None:
    lines = log(30)
    assert first_fault(KEY, lines[:20], head(lines)) == ChainFault(Kind.CUT_OFF, 21)
    assert first_fault(KEY, [], head(lines)) == ChainFault(Kind.CUT_OFF, 1)


def test_a_log_written_on_from_an_old_copy_is_found() -> None:
    lines, fork = log(30), log(20)
    for seq in range(21, 31):
        line = Line(seq, "2026-02-01T08:00:00Z", "bình", "box.opened", "", "", fork[-1].hash)
        fork.append(replace(line, hash=line_hash(KEY, line)))
    assert first_fault(KEY, fork, head(lines)) == ChainFault(Kind.ANOTHER, 30)


def test_a_log_without_its_head_is_not_called_whole() -> None:
    assert first_fault(KEY, log(3), None) == ChainFault(Kind.NO_HEAD, 3)
