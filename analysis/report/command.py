"""``python -m analysis report``: compare the groups in a file and write a report about it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from analysis.commands import TranslatedCommand, file_options
from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_, translator
from forms.missing_values import Missing


@click.command(
    cls=TranslatedCommand,
    help=N_("Compare the groups in FILE and write report.html, report.docx and the figures into a folder."),
)
@file_options
@click.option("--simulated", is_flag=True, help=N_("The answers are simulated: print so on every page and figure."))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help=N_("Folder to write into.")
)
def report(
    file: str,
    group: str,
    items: list[str] | None,
    cluster: str | None,
    codebook: Path | None,
    missing: Mapping[str, Missing],
    amounts: list[str] | None,
    threshold: int | None,
    language: str,
    simulated: bool,
    out: Path,
) -> None:
    # The statistics, matplotlib and python-docx take nearly a second to import; help needs none.
    from analysis.comparisons.comparing_files import compare_source, open_file
    from analysis.report.writing import write_report
    from analysis.sources.files.codebook_files import read_codebook

    try:
        described = read_codebook(codebook) if codebook else None
        source = open_file(file, group, cluster, described, missing, amounts or ())
        comparison, book = compare_source(source, items, threshold)
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
