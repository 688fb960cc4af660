"""Questions outside the bank: what each kind needs."""

from collections.abc import Iterator

from forms.problems import Problem
from forms.questions import TOP
from forms.scales import Scale
from forms.study_assembly import all_options
from forms.study_checks.option_lists import check_options
from forms.study_parts import EVERYONE, DeclaredQuestion
from forms.study_records import Record
from forms.study_references import References

_CHOICES = frozenset({"single", "check_all", "ranking", "allocation"})
_DECIMALS_AT_MOST = 4
_LONGEST_TEXT = 10_000


def check_declared_questions(found: References) -> Iterator[Problem]:
    """References, options and limits of every question outside the bank."""
    for record in found.parts.questions:
        scale = record.raw.get("scale")
        if isinstance(scale, str) and found.all_scales and scale not in found.scales:
            yield record.problem("unknown-scale", "scale", id=scale)
        if record.value is None:
            continue
        question = record.value
        for key in ("wording", "hint"):
            for group in getattr(question, key):
                if group != EVERYONE and found.all_groups and group not in found.groups:
                    yield record.problem("unknown-group", key, group, id=group, known=found.known_groups)
        if not question.wording:
            yield record.problem("no-wording", "wording", id=question.id)
        yield from check_options(found, record, question.options)
        yield from _check_source_of_options(found, record, question)
        yield from _check_limits(record, question)


def _check_source_of_options(
    found: References, record: Record[DeclaredQuestion], question: DeclaredQuestion
) -> Iterator[Problem]:
    referred = found.scales.get(question.scale or "")
    if (question.scale and (referred is None or referred.value is None)) or (
        question.options_from and found.units is None
    ):
        return
    scale = referred.value if referred else None
    options = all_options(question, scale, found.units or [])
    if question.kind == "rating":
        yield from _check_rating(record, question, scale)
    elif question.kind not in _CHOICES:
        if options:
            yield record.problem("options-not-used", "scale" if scale else "options", kind=question.kind)
    elif scale is not None and (scale.kind == "range" or question.options):
        yield record.problem("one-source-of-options", "scale", kind=question.kind)
    elif len(options) < 2:
        yield record.problem("too-few-options", "options", id=question.id)
    else:
        yield from _check_choice(record, question, len(options))
    if question.options_from == "units":
        own = {option.code for option in question.options}
        for code in sorted(own & set(range(1, len(found.units or ()) + 1))):
            yield record.problem("duplicate-code", "options", id=question.id, code=code)


def _check_rating(
    record: Record[DeclaredQuestion], question: DeclaredQuestion, scale: Scale | None
) -> Iterator[Problem]:
    low, high = question.low, question.high
    if scale is not None:
        if scale.kind != "range":
            yield record.problem("rating-needs-range", "scale", id=question.id)
    elif low is None or high is None:
        yield record.problem("rating-needs-range", "kind", id=question.id)
    elif low >= high or low < 0:
        yield record.problem("range-order", "low", low=low, high=high)


def _check_choice(record: Record[DeclaredQuestion], question: DeclaredQuestion, count: int) -> Iterator[Problem]:
    kind, most = question.kind, question.most
    exclusive = [index for index, option in enumerate(question.options) if option.exclusive]
    if kind == "check_all":
        if not exclusive:
            yield record.problem("none-missing", "options", id=question.id)
        elif most is not None and most >= count:
            yield record.problem("most-too-large", "most", most=most, count=count)
    elif exclusive:
        yield record.problem("exclusive-elsewhere", "options", exclusive[0], kind=kind)
    if kind == "ranking" and (most or TOP) >= count:
        yield record.problem("most-too-large", "most", most=most or TOP, count=count)
    if most is not None and kind not in ("check_all", "ranking"):
        yield record.problem("limit-not-used", "most", key="most", kind=kind)
    if kind == "allocation" and question.total < count:
        yield record.problem("total-too-small", "total", total=question.total, count=count)


def _check_limits(record: Record[DeclaredQuestion], question: DeclaredQuestion) -> Iterator[Problem]:
    low, high = question.low, question.high
    if question.kind in ("number", "date"):
        if (low is not None and low < 0) or (low is not None and high is not None and low >= high):
            yield record.problem("range-order", "low", low=low, high="–" if high is None else high)
    elif question.kind != "rating" and (low is not None or high is not None):
        key = "low" if low is not None else "high"
        yield record.problem("limit-not-used", key, key=key, kind=question.kind)
    if question.decimals and (question.kind != "number" or question.decimals > _DECIMALS_AT_MOST):
        yield record.problem("too-many-decimals", "decimals", most=_DECIMALS_AT_MOST)
    if question.length > _LONGEST_TEXT:
        yield record.problem("text-limit", "length", most=_LONGEST_TEXT)
