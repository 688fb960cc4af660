"""``python -m analysis``: compare the groups in a file, or write a report about it.

Exit codes: 0 done, 1 the file is at fault (said in one place on stderr), 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import click

from analysis.comparing_files import compare_file
from analysis.input_faults import InputFaultError
from analysis.readers.codebook_files import read_codebook
from analysis.results_json import to_json
from analysis.translation import N_, translator
from forms.languages import DEFAULT_LANGUAGE, LANGUAGES

WEIGHTS_REFUSED = N_(
    "Weights are refused: a rank test with weights needs a stated formula, and the groups are compared as surveyed. "
    "Please leave out --weights, or compare weighted shares in a program for survey samples."
)
ELSEWHERE = {"report": "analysis.report.command:report"}
"""Commands that are imported only when asked for: they need matplotlib and python-docx."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ELSEWHERE:
            module, name = ELSEWHERE[cmd_name].split(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands)
def main() -> None:
    """Compare groups of respondents in a file of answers."""


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--group", required=True, help="Column that names the group of each respondent.")
@click.option("--items", help="Columns to compare: A,B,C or a range A..C. Default: all of the codebook, else all.")
@click.option("--cluster", help="Column that names the cluster (agency, company). Default: everybody is one.")
@click.option("--weights", help="Refused, with the reason.")
@click.option("--codebook", type=click.Path(path_type=Path), help="JSON file with labels, see docs/analysis.md.")
@click.option("--threshold", type=click.IntRange(min=1), help="Hide figures of fewer people than this.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT_LANGUAGE, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def compare(
    file: Path,
    group: str,
    items: str | None,
    cluster: str | None,
    weights: str | None,
    codebook: Path | None,
    threshold: int | None,
    language: str,
    as_json: bool,
) -> None:
    """Compare the groups in FILE (.csv, .csv.gz or .parquet) item by item."""
    if weights is not None:
        raise click.UsageError(translator(language)(WEIGHTS_REFUSED))
    try:
        described = read_codebook(codebook) if codebook else None
        comparison = compare_file(file, group, split_items(items), cluster, described, threshold)
    except InputFaultError as fault:
        click.echo(fault.in_words(language), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(to_json(comparison), ensure_ascii=False, indent=1, allow_nan=False))
        return
    from analysis.comparison_tables import print_comparison  # rich takes a tenth of a second to import

    print_comparison(comparison, language)


def split_items(items: str | None) -> list[str] | None:
    """``A,B..D`` as a list of its entries; ``None`` stays ``None``."""
    return None if items is None else [entry.strip() for entry in items.split(",") if entry.strip()]
