"""Checks of the analysis plan: its references exist, and the primary contrasts can be computed (METHOD 2 and 6)."""

from collections.abc import Iterator
from typing import Any

from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import References
from forms.model.item_bank import same_object
from forms.model.study import Contrast

CONTRASTS_AT_MOST = 10
COMMON_ITEMS_AT_LEAST = 3


def check_analysis(found: References) -> Iterator[Problem]:
    """Faults of the plan's references, and of the number and content of its primary contrasts."""
    record = found.parts.analysis
    if record is None or record.value is None:
        return
    plan = record.value
    if len(plan.primary) > CONTRASTS_AT_MOST:
        path = ("primary", CONTRASTS_AT_MOST)
        yield record.problem("too-many-contrasts", *path, count=len(plan.primary), most=CONTRASTS_AT_MOST)
    seen: set[tuple[str, frozenset[str]]] = set()
    for index, contrast in enumerate(plan.primary):
        key = (contrast.construct_id, frozenset(contrast.groups))
        if key in seen:
            yield record.problem("listed-twice", "primary", index, id=contrast.construct_id)
        else:
            yield from _check_contrast(found, record, contrast, index)
        seen.add(key)
    for key_of_list in ("items", "breakdowns"):
        listed: set[str] = set()
        for index, identity in enumerate(getattr(plan, key_of_list)):
            if not found.is_question(identity):
                yield record.problem("unknown-question", key_of_list, index, id=identity)
            elif identity in listed:
                yield record.problem("listed-twice", key_of_list, index, id=identity)
            elif key_of_list == "breakdowns" and not _can_divide(found, identity):
                yield record.problem("breakdown-unfit", key_of_list, index, id=identity)
            listed.add(identity)


def _can_divide(found: References, question_id: str) -> bool:
    """Whether results may be split by the question: a few declared answers, and no unit, fact or sensitive matter."""
    declared = found.questions.get(question_id)
    if declared is not None and declared.value and declared.value.options_from:
        return False
    asked = [entry.question for form in found.forms.values() for entry in form if entry.entry.id == question_id]
    return all(
        question.rules.is_one_choice
        and not question.names_agency
        and len(question.options) > 1
        and not question.sensitive
        and not question.fact
        for question in asked
        if question is not None
    )


def _check_contrast(found: References, record: Record[Any], contrast: Contrast, index: int) -> Iterator[Problem]:
    construct, (first, second) = contrast.construct_id, contrast.groups
    if construct not in found.constructs:
        if found.all_constructs:
            yield record.problem("unknown-construct", "primary", index, "construct", id=construct)
        return
    strange = [group for group in contrast.groups if found.all_groups and group not in found.groups]
    if strange:
        yield record.problem("unknown-group", "primary", index, "groups", id=strange[0], known=found.known_groups)
    elif first == second:
        yield record.problem("pair-twice", "primary", index, first=first, second=second)
    else:
        common = _common_items(found, construct, first, second)
        if common < COMMON_ITEMS_AT_LEAST:
            values = {"id": construct, "common": common, "least": COMMON_ITEMS_AT_LEAST}
            yield record.problem("few-common-items", "primary", index, **values)


def _common_items(found: References, construct: str, first: str, second: str) -> int:
    """Number of scored items that both groups have on one referent and one scale; unreadable items are counted."""
    unsure = 0
    per_scale: dict[str, int] = {}
    for record in found.parts.items:
        item = record.value
        if item is None or (item.construct_id not in found.constructs and found.all_constructs):
            unsure += 1
        elif item.construct_id == construct and {first, second} <= set(item.scored) and item.core:
            about = [item.referent.get(group) for group in (first, second)]
            if about[0] is None or about[1] is None or same_object(about[0], about[1]):
                per_scale[item.scale] = per_scale.get(item.scale, 0) + 1
    return max(per_scale.values(), default=0) + unsure
