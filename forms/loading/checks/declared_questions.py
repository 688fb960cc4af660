"""Checks of questions outside the bank, depending on their kind."""

from collections.abc import Iterator

from forms.kinds import KINDS
from forms.loading.assembly import all_options
from forms.loading.checks.option_lists import check_options
from forms.loading.parts import EVERYONE, DeclaredQuestion
from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import References


def check_declared_questions(found: References) -> Iterator[Problem]:
    """Faults in references, options and limits of every question outside the bank."""
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
        yield from _check_kind(found, record, question)
        yield from KINDS[question.kind].check_limits(record, question)


def _check_kind(found: References, record: Record[DeclaredQuestion], question: DeclaredQuestion) -> Iterator[Problem]:
    referred = found.scales.get(question.scale or "")
    if (question.scale and (referred is None or referred.value is None)) or (
        question.options_from and found.units is None
    ):
        return
    scale = referred.value if referred else None
    options = all_options(question, scale, found.units or [])
    yield from KINDS[question.kind].check_options(record, question, scale, len(options))
    if question.role == "rated_agency" and found.units is not None:
        named = {option.code: option.label for option in options}
        if question.kind != "single" or any(named.get(code) != name for code, name in enumerate(found.units, 1)):
            yield record.problem("agency-not-listed", "role", id=question.id)
    if question.options_from == "units":
        own = {option.code for option in question.options}
        for code in sorted(own & set(range(1, len(found.units or ()) + 1))):
            yield record.problem("duplicate-code", "options", id=question.id, code=code)
