"""The codebook of a study: the meaning of every data column, for people and for programs.

One :class:`CodebookVariable` per column, in the order of the forms. A question that only a later form asks is placed
after the question that precedes it in that form. Open texts have no column
(:attr:`forms.answers.checked.CheckedAnswers.texts`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from forms.kinds import Measure
from forms.languages import in_language
from forms.missing_values import Missing
from forms.model.frozen import Text
from forms.model.item_bank import PairRule, Referent
from forms.model.questions import Question
from forms.model.scales import Option, Scale
from forms.model.study import Study
from forms.translation import N_, in_each_language

MISSING_LABELS: dict[Missing, str] = {
    Missing.BLANK: N_("Left blank"),
    Missing.NOT_ASKED: N_("Not asked (skip rule)"),
    Missing.UNREADABLE: N_("Unreadable, or two answers where one was asked for"),
    Missing.NOT_IN_FORM: N_("Not in this form, version or variant"),
    Missing.NOT_REACHED: N_("Not reached"),
    Missing.NOT_APPLICABLE: N_("Not applicable"),
    Missing.DONT_KNOW: N_("Don't know"),
    Missing.REFUSED: N_("Prefer not to answer"),
}


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """A code and its label per language."""

    code: int
    label: Text


@dataclass(frozen=True, slots=True)
class CodebookVariable:
    """One data column. ``missing`` lists every negative code that may occur in it."""

    name: str
    position: int
    """Position, from 0, in the order of the forms."""
    question: str
    option: int | None
    """The option this column stands for, if the question has one column per option."""
    kind: str
    measure: Measure
    label: Text
    wording: dict[str, Text]
    """Maps each group id to the question as that group reads it."""
    numbers: dict[str, int]
    """Maps each group id to the number of the question in the first variant of its form; empty for the first page."""
    codes: tuple[CodeLabel, ...]
    """Every declared value with its label; empty for amounts and dates."""
    missing: tuple[CodeLabel, ...]
    groups: tuple[str, ...]
    """The groups that are asked the question."""
    scale: str | None
    neutral: int | None
    """The code of the neutral option, if the scale has one."""
    averaged: bool
    """Whether a mean of the codes is meaningful. For a column of 0 and 1 the mean is the share who chose the option."""
    decimals: int
    """The column holds the number times ``10 ** decimals``."""
    construct: str | None
    reversed: bool
    scored: tuple[str, ...]
    referent: dict[str, Referent]
    comparability: tuple[PairRule, ...]
    sensitive: bool
    fact: bool
    source: str
    consent: bool
    """Whether all stored forms have the same answer, because no other is stored (consent); such a column is not
    analysed.
    """


def codebook(study: Study) -> tuple[CodebookVariable, ...]:
    """The variables of ``study``, one per data column."""
    asked, numbers = _asked(study), _numbers(study)
    columns = [
        (question_id, option) for question_id in _order(study) for option in _options_with_column(asked[question_id])
    ]
    return tuple(
        _variable(study, asked[question_id], numbers.get(question_id, {}), option, position)
        for position, (question_id, option) in enumerate(columns)
    )


def codebook_rows(study: Study, language: str) -> list[dict[str, str]]:
    """The codebook as plain texts for CSV or Excel: one mapping per variable, all with the same keys."""
    return [_row(variable, study, language) for variable in codebook(study)]


def _asked(study: Study) -> dict[str, dict[str, Question]]:
    asked: dict[str, dict[str, Question]] = {}
    for group in study.groups:
        for question in study.questionnaires[group.id].questions:
            asked.setdefault(question.id, {})[group.id] = question
    return asked


def _numbers(study: Study) -> dict[str, dict[str, int]]:
    """Question id to group id to the number that the question has in the first variant of the group's form."""
    numbers: dict[str, dict[str, int]] = {}
    for group, form in study.questionnaires.items():
        for question, number in form.in_variant(form.variants[0].id).numbers.items():
            numbers.setdefault(question, {})[group] = number
    return numbers


def _order(study: Study) -> list[str]:
    order: list[str] = []
    for group in study.groups:
        place = 0
        for question in study.questionnaires[group.id].questions:
            if question.id in order:
                place = max(place, order.index(question.id) + 1)
            else:
                order.insert(place, question.id)
                place += 1
    return order


