"""Sentences about intervals and tests whose error rate may differ from their level."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.results import Caution, Comparison
from analysis.statistics.cluster_counts import CAUTION_DF, CAUTION_PEOPLE
from analysis.translation import N_
from analysis.wording.phrasing import Phrasing

CAUTION_TEXTS = {
    Caution.FEW_DF: N_(
        "Caution: {share} of the intervals and tests have fewer than {df} degrees of freedom, because clusters are few "
        "or very unequal. In simulations their error rate differed from 5% more than elsewhere, and few differences "
        "are found."
    ),
    Caution.FEW_PEOPLE: N_(
        "Caution: {share} of the intervals and tests rest on a group of fewer than {people} people. In simulations "
        "with skewed answers their error rate differed from 5% more than elsewhere."
    ),
}


def caution_notes(phrasing: Phrasing) -> list[str]:
    """One sentence for each caution that applies, with the number of intervals and tests that it applies to."""
    found = list(_cautions(phrasing.comparison))
    notes = []
    for caution, text in CAUTION_TEXTS.items():
        number = sum(caution in each for each in found)
        if number:
            share = f"{phrasing.numbers.integer(number)}/{phrasing.numbers.integer(len(found))}"
            sentence = phrasing.say(text)
            notes.append(sentence.format(share=share, df=phrasing.whole(CAUTION_DF), people=CAUTION_PEOPLE))
    return notes


def _cautions(comparison: Comparison) -> Iterator[tuple[Caution, ...]]:
    """The cautions of every interval and test that was computed."""
    for item in comparison.items:
        if item.omnibus.p_value is not None:
            yield item.omnibus.cautions
        estimates = [group.mean for group in item.groups] + [pair.cliffs_delta for pair in item.pairs]
        yield from (estimate.cautions for estimate in estimates if estimate.ci_low is not None)
    for construct in comparison.constructs:
        for pair in construct.pairs:
            if pair.difference.ci_low is not None:
                yield pair.difference.cautions
