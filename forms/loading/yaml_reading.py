"""Reads YAML with literal plain values, and keeps the line of every value.

The C parser of PyYAML reads the file; this module decides what values mean, close to YAML 1.2. ``no``, ``on``, ``012``,
``12:30``, ``1_000`` and ``2019-05-31`` stay texts as typed; only ``true``, ``false``, ``null``, plain whole numbers and
plain decimals get another type. Duplicate keys, anchors, tags and excessive nesting are refused, because each can hide
or multiply content that a reader of the file does not see.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml
from yaml._yaml import CParser

from forms.loading.problems import Problem

BYTES_AT_MOST = 2_000_000
DEPTH_AT_MOST = 40
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")
_BRACKETS = re.compile(r"[\[\]{}]")
_INDENTS = re.compile(r"^[ ?-]+", re.MULTILINE)
_WORDS = {"": "null", "~": "null", "null": "null", "true": "bool", "false": "bool"}


Path = tuple[str | int, ...]
"""Keys and positions (from 0), from the outside to the inside."""


class LinedMapping(dict[str, Any]):
    """A mapping with its own line and the line of each key. ``path`` leads to it from the top of the file."""

    __slots__ = ("file", "line", "lines", "path")

    def __init__(self, file: str, line: int, path: Path = ()) -> None:
        super().__init__()
        self.file, self.line, self.path = file, line, path
        self.lines: dict[str, int] = {}

    def put(self, key: str, value: Any, line: int) -> None:
        """Add a key with its line."""
        self[key] = value
        self.lines[key] = line


class LinedList(list[Any]):
    """A list with its own line and the line of each entry. ``path`` leads to it from the top of the file."""

    __slots__ = ("file", "line", "lines", "path")

    def __init__(self, file: str, line: int, path: Path = ()) -> None:
        super().__init__()
        self.file, self.line, self.path = file, line, path
        self.lines: list[int] = []


def line_of(value: Any, *path: str | int) -> int:
    """The line of the value at ``path`` under a mapping or list; of the nearest enclosing value if it is absent."""
    line: int = getattr(value, "line", 1)
    for step in path:
        if isinstance(value, LinedMapping) and step in value:
            line, value = value.lines[str(step)], value[str(step)]
        elif isinstance(value, LinedList) and isinstance(step, int) and step < len(value):
            line, value = value.lines[step], value[step]
        else:
            break
    return line


def problem_at(within: LinedMapping | LinedList, code: str, /, *path: str | int, **values: object) -> Problem:
    """The fault ``code`` at ``path`` under a mapping or list, with its line and full key path."""
    told = {key: str(value) for key, value in values.items()}
    return Problem(code, within.file, line_of(within, *path), told, path=(*within.path, *path))


class _Parser(CParser):
    """The C parser with literal plain values instead of those of YAML 1.1."""

    def descend_resolver(self, *_: Any) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return "map" if kind is yaml.MappingNode else "seq"
        if value is None or not implicit[0]:
            return "str"
        if value in _WORDS:
            return _WORDS[value]
        if value[0] in "-0123456789":
            if _WHOLE.match(value):
                return "int"
            if _DECIMAL.match(value):
                return "float"
        return "str"


def read_yaml(file: str, content: bytes) -> tuple[LinedMapping | None, list[Problem]]:
    """The mapping in a file, with the faults found; None if nothing in it can be used.

    ``file`` is only the name used in messages. Content never raises an error.
    """
    if len(content) > BYTES_AT_MOST:
        return None, [Problem("file-too-large", file, 1, {"bytes": str(len(content)), "most": str(BYTES_AT_MOST)})]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Problem("not-utf8", file, content.count(b"\n", 0, error.start) + 1)]
    text = unicodedata.normalize("NFC", text)
    try:
        if hidden := list(_hidden_content(file, text)):
            return None, hidden
        root = _Parser(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # Something missing at the end is reported on the last line of the file.
        line = min(mark.line + 1, len(text.splitlines())) if mark else 1
        return None, [Problem("yaml-syntax", file, line, {"reason": error.problem or str(error)})]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [Problem("yaml-syntax", file, line, {"reason": "a character that may not stand in a file"})]
    problems: list[Problem] = []
    if root is None:
        return LinedMapping(file, 1), problems
    value = _Conversion(file, problems).value(root)
    if not isinstance(value, LinedMapping):
        problems.append(Problem("not-a-mapping", file, root.start_mark.line + 1))
        return None, problems
    return value, problems


def _hidden_content(file: str, text: str) -> Iterator[Problem]:
    """Find anchors, aliases and excessive depth before any value is built."""
    if "&" not in text and "*" not in text and _depth_at_most(text) < DEPTH_AT_MOST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        anchor = getattr(event, "anchor", None)
        if anchor and not isinstance(event, yaml.AliasEvent):
            yield Problem("anchor", file, line, {"name": str(anchor)})
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_AT_MOST:
                yield Problem("too-deep", file, line, {"most": str(DEPTH_AT_MOST)})
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _depth_at_most(text: str) -> int:
    """An upper bound of the depth from brackets and indentation: cheaper than parsing the events of every file."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket.group() in "[{" else -1
        deepest = max(deepest, depth)
    indents = (len(indent.group()) for indent in _INDENTS.finditer(text))
    return deepest + max(indents, default=0)


class _Conversion:
    """Builds values from nodes; a fault is noted and reading continues."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems

    def value(self, node: Any, path: Path = ()) -> Any:
        tag = node.tag
        if tag in ("str", "tag:yaml.org,2002:str"):
            return node.value
        if tag == "map":
            return self._mapping(node, path)
        if tag == "seq":
            return self._sequence(node, path)
        if tag == "int":
            return int(node.value)
        if tag == "bool":
            return node.value == "true"
        if tag == "float":
            return float(node.value)
        if tag != "null":
            self.problems.append(Problem("yaml-tag", self.file, node.start_mark.line + 1, {"tag": tag}, path=path))
        return None

    def _sequence(self, node: Any, path: Path) -> LinedList:
        entries = LinedList(self.file, node.start_mark.line + 1, path)
        entries.extend(self.value(child, (*path, index)) for index, child in enumerate(node.value))
        entries.lines = [child.start_mark.line + 1 for child in node.value]
        return entries

    def _mapping(self, node: Any, path: Path) -> LinedMapping:
        mapping = LinedMapping(self.file, node.start_mark.line + 1, path)
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem("key-not-text", self.file, key_line, path=path))
                continue
            key = key_node.value
            value = self.value(value_node, (*path, key))
            if key in mapping:
                first = str(mapping.lines[key])
                told = {"key": key, "first": first}
                self.problems.append(Problem("duplicate-key", self.file, key_line, told, path=(*path, key)))
                continue
            mapping.put(key, value, key_line)
        return mapping
