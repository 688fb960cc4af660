"""The annex of the report: methods in a form that reviewers can check, and the wording of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.charts.lettering import font_family
from analysis.charts.likert_bars import REFERENCE
from analysis.measures.measure_tables import told
from analysis.report.plan import StudyTexts
from analysis.results import Family
from analysis.sources.dataset import Codebook
from analysis.statistics.cluster_counts import FEWEST_CLUSTERS, FEWEST_DF, FEWEST_PEOPLE, FEWEST_PER_GROUP
from analysis.translation import N_, text_in
from analysis.views.document import Block, Bullets, Column, Heading, Numbering, Paragraph, Row, Table
from analysis.wording.caution_notes import caution_notes
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing
from analysis.wording.status_texts import MISSING_TEXTS, note_text

FAMILY_NAMES = {"items": N_("items"), "constructs": N_("construct scores")}


def annex(phrasing: Phrasing, codebook: Codebook, study: StudyTexts, numbering: Numbering) -> Iterator[Block]:
    """Methods, families of tests, missing answers, wording of the items, references."""
    _ = phrasing.say
    section = numbering.next_section()
    title = _("How the figures were made")
    yield Heading(1, f"{section}. {title}", "method")
    yield Heading(2, _("Tests and intervals"), "method-tests")
    yield Bullets(tuple(_methods(phrasing)))
    yield from _families(phrasing, numbering)
    yield Heading(2, _("What is hidden and what is missing"), "method-missing")
    yield Bullets(tuple(_shown(phrasing, study)))
    yield Paragraph(
        _("Codes of missing answers in the data files: {codes}.").format(
            codes=phrasing.numbers.join(
                [f"{phrasing.numbers.decimal(int(code), 0)} {_(word)}" for code, word in MISSING_TEXTS.items()]
            )
        )
    )
    yield from _wording(phrasing, codebook, numbering)
    if study.versions:
        yield Paragraph(_("Versions of the questionnaires: {list}.").format(list=phrasing.numbers.join(study.versions)))
    yield Heading(2, _("References"), "method-references")
    yield Bullets(_references(phrasing))


def _methods(phrasing: Phrasing) -> Iterator[str]:
    _ = phrasing.say
    if phrasing.comparison.clustered:
        yield _(
            "People of one cluster resemble one another. So intervals and primary tests add up the influence of whole "
            "clusters on the estimate (Obuchowski 1997). The variance is corrected for few and unequal clusters, and "
            "its degrees of freedom are those of a working model with one intra-class correlation estimated from the "
            "answers (Bell and McCaffrey 2002). Interval and p-value use the same "
            "statistic. No p-value is printed if a group has fewer than {clusters} clusters or {people} people, or, "
            "with fewer than {enough} clusters, fewer than {df} degrees of freedom."
        ).format(
            clusters=FEWEST_PER_GROUP,
            people=FEWEST_PEOPLE,
            enough=FEWEST_CLUSTERS,
            df=phrasing.whole(FEWEST_DF),
        )
    else:
        yield _(
            "No clusters were named: every respondent counts as a cluster. If people were sampled in schools, agencies "
            "or companies, the intervals of shares and means are too narrow; those of differences between groups may "
            "be too narrow or too wide."
        )
    yield from caution_notes(phrasing)
    found = told(phrasing.comparison)
    yield from (_(measure.method) for measure in found)
    conventional = [_(measure.term) for measure in found if not measure.allows_for_clusters]
    if conventional:
        yield _(
            "Conventional tests, shown for comparison; they ignore clustering and no conclusion rests on them: {tests}."
        ).format(tests=phrasing.numbers.join(conventional))
    yield _("The results refer to the units surveyed. No weights or finite-population correction were applied.")
    face = font_family()
    yield _("The charts are drawn in the typeface {face}, which decides where their lines break.").format(face=face)


def _references(phrasing: Phrasing) -> tuple[str, ...]:
    """References of the measures in the report and of its charts, in alphabetical order."""
    return tuple(sorted({*(entry for measure in told(phrasing.comparison) for entry in measure.references), REFERENCE}))


def _families(phrasing: Phrasing, numbering: Numbering) -> Iterator[Block]:
    _, numbers = phrasing.say, phrasing.numbers
    families = [family for family in phrasing.comparison.families if family.m]
    if not families:
        return
    columns = (
        Column(_("Family"), 1.6, numeric=False),
        Column(_("Correction"), 3.2, numeric=False),
        Column(_("Tests")),
        Column(_("Rejected")),
        Column(_("Detectable value"), 1.6),
    )
    rows = tuple(Row((*_family(family, phrasing),)) for family in families)
    note = _(
        "Detectable value: smallest true δ (difference of scores) found with 80% power, over the tests of the family."
    )
    level = _("Level of each family: {level}.").format(level=numbers.decimal(families[0].level))
    yield Table(numbering.next_table(), _("Families of tests"), columns, rows, "", (note, level))


def _family(family: Family, phrasing: Phrasing) -> tuple[str, ...]:
    _, numbers = phrasing.say, phrasing.numbers
    if family.name == "items":
        correction = _(
            "Benjamini–Hochberg over the items; pairs only of the selected items, Holm inside the item at 0.05 R / m"
        )
    else:
        declared = any(not pair.primary for construct in phrasing.comparison.constructs for pair in construct.pairs)
        correction = _("Holm over the primary contrasts") if declared else _("Holm over all contrasts")
    places = 2 if family.name == "items" else 1
    low, high = (numbers.decimal(value, places) for value in (family.detectable_low, family.detectable_high))
    detectable = NOTHING if family.detectable_low is None else _("{low} to {high}").format(low=low, high=high)
    if family.detectable_low is not None and family.detectable_high is None:
        detectable = _("{low}; in some tests too large to tell").format(low=low)
    name = _(FAMILY_NAMES.get(family.name, family.name))
    return name, correction, numbers.integer(family.m), numbers.integer(family.selected), detectable


def _shown(phrasing: Phrasing, study: StudyTexts) -> Iterator[str]:
    _, comparison = phrasing.say, phrasing.comparison
    if comparison.threshold:
        yield _(
            "Figures of fewer than {n} people are hidden, everywhere in this report; of groups with one person per "
            "agency, figures from fewer than {agencies} agencies too. For facts and delicate matters a group’s answers "
            "are also hidden where fewer than {n} people, or all of them, gave one answer."
        ).format(n=comparison.threshold, agencies=study.agencies or comparison.threshold)
        yield _(
            "What other figures would give away is hidden as well: all parts of a question of which one is hidden, and "
            "questions asked only after a hidden one. Scores leave out statements that are hidden for one of the two "
            "groups. Below 10 clusters, intervals and ranges are printed only where {n} people or more of the group "
            "stand in each cluster and outside it."
        ).format(n=comparison.threshold)
    else:
        yield _("No threshold was set: small groups are shown as they are.")
    yield _("The base of a share is the people who chose an answer. No responses were excluded for response quality.")
    for note in comparison.notes:
        yield note_text(note, phrasing.language)


def _wording(phrasing: Phrasing, codebook: Codebook, numbering: Numbering) -> Iterator[Block]:
    """The items as asked, with the number that each has in the form of each group, if the codebook has numbers."""
    _ = phrasing.say
    compared = {item.item for item in phrasing.comparison.items}
    variables = [variable for variable in codebook.variables if variable.name in compared]
    numbered = any(variable.numbers for variable in variables)
    rows: list[Row] = []
    for variable in variables:
        texts: dict[str, list[str]] = {}
        for group, wording in variable.wording.items():
            texts.setdefault(text_in(wording, phrasing.language), []).append(group)
        label = text_in(variable.label, phrasing.language)
        if not texts and label:
            texts[label] = list(variable.numbers)
        for at, (text, groups) in enumerate(texts.items()):
            who = "" if len(texts) == 1 else f"{phrasing.numbers.join([phrasing.group(group) for group in groups])}: "
            number = (_numbers(phrasing, variable.numbers, groups),) if numbered else ()
            rows.append(Row((variable.name if at == 0 else "", *number, who + text)))
    if rows:
        yield Heading(2, _("The questions as asked"), "method-wording")
        numbers = (Column(_("Question"), 1.4, numeric=False),) if numbered else ()
        columns = (Column(_("Item"), 1.2, numeric=False), *numbers, Column(_("Wording"), 5.0, numeric=False))
        notes = (_("Number of the question in each form; of several variants of a form, in the first one."),)
        title = _("Wording of the items")
        yield Table(numbering.next_table(), title, columns, tuple(rows), notes=notes if numbered else ())


def _numbers(phrasing: Phrasing, numbers: Mapping[str, int], groups: Sequence[str]) -> str:
    """The number of a question for these groups: once if it is the same for all of them."""
    by_group = {group: numbers[group] for group in groups if group in numbers}
    if len(set(by_group.values())) == 1 and len(by_group) == len(groups):
        return phrasing.numbers.decimal(next(iter(by_group.values())), 0)
    return "; ".join(
        f"{phrasing.group(group)} {phrasing.numbers.decimal(number, 0)}" for group, number in by_group.items()
    )
