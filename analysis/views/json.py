"""Results as JSON: plain dictionaries, ``null`` for missing numbers, never NaN."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from analysis.measures import measures
from analysis.measures.measure import Level
from analysis.measures.measure_tables import figures
from analysis.measures.response.not_answered import bounds_of_shares
from analysis.results import Comparison, ConstructComparison, ConstructPair, ItemComparison, PairComparison
from analysis.wording.response_warnings import response_warnings

_CONSTANTS = {None: "null", True: "true", False: "false"}


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as the document that ``python -m analysis compare --json`` prints (see docs/analysis.md)."""
    return {
        "items": [item_to_json(item) for item in comparison.items],
        "constructs": [_construct(construct) for construct in comparison.constructs],
        "groups": [{"group": code, "label": dict(label)} for code, label in comparison.groups],
        "families": plain(comparison.families),
        "clustered": comparison.clustered,
        "threshold": comparison.threshold,
        "notes": list(comparison.notes),
        "mark": comparison.mark,
    }


def item_to_json(item: ItemComparison) -> dict[str, Any]:
    """One item: counts and statistics keyed by group, as in the document of the command."""
    by_group = {group.group: plain(figures(Level.GROUP, group)) for group in item.groups}
    names = [name for measure in measures(Level.GROUP) for name in measure.names]
    groups = {name: {group: found[name] for group, found in by_group.items() if name in found} for name in names}
    return {
        "item": item.item,
        "status": item.status.value,
        "note": item.note or None,
        "label": dict(item.label),
        "kind": item.kind,
        "construct": item.construct,
        "n": {g.group: g.n for g in item.groups},
        "clusters": {g.group: g.clusters for g in item.groups},
        "counts": {g.group: {str(s.code): s.count for s in g.shares} for g in item.groups},
        "missing": {g.group: {str(code): count for code, count in g.missing.items()} for g in item.groups},
        "shares": groups.pop("shares", {}),
        "share_bounds": {
            g.group: {str(code): {"low": low, "high": high} for code, (low, high) in bounds.items()}
            for g in item.groups
            if (bounds := bounds_of_shares(g))
        },
        "labels": {str(s.code): dict(s.label) for g in item.groups[:1] for s in g.shares},
        "group_status": {g.group: g.status.value for g in item.groups},
        **groups,
        "tested_groups": list(item.tested_groups),
        **plain(figures(Level.ITEM, item)),
        "warnings": plain(response_warnings(item)),
        "pairs": [_pair(pair) for pair in item.pairs],
    }


def _pair(pair: PairComparison) -> dict[str, Any]:
    return {
        "groups": list(pair.groups),
        "comparability": pair.comparability.value,
        "tested": pair.tested,
        "significant": pair.significant,
        **dict.fromkeys(name for measure in measures(Level.PAIR) for name in measure.names),
        **plain(figures(Level.PAIR, pair)),
    }


def _construct(construct: ConstructComparison) -> dict[str, Any]:
    return {
        "construct": construct.construct,
        "label": dict(construct.label),
        "status": construct.status.value,
        "pairs": [_scores(pair) for pair in construct.pairs],
        "invariance": construct.invariance,
    }


def _scores(pair: ConstructPair) -> dict[str, Any]:
    return {
        "groups": list(pair.groups),
        "comparability": pair.comparability.value,
        "items": list(pair.items),
        **plain(figures(Level.SCORES, pair)),
        "status": pair.status.value,
        "primary": pair.primary,
    }


def plain(value: Any) -> Any:
    """A record, mapping, sequence or number as JSON types; a number that is not finite becomes ``None``."""
    kind: Any = type(value)
    if value is None or kind in (int, str, bool):
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, bool)):
        return value
    if (names := _fields(kind)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, int):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


@cache
def _fields(kind: type[Any]) -> tuple[str, ...] | None:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def in_lines(document: Any, line: str = "\n") -> str:
    """Plain JSON types as ``json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)`` writes them.

    The standard library indents in Python, piece by piece, which takes five times as long. ``line``: what a line at
    this depth begins with. ``ValueError`` for a number that is not finite, ``TypeError`` for any other type.
    """
    kind = type(document)
    if kind is str:
        return encode_basestring(document)
    if kind is float:
        if not math.isfinite(document):
            raise ValueError(f"{document} cannot be written as JSON")
        return repr(document)
    if kind is int:
        return str(document)
    if kind in (dict, list):
        inner = f"{line} "
        begin, end = "{}" if kind is dict else "[]"
        if kind is dict:
            parts = [f"{encode_basestring(key)}: {in_lines(value, inner)}" for key, value in document.items()]
        else:
            parts = [in_lines(value, inner) for value in document]
        return f"{begin}{inner}{f',{inner}'.join(parts)}{line}{end}" if parts else begin + end
    if document is None or kind is bool:
        return _CONSTANTS[document]
    raise TypeError(f"{kind.__name__} is no JSON type")
