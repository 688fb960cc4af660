"""A small study: three groups, twelve agencies, one construct of three statements, one check-all."""

from functools import cache
from typing import Any

from forms.model.study import Study

STUDY = "small"
GROUPS = ("leader", "civil_servant", "outsider")
STATEMENTS = ("ac_a", "ac_b", "ac_c")
UNITS = tuple(f"u{number}" for number in range(1, 13))

_AGREE = ("Hoàn toàn không đồng ý", "Không đồng ý", "Nửa đồng ý, nửa không đồng ý", "Đồng ý", "Hoàn toàn đồng ý")
_NAMES = {"leader": "Người đứng đầu", "civil_servant": "Cán bộ, công chức", "outsider": "Người ngoài cơ quan"}


def _text(vietnamese: str) -> dict[str, str]:
    return {"vi": vietnamese, "en": vietnamese}


@cache
def staff_study() -> Study:
    """Return the study, built once."""
    return Study.model_validate(
        {
            "id": STUDY,
            "title": _text("Trách nhiệm người đứng đầu"),
            "organisation": _text("Viện"),
            "round": "pilot",
            "contact": _text("Viện"),
            "languages": ["vi", "en"],
            "fieldwork": _text("Thí điểm 2019"),
            "delete_after": "2099-12-31",
            "groups": [_group(name) for name in GROUPS],
            "scales": {"agree5": _scale()},
            "constructs": [{"id": "ac", "name": _text("Giải trình"), "theme": _text("Giải trình")}],
            "items": [_item(name) for name in STATEMENTS],
            "questionnaires": {group: _form(group) for group in GROUPS},
            "frame": {"edition": "2019", "strata": _strata(), "units": _units()},
            "analysis": {
                "primary": [{"construct": "ac", "groups": ["leader", "civil_servant"]}],
                "items": list(STATEMENTS),
            },
            "version": "0123456789abcdef",
        }
    )


def _group(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": _text(_NAMES[name]),
        "short": _text(_NAMES[name]),
        "entry": "open_or_code" if name == "outsider" else "code",
        "keeps_unit": True,
        "one_per_unit": name == "leader",
        "minutes": 10,
    }


def _options() -> list[dict[str, Any]]:
    return [{"code": code, "label": _text(label)} for code, label in enumerate(_AGREE, start=1)]


def _scale() -> dict[str, Any]:
    return {"id": "agree5", "kind": "ordinal", "name": _text("Đồng ý"), "options": _options(), "middle": 3}


def _item(name: str) -> dict[str, Any]:
    wording = {group: _text(f"Câu {name[-1]} dài hơn một chút") for group in GROUPS}
    pairs = [("leader", "civil_servant"), ("leader", "outsider"), ("civil_servant", "outsider")]
    return {
        "id": name,
        "construct": "ac",
        "scale": "agree5",
        "meaning": "a statement",
        "wording": wording,
        "short": _text(f"Câu {name[-1]}"),
        "referent": dict.fromkeys(GROUPS, "own_head"),
        "scored": list(GROUPS),
        "comparability": [{"groups": pair, "rule": "compare"} for pair in pairs],
    }


def _form(group: str) -> dict[str, Any]:
    statements = [
        {
            "id": name,
            "kind": "item",
            "wording": _text(f"Câu {name[-1]} dài hơn một chút"),
            "scale": "agree5",
            "options": _options(),
            "construct": "ac",
            "apart": [-8, -9],
        }
        for name in STATEMENTS
    ]
    barriers = {
        "id": "barriers",
        "kind": "check_all",
        "wording": _text("Khó khăn nào?"),
        "options": [
            {"code": 1, "label": _text("Thiếu người")},
            {"code": 2, "label": _text("Thiếu tiền")},
            {"code": 9, "label": _text("Không có"), "exclusive": True},
        ],
    }
    return {
        "study": STUDY,
        "group": group,
        "title": _text("Phiếu"),
        "addressed_to": _text(_NAMES[group]),
        "introduction": [_text("Mời Ông/Bà trả lời.")],
        "thanks": _text("Cảm ơn."),
        "sections": [{"id": "all", "title": _text("Ý kiến"), "questions": [*statements, barriers]}],
        "version": f"form-{group}",
    }


def _strata() -> list[dict[str, Any]]:
    return [
        {"id": "department", "name": _text("Sở"), "target": 6, "block": "province"},
        {"id": "district", "name": _text("Huyện"), "target": 6, "block": "local"},
    ]


def _units() -> list[dict[str, Any]]:
    return [
        {"id": unit, "stratum": "department" if place < 6 else "district", "name": _text(f"Cơ quan {unit}")}
        for place, unit in enumerate(UNITS)
    ]
