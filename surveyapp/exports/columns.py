"""The columns of an export: data about the response, and the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forms.languages import in_language
from forms.model.study import Study
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.instance.faults import N_
from surveyapp.translation import translate

Value = int | float | str | None

ABOUT = {
    "row": N_("Row (a random number that joins the files of one export)"),
    "group": N_("Respondent group"),
    "cluster": N_("Agency (a random number, the same in all files until answers are added)"),
    "stratum": N_("Stratum of the frame"),
    "block": N_("Block of the frame"),
    "round": N_("Round"),
    "version": N_("Version of the questionnaire"),
    "variant": N_("Variant of the questionnaire"),
    "answer_language": N_("Language of the answers"),
    "mode": N_("Mode of answering"),
    "entry": N_("Way of entry"),
    "channel": N_("Recruitment channel"),
    "simulated": N_("Simulated data"),
}
"""The exported columns of rule 15 of docs/method.md, before the answers."""

MODES = {"web": N_("Web"), "paper": N_("Paper"), "scan": N_("Scanned paper")}
ENTRIES = {"code": N_("Access code"), "open_link": N_("Open link"), "seminar": N_("Seminar")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``labels``: code to text. ``is_answer``: negative values are reasons for no answer (rule 13).

    ``names``: code to permanent name, for columns of names; text formats write names, statistics programs get codes.
    ``decimals``: digits after the decimal point.
    """

    name: str
    label: str
    values: Sequence[Value]
    labels: Mapping[int, str]
    is_answer: bool
    measure: str = "nominal"
    decimals: int = 0
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def texts(self) -> Sequence[Value]:
        """Return the values with names in place of their codes."""
        if not self.names:
            return self.values
        return [self.names[value] if isinstance(value, int) else value for value in self.values]

    @property
    def is_text(self) -> bool:
        """Whether the values are texts rather than numbers."""
        if self.is_answer or self.names:
            return False
        return any(isinstance(value, str) for value in self.values) or all(value is None for value in self.values)


def about_columns(
    study: Study, rows: Sequence[ResponseRow], numbers: Sequence[int], clusters: Sequence[int], language: str
) -> list[Column]:
    """Return the columns stored for each response beside its answers, in the order of ``rows``."""

    def said(texts: Mapping[str, str]) -> dict[str, str]:
        return {name: translate(text, language) for name, text in texts.items()}

    groups = {group.id: in_language(group.short, language) for group in study.groups}
    strata = {stratum.id: in_language(stratum.name, language) for stratum in study.frame.strata}
    blocks = {stratum.block: stratum.block for stratum in study.frame.strata}
    variants = {variant.id: variant.id for form in study.questionnaires.values() for variant in form.variants}
    return [
        _plain("row", [*numbers], language),
        _coded("group", [row.group for row in rows], groups, language),
        _plain("cluster", [*clusters], language),
        _coded("stratum", [_stratum(study, row) for row in rows], strata, language),
        _coded("block", [_block(study, row) for row in rows], blocks, language),
        _plain("round", [row.round for row in rows], language),
        _plain("version", [row.version[:12] for row in rows], language),
        _coded("variant", [row.variant for row in rows], variants, language),
        _coded("answer_language", [row.language for row in rows], {name: name for name in study.languages}, language),
        _coded("mode", [row.mode for row in rows], said(MODES), language),
        _coded("entry", [row.entry for row in rows], said(ENTRIES), language),
        _plain("channel", [row.channel for row in rows], language),
        _plain("simulated", [int(row.simulated) for row in rows], language),
    ]


def _plain(name: str, values: Sequence[Value], language: str) -> Column:
    return Column(name, translate(ABOUT[name], language), values, {}, is_answer=False)


def _coded(name: str, values: Sequence[str | None], labels: Mapping[str, str], language: str) -> Column:
    """Return names as codes from 1 in the order of ``labels``; names that the study no longer has follow."""
    known = dict(labels) | {value: value for value in values if value is not None and value not in labels}
    codes = {each: code for code, each in enumerate(known, start=1)}
    return Column(
        name,
        translate(ABOUT[name], language),
        [None if value is None else codes[value] for value in values],
        {code: known[each] for each, code in codes.items()},
        is_answer=False,
        names={code: each for each, code in codes.items()},
    )


def _stratum(study: Study, row: ResponseRow) -> str | None:
    """Return the stratum of the agency, or of the pool that replaced the agency."""
    pool = (row.pool or "").partition(":")[2]
    known = {stratum.id for stratum in study.frame.strata}
    return study.frame.stratum_of_unit.get(row.rated_unit or row.unit or "") or (pool if pool in known else None)


def _block(study: Study, row: ResponseRow) -> str | None:
    pooled = (row.pool or "").partition("block:")[2]
    stratum = _stratum(study, row)
    return row.block or study.frame.block_of_stratum.get(stratum or "") or pooled or None
