"""Asking for the passphrase of a study's box, and showing its recovery sheet once."""

import os
import sys
from pathlib import Path

import click

from surveyapp.commands.terminal.translated_commands import _, say
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.private_files import create_private_text
from surveyapp.studies.study_keys import SHORTEST_PASSPHRASE

VARIABLE = "SURVEYAPP_PASSPHRASE"


def new_passphrase() -> str:
    """Return a passphrase typed twice, or from the environment."""
    if given := os.environ.get(VARIABLE):
        return given
    say(
        N_(
            "Answers are sealed; only this passphrase opens them. It belongs to the researchers, not to whoever runs "
            "the server. At least {least} characters."
        ),
        least=SHORTEST_PASSPHRASE,
    )
    return _ask(N_("Passphrase"), twice=True)


def passphrase(study: str) -> str:
    """Return the passphrase or the recovery sheet of a study's box, typed or from the environment."""
    words = _("Passphrase of study {study}, or its recovery sheet").format(study=study)
    return os.environ.get(VARIABLE) or _ask(words, twice=False)


def backup_passphrase(*, new: bool) -> str:
    """Return the passphrase of a backup, which is not that of a study."""
    if given := os.environ.get(VARIABLE):
        return given
    if new:
        say(
            N_(
                "Only this passphrase opens the backup. Please use a passphrase that no study uses, and store it "
                "separately from the file. At least {least} characters."
            ),
            least=SHORTEST_PASSPHRASE,
        )
    return _ask(N_("Passphrase of the backup"), twice=new)


def show_recovery_sheet(study: str, title: str, sheet: str, fingerprint: str, path: Path | None) -> None:
    """Write the sheet with the title of the study to a private file, or print it."""
    words = f"{title}\n\n" + _(
        "Recovery sheet of study {study}. It opens the box without the passphrase. "
        "Please print it, keep it in a safe, and leave no copy on this computer."
    ).format(study=study)
    key = _("Fingerprint of the key: {fingerprint}").format(fingerprint=fingerprint)
    if path is None:
        click.echo(f"\n{words}\n{key}\n\n    {sheet}\n")
        return
    try:
        file = create_private_text(path)
    except OSError as error:
        # The study already has its key, and the sheet exists only now.
        click.echo(f"\n{words}\n{key}\n\n    {sheet}\n")
        raise Fault(N_("The file {file} cannot be written: {reason}."), file=path, reason=error.strerror) from None
    with file:
        file.write(f"{words}\n{key}\n\n    {sheet}\n")
    say(N_("The recovery sheet is in {file}."), file=path)


def _ask(words: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise Fault(N_("Please set {name}, or run the command in a terminal, where it asks."), name=VARIABLE)
    typed: str = click.prompt(_(words), hide_input=True, confirmation_prompt=_("Again") if twice else False)
    return typed
