"""``python -m analysis``: compare the groups in a file, or write a report about it.

Exit codes: 0 success, 1 fault in the file (described once on stderr), 2 wrong usage.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from analysis.commands import TranslatedCommand, TranslatedGroup
from analysis.file_options import FileRequest, file_options
from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_, translator

WEIGHTS_REFUSED = N_(
    "Weights are refused: a rank test with weights needs a stated formula, and the groups are compared as surveyed. "
    "Please leave out --weights, or compare weighted shares in a program for survey samples."
)
ELSEWHERE = {
    "report": "analysis.report.command:report",
    "describe": "analysis.describing:describe",
    "missing": "analysis.missing_answers:missing",
}
"""Commands with a module of their own, imported when they are named or listed."""


class _Commands(TranslatedGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in ELSEWHERE:
            module, name = ELSEWHERE[cmd_name].split(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, help=N_("Compare groups of respondents in a file of answers."))
def main() -> None: ...


@main.command(cls=TranslatedCommand, help=N_("Compare the groups in FILE ({kinds}) item by item."))
@file_options
@click.option("--weights", help=N_("Refused, with the reason."))
@click.option("--json", "as_json", is_flag=True, help=N_("Print the results as JSON."))
def compare(request: FileRequest, weights: str | None, as_json: bool) -> None:
    if weights is not None:
        raise click.UsageError(translator(request.language)(WEIGHTS_REFUSED))
    try:
        comparison, _ = request.compare()
    except InputFaultError as fault:
        click.echo(fault.in_words(request.language), err=True)
        sys.exit(1)
    if as_json:
        from analysis.views.json import in_lines, to_json

        click.echo(in_lines(to_json(comparison)))
        return
    from analysis.views.terminal_comparison import print_comparison  # importing rich takes a tenth of a second

    print_comparison(comparison, request.language)
