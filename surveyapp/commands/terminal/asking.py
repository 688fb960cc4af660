"""Confirmation before a step that cannot be undone."""

import sys
from collections.abc import Iterable

import click

from surveyapp.commands.terminal.translated_commands import _
from surveyapp.instance.faults import N_, Fault

YES = click.option("--yes", is_flag=True, help=N_("Do not ask for confirmation."))


def at_terminal() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin.isatty()


def confirm(question: str, destroyed: Iterable[str], *, yes: bool) -> None:
    """Print what a step destroys and continue only after a yes.

    Without a terminal the step needs ``--yes``. ``question`` and ``destroyed`` are in the language of this run.
    """
    if yes:
        return
    for told in destroyed:
        click.echo(f"- {told}", err=True)
    if not at_terminal():
        raise Fault(
            N_(
                "{question} This cannot be undone. Nothing was changed. Please run the command in a terminal, which "
                "asks, or add --yes."
            ),
            question=question,
        )
    click.confirm(_("{question} This cannot be undone.").format(question=question), abort=True, err=True)
