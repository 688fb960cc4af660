"""The report of a release as a web page or a Word file, written once and stored in the instance folder."""

import tempfile
from pathlib import Path
from threading import Lock

from analysis.comparisons.breakdowns import Breakdown
from analysis.disclosure.small_cells import Thresholds
from analysis.report import StudyTexts, write_report
from analysis.results import Comparison
from analysis.wording.numbers import Numbers
from forms.languages import in_language
from forms.model.study import Study
from surveyapp.instance.faults import N_
from surveyapp.results.releases.release import Release
from surveyapp.studies.codebook import study_codebook
from surveyapp.studies.loaded import LoadedStudy
from surveyapp.translation import in_every_language

CLUSTERS = N_("agencies")
SOURCE = N_("Survey results, {organisation} ({fieldwork})")
BY_OPEN_LINK = N_(
    "{people} further answer sheets came by the open link, which anybody may use. They are in none of the figures of "
    "this report; the result pages show them separately."
)
FEW_BY_OPEN_LINK = N_(
    "A few further answer sheets came by the open link, which anybody may use. They are in none of the figures of "
    "this report, and too few to be shown separately."
)
FILES = {"html": "report.html", "docx": "report.docx"}

# A report occupies one core for seconds; the other cores serve respondents.
_one = Lock()


def report_file(folder: Path, loaded: LoadedStudy, release: Release, language: str, file_format: str) -> bytes:
    """Return the file, which is written now if it does not exist."""
    place = folder / f"{loaded.study.id}.report" / f"{_name(loaded, release)}_{language}.{file_format}"
    with _one:
        if not place.exists():
            _write_all(place.parent, loaded, release, language)
    return place.read_bytes()


def _name(loaded: LoadedStudy, release: Release) -> str:
    """Return the key of a report's files: sections by attribute are added once all answers are known."""
    return f"{release.number}-all" if loaded.has_all_answers else release.number


def report_breakdowns(loaded: LoadedStudy, release: Release) -> list[Breakdown]:
    """Return the groups divided by the attributes of the plan."""
    from surveyapp.results.by_attribute.dividing import break_down_release

    return [found for by in break_down_release(loaded, release).values() for found in by.breakdowns]


def study_texts(loaded: LoadedStudy, release: Release | None = None) -> StudyTexts:
    """Return the metadata of the study for the report's first page; with a release also whom it leaves out."""
    study = loaded.study
    return StudyTexts(
        title=dict(study.title),
        organisation=dict(study.organisation),
        fieldwork=dict(study.fieldwork),
        source=_source(study),
        clusters=in_every_language(CLUSTERS),
        left_out=_left_out(release.open_entry) if release and release.open_entry else {},
        versions=tuple(sorted(form.version for form in study.questionnaires.values())),
        agencies=Thresholds.published(study.thresholds).units,
    )


def _source(study: Study) -> dict[str, str]:
    """Return the line under every table and figure."""
    return {
        language: text.format(
            organisation=in_language(study.organisation, language), fieldwork=in_language(study.fieldwork, language)
        )
        for language, text in in_every_language(SOURCE).items()
    }


def _left_out(open_entry: Comparison) -> dict[str, str]:
    """Return how many answers came by the open link, and where they are shown."""
    from analysis.report.distribution_tables import people_by_group

    people = people_by_group(open_entry).values()
    if None in people or not any(people):
        return in_every_language(FEW_BY_OPEN_LINK)
    return {
        language: text.format(people=Numbers(language).integer(sum(number or 0 for number in people)))
        for language, text in in_every_language(BY_OPEN_LINK).items()
    }


def _write_all(folder: Path, loaded: LoadedStudy, release: Release, language: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if not old.name.startswith(f"{_name(loaded, release)}_"):
            old.unlink()
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        write_report(
            release.planned,
            study_codebook(loaded.study),
            Path(draft),
            study=study_texts(loaded, release),
            language=language,
            simulated=loaded.simulated,
            figure_formats=(),
            breakdowns=report_breakdowns(loaded, release),
        )
        for file_format, name in FILES.items():
            (Path(draft) / name).replace(folder / f"{_name(loaded, release)}_{language}.{file_format}")
