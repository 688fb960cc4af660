"""surveyapp user add"""

import os

import click

from surveyapp.accounts.changes import AccountExistsError, add_account
from surveyapp.accounts.passwords import SHORTEST
from surveyapp.commands.installation import installation
from surveyapp.commands.speaking import SpeakingCommand, SpeakingGroup, _, language, say
from surveyapp.faults import N_, Fault
from surveyapp.guessable_secrets import GUESSABLE, is_guessable
from surveyapp.permissions import ROLES

PASSWORD_VARIABLE = "SURVEYAPP_PASSWORD"  # noqa: S105 - a name, not a password


@click.group("user", cls=SpeakingGroup, help=N_("Accounts of staff."))
def command() -> None: ...


@command.command(
    cls=SpeakingCommand,
    help=N_("Add an account. The password is asked for, or taken from SURVEYAPP_PASSWORD by scripts."),
)
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help=N_("What the person may do."))
def add(name: str, role: str) -> None:
    with installation():
        password = os.environ.get(PASSWORD_VARIABLE) or click.prompt(
            _("Password"), hide_input=True, confirmation_prompt=_("The same password again")
        )
        if len(password) < SHORTEST:
            raise Fault(N_("The password is too short. Please use {number} characters or more."), number=SHORTEST)
        if is_guessable(password, name):
            raise Fault(GUESSABLE)
        try:
            add_account(name, role, password, language())
        except AccountExistsError:
            raise Fault(N_("There is an account {name} already."), name=name) from None
    say(N_("The account {name} is ready."), name=name)
