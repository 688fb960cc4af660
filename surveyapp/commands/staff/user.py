"""surveyapp user add|consent"""

import click

from surveyapp.accounts.changes import AccountExistsError, add_account
from surveyapp.accounts.researchers.consent import ConsentFault, consent_by_passphrases, sealed_studies
from surveyapp.accounts.second_step import second_factor
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal.passphrases import passphrase
from surveyapp.commands.terminal.passwords import first_password, new_password
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, SurveyappGroup, language, say
from surveyapp.instance.faults import N_, Fault
from surveyapp.studies.study_keys import WrongPassphraseError
from surveyapp.web.permissions import RESEARCHER, ROLES


@click.group("user", cls=SurveyappGroup)
def command() -> None: ...


@command.command(
    cls=SurveyappCommand,
    help=N_("Add an account. The password is asked for, or taken from SURVEYAPP_PASSWORD by scripts."),
)
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help=N_("Role of the account."))
def add(name: str, role: str) -> None:
    with installation():
        try:
            add_account(name, role, first_password(name), language())
        except AccountExistsError:
            raise Fault(N_("An account named {name} already exists."), name=name) from None
    say(N_("The account {name} is ready."), name=name)
    if role == RESEARCHER:
        say(
            N_(
                "It waits for the rights of a researcher. Another researcher agrees on the staff pages; or somebody "
                "who knows the passphrases of all studies runs: surveyapp user consent {name}; or the first study is "
                "begun with: surveyapp study open STUDY --researcher {name}"
            ),
            name=name,
        )


@command.command(
    cls=SurveyappCommand,
    help=N_(
        "Give an account the rights of a researcher, using the passphrases or recovery sheets of all studies. "
        "The account gets a new password, and its second step is turned off."
    ),
)
@click.argument("name")
def consent(name: str) -> None:
    with installation():
        typed = {study: passphrase(study) for study in sealed_studies()}
        try:
            account = consent_by_passphrases(name, typed, new_password(name))
        except WrongPassphraseError:
            raise ConsentFault(N_("A passphrase is wrong. Nothing was changed.")) from None
        if account.second_factor is not None:
            second_factor.turn_off(account.name)
    say(N_("{name} has the rights of a researcher now."), name=account.name)
