"""Tables of what differs: pairs of groups on items and on construct scores."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.results import (
    Comparability,
    ConstructComparison,
    Estimate,
    ItemComparison,
    PairComparison,
    Status,
    Test,
)
from analysis.report.charts_of_items import item_name, never_asked
from analysis.report.document import Column, Row, Table
from analysis.translation import text_in
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Voice


def pairs_of_items(items: Sequence[ItemComparison], voice: Voice, number: str, title: str) -> Table:
    """A heading per item with its joint tests, a row per pair: Cliff's delta, adjusted p, size, conventional tests."""
    _ = voice.say
    columns = (
        Column(_("Pair of groups"), 2.5, numeric=False),
        Column(_("δ (95% CI)"), 2.2),
        Column(_("p (Holm)"), 1.1),
        Column(_("Size"), 1.35),
        Column(_("Dunn, p (Holm)†"), 1.0),
        Column(_("Mann–Whitney, p (unadjusted)†"), 1.3),
    )
    rows = []
    for item in items:
        rows.append(Row(heading=item_name(item, voice), detail=joint_tests(item, voice)))
        rows += [_pair_row(pair, voice) for pair in item.pairs if _both_asked(item, pair)]
    return Table(number, title, columns, tuple(rows), "", _pair_notes(items, voice))


def joint_tests(item: ItemComparison, voice: Voice) -> str:
    """The cluster-robust joint test and, labelled, Kruskal-Wallis beside it."""
    _, numbers = voice.say, voice.numbers
    omnibus, kruskal = item.omnibus, item.kruskal_wallis
    parts = []
    if omnibus.p_value is not None:
        parts.append(
            _("joint test F({df}) = {f}, p (BH) {p}").format(
                df=numbers.join([numbers.integer(_whole(omnibus.df)), numbers.integer(_whole(omnibus.df_error))]),
                f=numbers.decimal(omnibus.statistic, 1),
                p=numbers.p_value(omnibus.p_adjusted, equals=True),
            )
        )
    elif omnibus.status is not Status.OK:
        parts.append(_("joint test: {reason}").format(reason=voice.status(omnibus.status)))
    if kruskal.p_value is not None:
        parts.append(
            _("Kruskal–Wallis† H({df}) = {h}, p {p}, ε² = {e}").format(
                df=numbers.integer(_whole(kruskal.df)),
                h=numbers.decimal(kruskal.statistic, 1),
                p=numbers.p_value(kruskal.p_value, equals=True),
                e=numbers.decimal(item.epsilon_squared, 3),
            )
        )
    if omnibus.status is Status.NOT_ORDERED and item.chi_square.p_value is not None:
        parts.append(_chi_square(item.chi_square, item.cramers_v_corrected, voice))
    return " · ".join(parts)