def _all_options(by_group: dict[str, Question]) -> list[Option]:
    """The options of all groups together, without repetitions."""
    options = {option.code: option for question in reversed(by_group.values()) for option in question.options}
    order = list(dict.fromkeys(option.code for question in by_group.values() for option in question.options))
    return [options[code] for code in order]


def _options_with_column(by_group: dict[str, Question]) -> Iterator[Option | None]:
    question = next(iter(by_group.values()))
    if question.rules.has_column_per_option:
        yield from _all_options(by_group)
    elif question.columns:
        yield None


def _variable(
    study: Study, by_group: dict[str, Question], numbers: dict[str, int], option: Option | None, position: int
) -> CodebookVariable:
    question = next(iter(by_group.values()))
    item, scale = study.item(question.id), study.scales.get(question.scale or "")
    label = item.short if item else question.short or question.wording
    if option is not None:
        label = {language: f"{text}: {in_language(option.label, language)}" for language, text in label.items()}
    items = (item,) if item else ()
    reasons = dict.fromkeys(reason for asked in by_group.values() for reason in asked.apart)
    own = {Missing.BLANK, Missing.NOT_ASKED, Missing.UNREADABLE, Missing.NOT_IN_FORM, Missing.NOT_REACHED, *reasons}
    return CodebookVariable(
        name=question.id if option is None else f"{question.id}__{option.code}",
        position=position,
        question=question.id,
        option=option.code if option else None,
        kind=question.kind,
        measure=question.rules.measure or _measure_of_scale(scale),
        label=label,
        wording={group: asked.wording for group, asked in by_group.items()},
        numbers=numbers,
        codes=tuple(CodeLabel(*entry) for entry in question.rules.code_labels(question, _all_options(by_group))),
        missing=tuple(_missing(reason) for reason in Missing if reason in own),
        groups=tuple(by_group),
        scale=question.scale,
        neutral=scale.middle if scale else None,
        averaged=question.rules.is_averaged(question, scale),
        decimals=question.decimals,
        construct=question.construct_id,
        reversed=bool(item and item.reversed),
        scored=item.scored if item else (),
        referent=dict(item.referent) if item else {},
        comparability=item.comparability if item else (),
        sensitive=any(asked.sensitive for asked in (*by_group.values(), *items)),
        fact=any(asked.fact for asked in (*by_group.values(), *items)),
        source=item.source if item else "",
        consent=question.required,
    )


def _missing(reason: Missing) -> CodeLabel:
    return CodeLabel(int(reason), in_each_language(MISSING_LABELS[reason]))


def _measure_of_scale(scale: Scale | None) -> Measure:
    return "ordinal" if scale is not None and scale.kind in ("ordinal", "range") else "nominal"


def _row(variable: CodebookVariable, study: Study, language: str) -> dict[str, str]:
    constructs = {construct.id: construct.name for construct in study.constructs}
    pairs = (f"{' – '.join(pair.groups)}: {pair.rule}" for pair in variable.comparability)
    wordings = {group: in_language(text, language) for group, text in variable.wording.items()}
    same = len(set(wordings.values())) == 1
    return {
        "name": variable.name,
        "label": in_language(variable.label, language),
        "wording": next(iter(wordings.values())) if same else "\n".join(f"{g}: {text}" for g, text in wordings.items()),
        "groups": ", ".join(variable.groups),
        "numbers": ", ".join(f"{group}: {number}" for group, number in variable.numbers.items()),
        "kind": variable.kind,
        "measure": variable.measure,
        "codes": "\n".join(f"{entry.code} = {in_language(entry.label, language)}" for entry in variable.codes),
        "missing": "\n".join(f"{entry.code} = {in_language(entry.label, language)}" for entry in variable.missing),
        "decimals": str(variable.decimals),
        "scale": variable.scale or "",
        "construct": in_language(constructs[variable.construct], language) if variable.construct else "",
        "reversed": "1" if variable.reversed else "0",
        "scored": ", ".join(variable.scored),
        "referent": ", ".join(f"{group}: {about}" for group, about in variable.referent.items()),
        "comparability": "\n".join(pairs),
        "sensitive": "1" if variable.sensitive else "0",
        "fact": "1" if variable.fact else "0",
        "source": variable.source,
    }
