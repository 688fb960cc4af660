"""YAML is read literally, with the line of every value, and hostile files do no harm."""

import pytest

from forms.loading.yaml_reading import BYTES_AT_MOST, line_of, read_yaml


def codes_of(content: bytes | str) -> list[tuple[str, int]]:
    _, problems = read_yaml("x.yaml", content if isinstance(content, bytes) else content.encode())
    return [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "on", "off", "y", "012", "0o12", "0x1F", "12:30", "1_000", "2019-05-31", "1e3", ".5", "+1", "="],
)
def test_values_that_look_like_other_types_stay_texts(typed: str) -> None:
    content, problems = read_yaml("x.yaml", f"key: {typed}\n{typed}: 1".encode())
    assert problems == []
    assert content == {"key": typed, typed: 1}


def test_numbers_truth_values_and_null_are_read_as_such() -> None:
    content, _ = read_yaml("x.yaml", b"a: 12\nb: -3\nc: 1.5\nd: true\ne: null\nf: ~\ng:\nh: '12'\ni: !!str 12")
    assert content == {"a": 12, "b": -3, "c": 1.5, "d": True, "e": None, "f": None, "g": None, "h": "12", "i": "12"}


def test_every_value_has_its_line() -> None:
    content, _ = read_yaml("x.yaml", b"a:\n  - b: 1\n    c: 2\n  - d:\n      e: 3\n")
    assert line_of(content, "a", 0, "c") == 3
    assert line_of(content, "a", 1, "d", "e") == 5
    assert line_of(content, "a", 1, "absent", "e") == 4
    assert line_of(content) == 1


def test_text_is_composed_to_nfc() -> None:
    content, _ = read_yaml("x.yaml", "a: Tie\u0302\u0301ng".encode())
    assert content == {"a": "Tiếng"}


def test_a_duplicate_key_is_reported_with_both_lines() -> None:
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
def test_unreadable_content_is_reported(content: bytes | str, expected: list[tuple[str, int]]) -> None:
    assert codes_of(content) == expected


def test_nested_aliases_are_refused_before_they_are_expanded() -> None:
    levels = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 40))
    assert codes_of(f"l0: &l0 x\n{levels}")[0] == ("anchor", 1)


def test_a_list_that_contains_itself_is_refused() -> None:
    assert codes_of("a: &a [*a]") == [("anchor", 1)]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_excessive_depth_is_refused(opening: str) -> None:
    assert codes_of("a:\n  " + opening * 50_000) == [("too-deep", 2)]


def test_a_huge_file_is_refused() -> None:
    assert codes_of(b"a: " + b"x" * BYTES_AT_MOST) == [("file-too-large", 1)]
