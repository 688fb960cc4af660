"""Results as JSON: plain dictionaries, ``null`` where there is no number, never NaN."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from analysis.measures.results import Comparison, Estimate, ItemComparison, PairComparison, Test


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as the document that ``python -m analysis compare --json`` prints (see docs/analysis.md)."""
    return {
        "items": [item_to_json(item) for item in comparison.items],
        "constructs": plain(comparison.constructs),
        "groups": [{"group": code, "label": dict(label)} for code, label in comparison.groups],
        "families": plain(comparison.families),
        "clustered": comparison.clustered,
        "threshold": comparison.threshold,
        "notes": list(comparison.notes),
        "mark": comparison.mark,
    }


def item_to_json(item: ItemComparison) -> dict[str, Any]:
    """One item: counts and statistics keyed by group, as the command's document has them."""
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
        "shares": {g.group: {str(s.code): _share(s.share) for s in g.shares} for g in item.groups},
        "labels": {str(s.code): dict(s.label) for g in item.groups[:1] for s in g.shares},
        "group_status": {g.group: g.status.value for g in item.groups},
        "mean": {g.group: _estimate(g.mean) for g in item.groups},
        "median": {g.group: plain(g.median) for g in item.groups},
        "sd": {g.group: plain(g.sd) for g in item.groups},
        "tested_groups": list(item.tested_groups),
        "omnibus": plain(item.omnibus),
        "kruskal_wallis": _unadjusted(item.kruskal_wallis),
        "epsilon_squared": plain(item.epsilon_squared),
        "chi_square": _unadjusted(item.chi_square),
        "cramers_v": plain(item.cramers_v),
        "cramers_v_corrected": plain(item.cramers_v_corrected),
        "pairs": [_pair(pair) for pair in item.pairs],
    }


def _pair(pair: PairComparison) -> dict[str, Any]:
    return {
        "groups": list(pair.groups),
        "comparability": pair.comparability.value,
        "tested": pair.tested,
        "significant": pair.significant,
        "cliffs_delta": plain(pair.cliffs_delta),
        "classical": _estimate(pair.classical),
        "dunn": plain(pair.dunn),
        "mann_whitney": plain(pair.mann_whitney),
    }


def _share(share: Estimate) -> dict[str, Any]:
    keys = ("estimate", "ci_low", "ci_high", "status")
    return {key: plain(getattr(share, key)) for key in keys}


def _estimate(value: Estimate) -> dict[str, Any]:
    keys = ("estimate", "se", "ci_low", "ci_high", "df", "method", "status")
    return {key: plain(getattr(value, key)) for key in keys}


def _unadjusted(test: Test) -> dict[str, Any]:
    keys = ("statistic", "df", "p_value", "method", "status")
    return {key: plain(getattr(test, key)) for key in keys}


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
