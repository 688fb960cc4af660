"""Results as JSON: plain dictionaries, ``null`` for missing numbers, never NaN."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from analysis.measures.measure import Level
from analysis.measures.measure_tables import figures
from analysis.results import Comparison, ConstructComparison, ConstructPair, ItemComparison, PairComparison


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
    names = dict.fromkeys(name for found in by_group.values() for name in found)
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
        "labels": {str(s.code): dict(s.label) for g in item.groups[:1] for s in g.shares},
        "group_status": {g.group: g.status.value for g in item.groups},
        **groups,
        "tested_groups": list(item.tested_groups),
        **plain(figures(Level.ITEM, item)),
        "pairs": [_pair(pair) for pair in item.pairs],
    }


def _pair(pair: PairComparison) -> dict[str, Any]:
    return {
        "groups": list(pair.groups),
        "comparability": pair.comparability.value,
        "tested": pair.tested,
        "significant": pair.significant,
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
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bool)):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, int):
        return value
    number = float(value)
    return number if math.isfinite(number) else None
