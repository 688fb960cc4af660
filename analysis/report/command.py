"""``python -m analysis report``: compare the groups in a file and write a report about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analysis.comparing_files import open_file
from analysis.group_comparisons import compare
from analysis.input_faults import InputFaultError
from analysis.readers.codebook_files import read_codebook
from analysis.report.writing import write_report
from analysis.small_cells import Thresholds
from analysis.translation import translator
from forms.languages import DEFAULT_LANGUAGE, LANGUAGES


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--group", required=True, help="Column that names the group of each respondent.")
@click.option("--items", help="Columns to compare: A,B,C or a range A..C. Default: all of the codebook, else all.")
@click.option("--cluster", help="Column that names the cluster (agency, company). Default: everybody is one.")
@click.option("--codebook", type=click.Path(path_type=Path), help="JSON file with labels, see docs/analysis.md.")
@click.option("--threshold", type=click.IntRange(min=1), help="Hide figures of fewer people than this.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT_LANGUAGE, show_default=True)
@click.option("--simulated", is_flag=True, help="The answers are simulated: print so on every page and figure.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into.")
def report(
    file: Path,
    group: str,
    items: str | None,
    cluster: str | None,
    codebook: Path | None,
    threshold: int | None,
    language: str,
    simulated: bool,
    out: Path,
) -> None:
    """Compare the groups in FILE and write report.html, report.docx and the figures into a folder."""
    wanted = None if items is None else [entry.strip() for entry in items.split(",") if entry.strip()]
    try:
        described = read_codebook(codebook) if codebook else None
        dataset = open_file(file, group, cluster, described).read(wanted)
        comparison = compare(dataset, None, None if threshold is None else Thresholds.for_file(threshold))
        written = write_report(comparison, dataset.codebook, out, language=language, simulated=simulated)
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
