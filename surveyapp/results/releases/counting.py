"""Computes a release from the answers. This module imports numpy and the statistics, so it is imported on demand."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.comparisons.group_comparisons import compare_tally, describe_tally
from analysis.disclosure.small_cells import Thresholds, decide_cells
from analysis.results import Comparison
from analysis.sources.dataset import Codebook
from analysis.sources.tally import Tally
from forms.model.study import Study
from surveyapp.results.queries import OPEN_LINK
from surveyapp.results.releases import renewing
from surveyapp.results.releases.release import Release
from surveyapp.results.study_pages import planned_items, question_pages
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import LoadedStudy


def count_release(loaded: LoadedStudy, forms: Mapping[str, int], old: Release | None) -> Release:
    """Count and compare everything that the pages of a study show, and return the release that follows ``old``."""
    study = loaded.study
    headline = StudyAnswers(study, "headline")
    codebook, thresholds = headline.codebook(), Thresholds.published(study.thresholds)
    planned = planned_items(study)
    others = [item for page in question_pages(study) for item in page.items if item in codebook]
    everything = headline.tally()  # the columns include gates that no page shows
    cells = decide_cells(everything.items, codebook.groups, thresholds)
    primary = [(contrast.construct_id, *contrast.groups) for contrast in study.analysis.primary]
    comparisons = (
        compare_tally(headline.tally(planned), codebook, thresholds, primary, cells),
        compare_tally(replace(headline.tally(others), scores=None), codebook, thresholds, cells=cells),
    )
    counted, working = headline.tally([*planned, *others]), Thresholds.working(study.thresholds)
    return renewing.renew(
        renewing.Study(study.version, codebook, None if loaded.simulated else thresholds, primary, working),
        forms,
        renewing.Counted(
            "headline",
            comparisons,
            counted,
            None if working == thresholds else answers_only(counted, everything, codebook, working),
        ),
        _open_entry(study, [*planned, *others], forms),
        old,
    )


def _open_entry(study: Study, items: list[str], forms: Mapping[str, int]) -> renewing.Counted | None:
    if not any(name.endswith(f" {OPEN_LINK}") for name in forms):
        return None
    source, thresholds = StudyAnswers(study, OPEN_LINK), Thresholds.published(study.thresholds)
    counted, codebook = source.tally(items), source.codebook()
    cells = decide_cells(source.tally().items, codebook.groups, thresholds)
    compared = compare_tally(replace(counted, scores=None), codebook, thresholds, cells=cells)
    return renewing.Counted(OPEN_LINK, (compared,), counted)


def answers_only(counted: Tally, everything: Tally, codebook: Codebook, thresholds: Thresholds) -> Comparison:
    """Return the answers of every group under these thresholds, without tests or differences.

    ``everything``: the counts of all columns, because hiding is decided for all of them together.
    """
    cells = decide_cells(everything.items, codebook.groups, thresholds)
    return describe_tally(counted, codebook, thresholds, cells)
