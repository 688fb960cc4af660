"""The first page of results: the scores of all constructs, and what was hidden or left out."""

from dataclasses import dataclass

from flask_babel import gettext

from analysis.report.comparison_tables import pairs_of_scores
from analysis.report.distribution_tables import respondents
from analysis.report.document import Table
from analysis.report.wording import Voice
from surveyapp.results.releases import Release


@dataclass(frozen=True, slots=True)
class Overview:
    finding: str
    people: Table
    scores: Table | None


def show_overview(release: Release, language: str) -> Overview:
    """The page in the reader's language."""
    comparison = release.planned
    voice = Voice(comparison, language)
    number = voice.numbers
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
    title = gettext("Differences of scores between groups")
    scores = pairs_of_scores(comparison.constructs, voice, "2", title) if comparison.constructs else None
    return Overview(finding, respondents(voice, "1", gettext("Agencies")), scores)
