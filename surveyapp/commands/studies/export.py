"""surveyapp export"""

from pathlib import Path

import click

from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, language, say
from surveyapp.exports import FORMATS
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.private_files import PRIVATE_FILE


def _known(_context: click.Context, _option: click.Parameter, name: str) -> str:
    # Checked when the command runs, because a format may be registered after this module is imported.
    return str(click.Choice(list(FORMATS)).convert(name, _option, _context))


@click.command("export", cls=SurveyappCommand)
@click.argument("study", metavar="STUDY")
@click.option(
    "--format",
    "file_format",
    metavar=f"[{'|'.join(FORMATS)}]",
    callback=_known,
    required=True,
    help=N_("The kind of file."),
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help=N_("The folder to write into.")
)
@click.option(
    "--for-others",
    is_flag=True,
    help=N_(
        "Only what may be passed on: no agencies, no facts, no texts, and no profile that fewer people share than the "
        "threshold 'microdata'."
    ),
)
def command(study: str, file_format: str, out: Path, for_others: bool) -> None:
    from surveyapp.exports.data_table import data_table
    from surveyapp.exports.files_for_others import file_for_others
    from surveyapp.exports.text_files import write_codebook

    left_out: tuple[str, ...] = ()
    with installation():
        if for_others:
            passed_on = file_for_others(loaded_study(study), language())
            table, left_out = passed_on.table, passed_on.left_out
        else:
            table = data_table(loaded_study(study), language())
        record(Act.FILE_TAKEN, study, file=f"data{'-for-others' if for_others else ''}.{file_format}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = [*FORMATS[file_format].write(table, out), *write_codebook(table, out)]
        for path in written:
            path.chmod(PRIVATE_FILE)
    except OSError as error:
        raise Fault(N_("The folder {folder} cannot be written: {reason}."), folder=out, reason=error.strerror) from None
    for path in written:
        say(N_("Written: {file}"), file=path)
    if for_others:
        say(N_("{number} respondents in a file that may be passed on."), number=table.n)
        if left_out:
            say(N_("Left out because too few people would share the same values: {names}."), names=", ".join(left_out))
        return
    say(N_("{number} respondents. Agencies carry random numbers that change when answers are added."), number=table.n)
