"""``python -m analysis missing``: Little's test of missing completely at random, by construct and group."""

from __future__ import annotations

import sys

import click

from analysis.commands import TranslatedCommand
from analysis.file_options import FileRequest, file_options
from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_


@click.command(
    cls=TranslatedCommand,
    help=N_("Test whether answers in FILE ({kinds}) are missing completely at random (Little's test)."),
)
@file_options
@click.option("--json", "as_json", is_flag=True, help=N_("Print the results as JSON."))
def missing(request: FileRequest, as_json: bool) -> None:
    try:
        dataset = request.read()
    except InputFaultError as fault:
        click.echo(fault.in_words(request.language), err=True)
        sys.exit(1)
    from analysis.comparisons.little_tests import little_tests
    from analysis.disclosure.small_cells import Thresholds

    found = little_tests(dataset, None if request.threshold is None else Thresholds.for_file(request.threshold))
    if as_json:
        from analysis.views.json import in_lines, plain

        click.echo(in_lines(plain(found)))
        return
    from analysis.views.terminal_little import print_little_tests

    print_little_tests(found, dataset.codebook, request.language)
