"""``python -m analysis report``: compare the groups in a file and write a report about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analysis.commands import TranslatedCommand
from analysis.file_options import FileRequest, file_options
from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_, translator


@click.command(
    cls=TranslatedCommand,
    help=N_("Compare the groups in FILE and write report.html, report.docx and the figures into a folder."),
)
@file_options
@click.option("--simulated", is_flag=True, help=N_("The answers are simulated: print so on every page and figure."))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help=N_("Folder to write into.")
)
def report(request: FileRequest, simulated: bool, out: Path) -> None:
    from analysis.report.writing import write_report  # matplotlib and python-docx take nearly a second to import

    language = request.language
    try:
        comparison, book = request.compare()
        written = write_report(comparison, book, out, language=language, simulated=simulated)
    except InputFaultError as fault:
        click.echo(fault.in_words(language), err=True)
        sys.exit(1)
    except OSError as fault:
        _ = translator(language)
        found = _("The report cannot be written here: {reason}. Please name another folder with --out.")
        click.echo(f"{out}: {found.format(reason=fault.strerror or fault)}", err=True)
        sys.exit(1)
    for path in written[:2]:
        click.echo(path)
