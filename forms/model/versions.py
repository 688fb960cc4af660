"""Versions by content: equal forms have equal versions, and any visible change makes a new one."""

import hashlib
import json
from typing import Any

from forms.model.questionnaire import Questionnaire
from forms.model.questions import RATED_AGENCY_BEFORE_ROLES
from forms.model.study import Study
from forms.model.thresholds import FLOORS

_UNSEEN = {"short", "sensitive", "fact", "construct_id", "role"}
"""Fields of a question for analysis only: neither shown to respondents nor stored with their answers."""

_LATER_THRESHOLDS = ("opening",)
"""Fields left out if they equal their floor, so that studies older than these fields keep their version."""


def questionnaire_version(form: Questionnaire) -> str:
    """SHA-256 (hexadecimal) of everything respondents see and of the stored codes, in every language and variant."""
    content = form.model_dump(mode="json", exclude={"version": True, "sections": {"__all__": _SEEN}})
    # A role changes what is stored with an answer. Forms from before there were roles keep their version.
    if form.rated_agency and form.rated_agency != RATED_AGENCY_BEFORE_ROLES:
        content["rated_agency"] = form.rated_agency
    return _digest(content)


def study_version(study: Study) -> str:
    """SHA-256 (hexadecimal) of the whole study: forms, bank, scales, frame and analysis plan."""
    forms = {group: form.version for group, form in study.questionnaires.items()}
    content = study.model_dump(mode="json", exclude={"version", "questionnaires"})
    for name in _LATER_THRESHOLDS:
        if content["thresholds"][name] == getattr(FLOORS, name):
            del content["thresholds"][name]
    if study.results is None:
        del content["results"]  # studies older than this text keep their version
    for group in content["groups"]:
        if group["short_name"] is None:
            del group["short_name"]
    return _digest([content, forms])


_SEEN: dict[str, Any] = {"questions": {"__all__": _UNSEEN}}


def _digest(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
