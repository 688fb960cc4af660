"""The first results page: the scores of all constructs, and what was hidden or left out."""

from dataclasses import dataclass, replace

from flask_babel import gettext

from analysis.report.comparison_tables import pairs_of_scores
from analysis.report.distribution_tables import respondents
from analysis.results import ConstructComparison
from analysis.translation import text_in
from analysis.views.document import Table
from analysis.wording.phrasing import Phrasing
from surveyapp.results.releases.release import Release


@dataclass(frozen=True, slots=True)
class Overview:
    finding: str
    people: Table
    scores: Table | None
    without_score: str


def show_overview(release: Release, language: str) -> Overview:
    """The page in the reader's language."""
    comparison = release.planned
    phrasing = Phrasing(comparison, language)
    number = phrasing.numbers
    tested = [item for item in comparison.items if item.omnibus.p_value is not None]
    chosen = [item for item in tested if item.omnibus.selected]
    finding = (
        gettext(
            "The groups answered differently on %(chosen)s of %(tested)s statements that could be tested "
            "(false discovery rate 5%%, Benjamini–Hochberg).",
            chosen=number.integer(len(chosen)),
            tested=number.integer(len(tested)),
        )
        if tested
        else gettext("No statement could be tested yet.")
    )
    usable = [_usable(construct) for construct in comparison.constructs]
    title = gettext("Differences of scores between groups")
    shown = [construct for construct in usable if construct.pairs]
    scores = pairs_of_scores(shown, phrasing, "", title) if shown else None
    return Overview(finding, respondents(phrasing, "", gettext("Agencies")), scores, _without_score(usable, phrasing))


def _usable(construct: ConstructComparison) -> ConstructComparison:
    """Return the construct with the pairs of groups whose scores can be compared."""
    return replace(construct, pairs=tuple(pair for pair in construct.pairs if pair.difference.estimate is not None))


def _without_score(constructs: list[ConstructComparison], phrasing: Phrasing) -> str:
    names = [text_in(found.label, phrasing.language, found.construct) for found in constructs if not found.pairs]
    if not names:
        return ""
    sentence: str = gettext(
        "No score is compared, since no two groups have three comparable statements in common or too few people "
        "answered: %(names)s. These statements are compared one by one on the pages of their constructs.",
        names=phrasing.numbers.join(names),
    )
    return sentence
