"""YAML without its traps, with the line of everything, and without harm from hostile files."""

import pytest

from forms.loading.yaml_reading import BYTES_AT_MOST, line_of, read_yaml


def codes_of(content: bytes | str) -> list[tuple[str, int]]:
    _, problems = read_yaml("x.yaml", content if isinstance(content, bytes) else content.encode())
    return [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "on", "off", "y", "012", "0o12", "0x1F", "12:30", "1_000", "2019-05-31", "1e3", ".5", "+1", "="],
)
def test_what_looks_like_something_else_stays_text(typed: str) -> None:
    content, problems = read_yaml("x.yaml", f"key: {typed}\n{typed}: 1".encode())
    assert problems == []
    assert content == {"key": typed, typed: 1}


def test_whole_numbers_decimals_truth_and_nothing_are_what_they_are() -> None:
    content, _ = read_yaml("x.yaml", b"a: 12\nb: -3\nc: 1.5\nd: true\ne: null\nf: ~\ng:\nh: '12'\ni: !!str 12")
    assert content == {"a": 12, "b": -3, "c": 1.5, "d": True, "e": None, "f": None, "g": None, "h": "12", "i": "12"}


def test_everything_knows_its_line() -> None:
    content, _ = read_yaml("x.yaml", b"a:\n  - b: 1\n    c: 2\n  - d:\n      e: 3\n")
    assert line_of(content, "a", 0, "c") == 3
    assert line_of(content, "a", 1, "d", "e") == 5
    assert line_of(content, "a", 1, "absent", "e") == 4
    assert line_of(content) == 1


def test_text_is_composed_unicode() -> None:
    content, _ = read_yaml("x.yaml", "a: Tie\u0302\u0301ng".encode())
    assert content == {"a": "Tiếng"}


def test_a_key_that_occurs_twice_is_named_with_both_lines() -> None:
    content, problems = read_yaml("x.yaml", b"a: 1\nb: 2\na: 3")
    assert content == {"a": 1, "b": 2}
    assert [(problem.code, problem.line, problem.values["first"]) for problem in problems] == [
        ("duplicate-key", 3, "1")
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: [1", [("yaml-syntax", 1)]),
        ("a: 1\n b: 2", [("yaml-syntax", 2)]),
        ("a: 1\n---\nb: 1", [("yaml-syntax", 2)]),
        ("a: \x00", [("yaml-syntax", 1)]),
        (b"a: 1\nb: \xff", [("not-utf8", 2)]),
        ("- a", [("not-a-mapping", 1)]),
        ("a: 1\n? [b]\n: 2", [("key-not-text", 2)]),
        ("a: !!python/object/apply:os.system [ls]", [("yaml-tag", 1)]),
        ("a: !!binary aGVsbG8=", [("yaml-tag", 1)]),
        ("", []),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes | str, expected: list[tuple[str, int]]) -> None:
    assert codes_of(content) == expected


def test_a_bomb_of_aliases_is_refused_before_it_is_built() -> None:
    levels = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 40))
    assert codes_of(f"l0: &l0 x\n{levels}")[0] == ("anchor", 1)


def test_a_list_within_itself_is_refused() -> None:
    assert codes_of("a: &a [*a]") == [("anchor", 1)]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_absurd_depth_is_refused(opening: str) -> None:
    assert codes_of("a:\n  " + opening * 50_000) == [("too-deep", 2)]


def test_a_huge_file_is_refused() -> None:
    assert codes_of(b"a: " + b"x" * BYTES_AT_MOST) == [("file-too-large", 1)]
