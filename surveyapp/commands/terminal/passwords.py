"""Reading passwords of accounts from the terminal, or from the environment for scripts."""

import os

import click

from surveyapp.accounts.passwords import LONGEST, SHORTEST
from surveyapp.commands.terminal.translated_commands import _
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.guessable_secrets import GUESSABLE, is_guessable

VARIABLE = "SURVEYAPP_PASSWORD"
NEW_VARIABLE = "SURVEYAPP_NEW_PASSWORD"


def first_password(name: str) -> str:
    """Return the password for a new account."""
    return _good(_from(VARIABLE, N_("Password"), twice=True), name)


def present_password(name: str) -> str:
    """Return the password of an existing account."""
    return _from(VARIABLE, N_("Password of {name}"), name=name)


def new_password(name: str) -> str:
    """Return a password chosen now by the person, so that the creator of the account does not know it."""
    return _good(
        _from(NEW_VARIABLE, N_("New password of {name}, which nobody else knows"), twice=True, name=name), name
    )


def _from(variable: str, words: str, *, twice: bool = False, **values: str) -> str:
    if given := os.environ.get(variable):
        return given
    again = _("The same password again") if twice else False
    typed: str = click.prompt(_(words).format(**values), hide_input=True, confirmation_prompt=again)
    return typed


def _good(password: str, name: str) -> str:
    if len(password) < SHORTEST:
        raise Fault(N_("The password is too short. Please use {number} characters or more."), number=SHORTEST)
    if len(password) > LONGEST:
        raise Fault(N_("The password is too long. Please use {number} characters at most."), number=LONGEST)
    if is_guessable(password, name):
        raise Fault(GUESSABLE)
    return password
