"""``python -m analysis describe``: how each column of a file is understood, before anything is computed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.commands import TranslatedCommand
from analysis.file_options import FileDescription, describing_options
from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_, translator

if TYPE_CHECKING:
    from analysis.sources.dataset import Codebook
    from analysis.sources.understanding.column_readings import ColumnReading


@click.command(
    cls=TranslatedCommand,
    help=N_("Show how each column of FILE ({kinds}) is understood, and write it down to be corrected."),
)
@describing_options
@click.option(
    "--codebook",
    type=click.Path(path_type=Path, dir_okay=False),
    help=N_("File to write the codebook into (.yaml or .json). If it exists, its corrections are kept."),
)
@click.option("--json", "as_json", is_flag=True, help=N_("Print the columns as JSON."))
def describe(request: FileDescription, codebook: Path | None, as_json: bool) -> None:
    language = request.language
    try:
        readings, book = understood(request, codebook)
    except InputFaultError as fault:
        click.echo(fault.in_words(language), err=True)
        sys.exit(1)
    # Importing rich takes a tenth of a second.
    from analysis.views.terminal_columns import columns_to_json, print_columns

    if as_json:
        from analysis.views.json import in_lines

        click.echo(in_lines(columns_to_json(readings, request.file, language)))
    else:
        print_columns(readings, request.file, language)
    if codebook is not None:
        from analysis.sources.files.codebook_writing import codebook_text

        _ = translator(language)
        try:
            codebook.write_text(codebook_text(book, codebook, Path(request.file).name, language), encoding="utf-8")
        except OSError as fault:
            found = _("The codebook cannot be written here: {reason}. Please name another file with --codebook.")
            click.echo(f"{codebook}: {found.format(reason=fault.strerror or fault)}", err=True)
            sys.exit(1)
        click.echo(_("The codebook was written: {file}").format(file=codebook), err=True)


def understood(request: FileDescription, codebook: Path | None) -> tuple[list[ColumnReading], Codebook]:
    """The readings of all columns, and the codebook that keeps them; corrections in an existing codebook are kept."""
    from analysis.sources.answer_source import columns_of
    from analysis.sources.files.codebook_files import read_codebook
    from analysis.sources.opening import open_source
    from analysis.sources.understanding.column_readings import codebook_of, understand

    described = read_codebook(codebook) if codebook and codebook.exists() else None
    roles = request.roles(described)
    readings = understand(columns_of(open_source(request.file, roles, described)), roles, described)
    return readings, codebook_of(readings, roles, described)
