"""surveyapp box open"""

import click

from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.speaking import SpeakingCommand, SpeakingGroup
from surveyapp.faults import N_, Fault


@click.group("box", cls=SpeakingGroup, help=N_("The ballot box of a study."))
def command() -> None: ...


@command.command("open", cls=SpeakingCommand, help=N_("Open the box of a study."))
@click.argument("study", metavar="STUDY")
def open_command(study: str) -> None:
    with installation():
        loaded_study(study)
    raise Fault(
        N_("There is no box to open: this version does not seal ballots yet, and answers are readable as they arrive.")
    )
