"""The opening sentences of a section: the findings of the tests, as a paper would report them."""

from __future__ import annotations

from analysis.report.plan import Section
from analysis.results import ConstructComparison, ConstructPair, ItemComparison, PairComparison, Status
from analysis.translation import text_in
from analysis.wording.phrasing import Phrasing


def section_findings(section: Section, phrasing: Phrasing) -> list[str]:
    """One to three sentences: number of items that differ, the largest difference, and the scores of the construct."""
    _ = phrasing.say
    tested = [item for item in section.items if item.omnibus.p_value is not None]
    sentences = []
    if tested:
        sentences.append(_how_many(tested, phrasing))
        largest = largest_pair(section.items)
        if largest is not None:
            sentences.append(_largest(largest, phrasing))
    elif all(item.omnibus.status is Status.FEW_CLUSTERS for item in section.items):
        sentences.append(_("There are too few clusters for a test; the estimates are shown below."))
    else:
        sentences.append(_("No joint test of these items was possible; the tables say why."))
    if section.construct is not None:
        sentences += construct_findings(section.construct, phrasing)
    return sentences


def _how_many(tested: list[ItemComparison], phrasing: Phrasing) -> str:
    _ = phrasing.say
    found = sum(item.omnibus.selected is True for item in tested)
    test = _("joint test that allows for clusters") if phrasing.comparison.clustered else _("joint test")
    if not found:
        sentence = _(
            "None of the {tested} items tested differed significantly between the groups ({test}, false discovery rate "
            "held at 5% over all items compared, after Benjamini and Hochberg 1995)."
        )
    else:
        sentence = _(
            "The groups answered differently on {found} of {tested} items tested ({test}, false discovery rate held at "
            "5% over all items compared, after Benjamini and Hochberg 1995)."
        )
    return sentence.format(found=found, tested=len(tested), test=test)


def largest_pair(items: tuple[ItemComparison, ...]) -> tuple[ItemComparison, PairComparison] | None:
    """The significant pair with the largest |delta|, or ``None``."""
    pairs = [
        (item, pair)
        for item in items
        for pair in item.pairs
        if pair.significant and pair.cliffs_delta.estimate is not None
    ]
    return max(pairs, key=lambda entry: abs(entry[1].cliffs_delta.estimate or 0.0), default=None)


def _largest(largest: tuple[ItemComparison, PairComparison], phrasing: Phrasing) -> str:
    _, numbers = phrasing.say, phrasing.numbers
    item, pair = largest
    delta = pair.cliffs_delta
    value = delta.estimate or 0.0
    higher, lower = pair.groups if value >= 0 else pair.groups[::-1]
    return _(
        "The largest significant difference is on “{item}”, where {higher} chose higher answers than {lower} (δ = "
        "{delta}; 95% CI {interval}; p {p} after Holm): {size} by the bounds of Romano et al. (2006)."
    ).format(
        item=text_in(item.label, phrasing.language, item.item),
        higher=phrasing.group(higher),
        lower=phrasing.group(lower),
        delta=numbers.decimal(value),
        interval=phrasing.from_to(delta),
        p=numbers.p_value(delta.p_adjusted, equals=True),
        size=phrasing.size(value),
    )


def construct_findings(construct: ConstructComparison, phrasing: Phrasing) -> list[str]:
    """One sentence per pair of groups whose scores may be compared; a single sentence if there are none."""
    _ = phrasing.say
    usable = [pair for pair in construct.pairs if pair.difference.estimate is not None]
    if not usable:
        reasons = {pair.status for pair in construct.pairs} - {Status.OK}
        if reasons == {Status.TOO_FEW_ITEMS}:
            return [
                _("No score is formed: no two groups have three comparable items in common (same scale and referent).")
            ]
        return []
    return [_score_sentence(pair, phrasing) for pair in usable]


def _score_sentence(pair: ConstructPair, phrasing: Phrasing) -> str:
    _, numbers = phrasing.say, phrasing.numbers
    difference = pair.difference
    values = {
        "first": phrasing.group(pair.groups[0]),
        "second": phrasing.group(pair.groups[1]),
        "mean_first": numbers.decimal(pair.means[0].estimate, 1),
        "mean_second": numbers.decimal(pair.means[1].estimate, 1),
        "items": len(pair.items),
        "difference": numbers.decimal(difference.estimate, 1),
        "interval": phrasing.from_to(difference, 1),
        "p": numbers.p_value(difference.p_adjusted, equals=True),
    }
    if difference.p_adjusted is None:
        return _(
            "On {items} common items {first} scored {mean_first} and {second} {mean_second} of 100; difference "
            "{difference}."
        ).format(**values)
    return _(
        "On {items} common items {first} scored {mean_first} and {second} {mean_second} of 100; difference "
        "{difference} (95% CI {interval}; p {p} after Holm)."
    ).format(**values)
