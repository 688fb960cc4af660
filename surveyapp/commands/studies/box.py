"""surveyapp box open"""

import click

from surveyapp.ballot_box.opening.open_box import Opening, keys_of_box, open_box
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.terminal.asking import YES, confirm
from surveyapp.commands.terminal.passphrases import passphrase
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, SurveyappGroup, _, say
from surveyapp.fieldwork.destruction import last_opening_destroys
from surveyapp.instance.faults import N_


@click.group("box", cls=SurveyappGroup)
def command() -> None: ...


@command.command(
    "open",
    cls=SurveyappCommand,
    help=N_("Open the box of a study; while the field is open, as far as nobody can be told by it."),
)
@click.argument("study", metavar="STUDY")
@YES
def open_command(study: str, yes: bool) -> None:
    with installation():
        loaded = loaded_study(study)
        keys_of_box(study)  # before the passphrase is asked for
        if destroyed := last_opening_destroys(loaded):
            confirm(_("Open the box of {study} for the last time?").format(study=study), destroyed, yes=yes)
        opening = open_box(study, passphrase(study))
    say(N_("Fingerprint of the key: {fingerprint}"), fingerprint=loaded.fingerprint)
    tell(opening, loaded.study.thresholds.with_floors.opening)


def tell(opening: Opening, least: int) -> None:
    """Print the result of an opening. ``least``: ballots of a group that an agency needs to be opened."""
    say(N_("{number} ballots were opened."), number=opening.opened)
    if opening.pooled:
        say(
            N_("{number} of them came from agencies with fewer than {least} and are pooled by level."),
            number=opening.pooled,
            least=least,
        )
    if opening.waiting:
        say(
            N_(
                "{number} stay sealed until the study is closed: groups with one person per agency, and agencies with "
                "fewer than {least} new ballots."
            ),
            number=opening.waiting,
            least=least,
        )
    if opening.unreadable:
        say(N_("{number} ballots are damaged and cannot be read; they stay in the box."), number=opening.unreadable)
    if opening.newer:
        say(
            N_(
                "{number} ballots were sealed by a newer version of the program and stay in the box. Please update the "
                "program and open the box again."
            ),
            number=opening.newer,
        )
    if fault := opening.fault:
        raise fault
