"""Converts the codebook of a study (``forms.codebook``) to that of the analysis."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.results import Comparability
from analysis.sources.dataset import Codebook, Group, Option, Variable
from forms.codebook import CodebookVariable, codebook
from forms.kinds import Measure
from forms.languages import DEFAULT_LANGUAGE, in_language
from forms.model.item_bank import object_of
from forms.model.study import Study

_KINDS: dict[Measure, str] = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "binary": "binary",
    "rank": "ordinal",
    "numeric": "numeric",
    "date": "numeric",
}


def study_codebook(study: Study) -> Codebook:
    """Return the codebook of a study. Consent is no variable: no answers are stored without it."""
    bank = {item.id for item in study.items}
    gates = _gates(study)
    variables = (
        _variable(column, column.question in bank, gates.get(column.question, {}))
        for column in codebook(study)
        if not column.consent
    )
    return Codebook(
        variables=tuple(replace(variable, position=place) for place, variable in enumerate(variables)),
        groups=tuple(Group(group.id, dict(group.short), group.one_per_unit) for group in study.groups),
        constructs={construct.id: dict(construct.name) for construct in study.constructs},
        title=dict(study.title),
        source=in_language(study.organisation, DEFAULT_LANGUAGE),
    )


def _gates(study: Study) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return question id to group id to the columns used by the skip rules of the question and of its section.

    Consent is no gate: all stored answers have it.
    """
    gates: dict[str, dict[str, tuple[str, ...]]] = {}
    for group, form in study.questionnaires.items():
        for section, question in form.entries():
            rules = [rule for rule in (section.when, question.when) if rule is not None]
            looked_at = [form.question(name) for name in dict.fromkeys(n for rule in rules for n in rule.questions())]
            columns = tuple(column for earlier in looked_at if not earlier.required for column in earlier.columns)
            if columns:
                gates.setdefault(question.id, {})[group] = columns
    return gates


def _variable(column: CodebookVariable, from_bank: bool, gates: Mapping[str, tuple[str, ...]]) -> Variable:
    wordings = list(column.wording.values())
    same_words = all(wording == wordings[0] for wording in wordings)
    return Variable(
        name=column.name,
        kind=_KINDS[column.measure],
        label=dict(column.label),
        options=tuple(Option(entry.code, dict(entry.label)) for entry in column.codes),
        scale=column.scale or "",
        neutral_code=column.neutral,
        averaged=column.averaged,
        reversed=column.reversed,
        construct=column.construct,
        scored={group: group in column.scored for group in column.groups} if from_bank else {},
        # Scores are compared on items about the same thing, even if groups call it differently.
        referent={group: object_of(about) for group, about in column.referent.items()},
        wording={group: dict(wording) for group, wording in column.wording.items()},
        numbers=dict(column.numbers),
        comparability={frozenset(pair.groups): Comparability(pair.rule) for pair in column.comparability},
        # Questions outside the bank, and those that differ between groups, are shown and not tested.
        comparability_default=Comparability.COMPARE if same_words and not from_bank else Comparability.SIDE_BY_SIDE,
        sensitive=column.sensitive or column.fact,
        question=column.question,
        gates=dict(gates),
    )