def _chi_square(test: Test, cramers_v: float | None, voice: Voice) -> str:
    _, numbers = voice.say, voice.numbers
    return _("chi-square† χ²({df}) = {x}, p {p}, Cramér’s V (corrected) = {v}").format(
        df=numbers.integer(_whole(test.df)),
        x=numbers.decimal(test.statistic, 1),
        p=numbers.p_value(test.p_value, equals=True),
        v=numbers.decimal(cramers_v),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _both_asked(item: ItemComparison, pair: PairComparison) -> bool:
    return not any(never_asked(item.group(group)) for group in pair.groups)


def _pair_row(pair: PairComparison, voice: Voice) -> Row:
    numbers, delta = voice.numbers, pair.cliffs_delta
    if delta.estimate is None:
        return Row((voice.pair(pair.groups), voice.delta(delta)))
    return Row(
        (
            voice.pair(pair.groups),
            voice.delta(delta),
            numbers.p_value(delta.p_adjusted) if pair.tested else NOTHING,
            voice.size(delta.estimate) if pair.tested or _leaves_out_0(delta) else NOTHING,
            numbers.p_value(pair.dunn.p_adjusted),
            numbers.p_value(pair.mann_whitney.p_value),
        ),
        strong=(1, 2) if pair.significant else (),
    )


def _leaves_out_0(delta: Estimate) -> bool:
    ends = (delta.ci_low, delta.ci_high)
    if delta.status is Status.FEW_CLUSTERS or ends[0] is None or ends[1] is None:
        return False
    return not ends[0] <= 0 <= ends[1]


def _pair_notes(items: Sequence[ItemComparison], voice: Voice) -> tuple[str, ...]:
    _, numbers = voice.say, voice.numbers
    family = next((family for family in voice.comparison.families if family.name == "items"), None)
    pairs = [pair for item in items for pair in item.pairs]
    notes = [
        _(
            "δ: Cliff’s delta, above 0 where the first group answers higher. Size by the bounds of Romano et al. "
            "(2006): |δ| below 0.147 negligible, 0.33 small, 0.474 medium; none for an untested pair whose interval "
            "holds 0."
        )
    ]
    if voice.comparison.clustered:
        notes.append(_("The interval of δ and p (Holm) respect clusters."))
    if family is not None and any(pair.significant for pair in pairs):
        notes.append(
            _("Bold: p (Holm) at most {level}, that is 0.05 × {selected} / {m}, and 0 outside the interval.").format(
                level=numbers.decimal(family.pair_level, 4), selected=family.selected, m=family.m
            )
        )
    untested = [pair.cliffs_delta for pair in pairs if pair.cliffs_delta.estimate is not None and not pair.tested]
    if any(delta.p_value is not None for delta in untested):
        notes.append(_("– under p: pairs are tested only where the joint test selected the item."))
    if any(delta.status is Status.FEW_CLUSTERS for delta in untested):
        notes.append(_("– under p: with fewer than 10 clusters in two groups together no p-value is printed."))
    if any(
        pair.cliffs_delta.range_low is not None and pair.cliffs_delta.status is not Status.COMPLETE_SEPARATION
        for pair in pairs
    ):
        notes.append(
            _(
                "In square brackets, in place of an interval: range of δ for all clusters and when each is left out in "
                "turn."
            )
        )
    if any(pair.cliffs_delta.status is Status.COMPLETE_SEPARATION for pair in pairs):
        notes.append(_("Where the groups do not overlap at all, a one-sided bound stands for the interval."))
    notes.append(_("† Ignores clusters: printed because papers expect it; conclusions do not rest on it."))
    return tuple(notes)


def pairs_of_scores(constructs: Sequence[ConstructComparison], voice: Voice, number: str, title: str) -> Table:
    """A heading per construct, a row per pair: scores, their difference, adjusted p, delta and its size."""
    _, numbers = voice.say, voice.numbers
    columns = (
        Column(_("Pair of groups"), 2.4, numeric=False),
        Column(_("Items"), 0.6),
        Column(_("Scores"), 1.3),
        Column(_("Difference (95% CI)"), 2.2),
        Column(_("p (Holm)"), 1.1),
        Column(_("δ (95% CI)"), 2.2),
    )
    rows = []
    for construct in constructs:
        pairs = [pair for pair in construct.pairs if pair.status is not Status.TOO_FEW_ITEMS]
        if pairs:
            rows.append(Row(heading=text_in(construct.label, voice.language, construct.construct)))
        for pair in pairs:
            if pair.difference.estimate is None:
                rows.append(Row((voice.pair(pair.groups), str(len(pair.items)), voice.status(pair.status))))
                continue
            rows.append(
                Row(
                    (
                        voice.pair(pair.groups),
                        str(len(pair.items)),
                        numbers.join([numbers.decimal(mean.estimate, 1) for mean in pair.means]),
                        voice.delta(pair.difference, 1),
                        numbers.p_value(pair.difference.p_adjusted) if pair.primary else NOTHING,
                        voice.delta(pair.cliffs_delta),
                    ),
                    strong=(3, 4) if pair.primary and (pair.difference.p_adjusted or 1.0) <= 0.05 else (),
                )
            )
    return Table(number, title, columns, tuple(rows), _("Unit: points of 100"), _score_notes(constructs, voice))


def _score_notes(constructs: Sequence[ConstructComparison], voice: Voice) -> tuple[str, ...]:
    _ = voice.say
    pairs = [pair for construct in constructs for pair in construct.pairs]
    notes = [
        _(
            "Score: mean of the items both groups were asked about the same thing on the same scale, from 0 to 100, "
            "reversed items turned round; at least half of them answered."
        ),
        _("Bold: p (Holm over the primary contrasts) at most 0.05.")
        if any(not pair.primary for pair in pairs)
        else _("Bold: p (Holm over all contrasts) at most 0.05."),
        _("Measurement invariance between the groups: not tested."),
    ]
    if voice.comparison.clustered:
        notes.append(_("The intervals and p (Holm) respect clusters."))
    without = [
        text_in(construct.label, voice.language, construct.construct)
        for construct in constructs
        if all(pair.status is Status.TOO_FEW_ITEMS for pair in construct.pairs)
    ]
    if any(pair.status is Status.TOO_FEW_ITEMS for pair in pairs):
        notes.append(_("Pairs of groups with fewer than three comparable items in common have no score."))
    if without:
        notes.append(_("No score at all: {constructs}.").format(constructs=voice.numbers.join(without)))
    if any(pair.difference.estimate is not None and not pair.primary for pair in pairs):
        notes.append(_("– under p: not one of the primary contrasts declared before the data."))
    if any(pair.comparability is Comparability.GAP for pair in pairs if pair.status is Status.OK):
        notes.append(_("Gaps between heads and their own staff are never shown unit by unit."))
    return tuple(notes)
