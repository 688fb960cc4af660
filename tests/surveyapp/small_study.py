"""A study small enough to read, with a group for each promise: anonymous heads and an open link for outsiders."""

import hashlib
from typing import Any

from forms.study import Study


def small_study(
    study_id: str = "nho_2019",
    wording: str = "Tôi chịu trách nhiệm.",
    leaders_keep_unit: bool = False,
) -> Study:
    """The study; what the arguments change gives it another version."""
    content: dict[str, Any] = {
        "id": study_id,
        "title": _text("Nghiên cứu nhỏ"),
        "organisation": _text("Viện"),
        "round": "r1",
        "contact": _text("Viện"),
        "languages": ["vi", "en"],
        "fieldwork": _text("Thử"),
        "groups": [
            _group("leader", "code", leaders_keep_unit),
            _group("civil_servant", "code", True),
            _group("outsider", "open_or_code", True),
        ],
        "scales": {},
        "constructs": [],
        "items": [],
        "questionnaires": {group: _form(study_id, group, wording) for group in ("leader", "civil_servant", "outsider")},
        "frame": {
            "edition": "2019",
            "strata": [
                {"id": "so", "name": _text("Sở"), "target": 2, "block": "cap_tinh"},
                {"id": "huyen", "name": _text("Huyện"), "target": 1, "block": "dia_phuong"},
            ],
            "units": [
                {"id": "so_a", "stratum": "so", "name": _text("Sở A")},
                {"id": "so_b", "stratum": "so", "name": _text("Sở B")},
                {"id": "huyen_c", "stratum": "huyen", "name": _text("Huyện C")},
            ],
        },
        "analysis": {"primary": [], "items": []},
    }
    return Study.model_validate(content | {"version": _hash(content)})


def _text(vietnamese: str) -> dict[str, str]:
    return {"vi": vietnamese, "en": vietnamese}


def _hash(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _group(name: str, entry: str, keeps_unit: bool) -> dict[str, Any]:
    return {
        "id": name,
        "name": _text(name),
        "short": _text(name),
        "entry": entry,
        "keeps_unit": keeps_unit,
        "minutes": 5,
    }


def _form(study_id: str, group: str, wording: str) -> dict[str, Any]:
    agencies = [{"code": code, "label": _text(label)} for code, label in ((1, "Sở A"), (2, "Sở B"), (3, "Huyện C"))]
    content: dict[str, Any] = {
        "study": study_id,
        "group": group,
        "title": _text("Phiếu"),
        "addressed_to": _text(group),
        "introduction": [_text("Mời Ông/Bà trả lời.")],
        "thanks": _text("Cảm ơn."),
        "sections": [
            {
                "id": "all",
                "title": _text("Ý kiến"),
                "questions": [
                    {"id": "ov_one", "kind": "single", "wording": _text(wording), "options": _five()},
                    {
                        "id": "matters",
                        "kind": "check_all",
                        "wording": _text("Việc gì?"),
                        "options": [{"code": 1, "label": _text("Một")}, {"code": 2, "label": _text("Hai")}],
                    },
                    {"id": "out_agency", "kind": "single", "wording": _text("Cơ quan nào?"), "options": agencies},
                    {"id": "open_words", "kind": "text", "wording": _text("Ý kiến khác?")},
                ],
            }
        ],
    }
    return content | {"version": _hash(content)}


def _five() -> list[dict[str, Any]]:
    return [{"code": code, "label": _text(f"Mức {code}")} for code in range(1, 6)]
