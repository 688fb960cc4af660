"""surveyapp report"""

from pathlib import Path

import click

from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.terminal.asking import YES, confirm
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, language, say
from surveyapp.instance.faults import N_, Fault
from surveyapp.studies.loaded import LoadedStudy


@click.command("report", cls=SurveyappCommand)
@click.argument("study", metavar="STUDY")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help=N_("The folder to write into.")
)
@click.option(
    "--count-anew",
    is_flag=True,
    help=N_("Discard damaged stored results and recompute everything. The audit log records it."),
)
@YES
def command(study: str, out: Path, count_anew: bool, yes: bool) -> None:
    with installation():
        if count_anew:
            question = _("Recompute the results of {study}?").format(study=study)
            told = _(
                "The record of figures already shown will be lost: new figures could differ from earlier ones by "
                "a few people."
            )
            confirm(question, (told,), yes=yes)
            throw_away_damaged_results(study)
        written = write_study_report(loaded_study(study), out, language())
        record(Act.FILE_TAKEN, study, file="report")
    for path in written:
        if path.suffix in (".html", ".docx"):
            say(N_("Written: {file}"), file=path)


def throw_away_damaged_results(study_id: str) -> None:
    """Discard damaged results, so that everything is counted again. A fault if the stored results are not damaged."""
    from surveyapp.results.releases.release_store import release_store

    release_store().count_anew(loaded_study(study_id).study.id)


def build_report(study_id: str, out: Path) -> None:
    """Write the report of a loaded study in the language of this run; needs an application context."""
    write_study_report(loaded_study(study_id), out, language())


def write_study_report(loaded: LoadedStudy, out: Path, in_language: str) -> list[Path]:
    """Compare the groups as planned and write the report. Returns the files."""
    # Imported here because statistics and charts take longer to load than the rest of the program.
    from analysis.report import write_report
    from surveyapp.results.releases.counting import count_release
    from surveyapp.results.releases.release_store import release_store
    from surveyapp.results.reports import report_breakdowns, study_texts
    from surveyapp.studies.codebook import study_codebook

    # The release of the result pages, so that all figures count the same people.
    release = release_store().release(loaded, count_release)
    try:
        return write_report(
            release.planned,
            study_codebook(loaded.study),
            out,
            study=study_texts(loaded, release),
            language=in_language,
            simulated=loaded.simulated,
            breakdowns=report_breakdowns(loaded, release),
        )
    except OSError as error:
        raise Fault(N_("The folder {folder} cannot be written: {reason}."), folder=out, reason=error.strerror) from None
