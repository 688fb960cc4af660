"""A release from the answers. Everything here imports numpy and the statistics, so it is imported when asked for."""

from collections.abc import Mapping

from analysis.measures.group_comparisons import compare, compare_tally
from analysis.small_cells import Cells, Thresholds, decide_cells
from analysis.sources.answer_source import AnswerSource
from forms.model.study import Study
from surveyapp.results import renewing
from surveyapp.results.queries import OPEN_LINK
from surveyapp.results.releases import Release
from surveyapp.results.study_pages import planned_items, question_pages
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import LoadedStudy


def count_release(loaded: LoadedStudy, forms: Mapping[str, int], old: Release | None) -> Release:
    """Count and compare everything that the pages of a study show, and renew of ``old`` what may be renewed."""
    study = loaded.study
    headline = StudyAnswers(study, "headline")
    codebook, thresholds = headline.codebook(), Thresholds.published(study.thresholds)
    planned = planned_items(study)
    others = [item for page in question_pages(study) for item in page.items if item in codebook]
    cells = _cells(headline, thresholds)
    primary = [(contrast.construct_id, *contrast.groups) for contrast in study.analysis.primary]
    comparisons = (
        compare(headline.read(planned), planned, thresholds, primary, cells),
        compare_tally(headline.tally(others), codebook, thresholds, cells=cells),
    )
    return renewing.renew(
        renewing.Study(study.version, codebook, None if loaded.simulated else thresholds, primary),
        forms,
        renewing.Counted("headline", comparisons, headline.tally([*planned, *others])),
        _open_entry(study, [*planned, *others], forms),
        old,
    )


def _open_entry(study: Study, items: list[str], forms: Mapping[str, int]) -> renewing.Counted | None:
    if not any(name.endswith(f" {OPEN_LINK}") for name in forms):
        return None
    source, thresholds = StudyAnswers(study, OPEN_LINK), Thresholds.published(study.thresholds)
    counted, cells = source.tally(items), _cells(source, thresholds)
    compared = compare_tally(counted, source.codebook(), thresholds, cells=cells)
    return renewing.Counted(OPEN_LINK, (compared,), counted)


def _cells(source: AnswerSource, thresholds: Thresholds) -> Cells:
    """What may be shown, decided for all columns at once: gates that no page shows are among them."""
    return decide_cells(source.tally().items, source.codebook().groups, thresholds)
