"""surveyapp maintenance"""

import click

from surveyapp.ballot_box.draft_expiry import keep_drafts
from surveyapp.ballot_box.log_ending import end_log, missing_grants
from surveyapp.commands.installation import installation
from surveyapp.commands.translated_commands import SpeakingCommand, say
from surveyapp.instance.faults import N_, Fault


@click.command(
    "maintenance",
    cls=SpeakingCommand,
    help=N_(
        "Remove saved forms whose weeks are over, and wipe what was deleted. The running server does it by itself."
    ),
)
def command() -> None:
    with installation():
        if not keep_drafts():
            raise Fault(N_("The log of the database is in use and was not emptied. Please run this command again."))
        if not end_log():
            raise Fault(
                N_(
                    "Saved forms were kept as long as promised, but PostgreSQL's log was not ended and still holds "
                    "those that are gone, locked by their codes. Please see docs/ballot-box.md, and give the rights "
                    "that are missing:\n{grants}"
                ),
                grants="\n".join(missing_grants()) or "–",
            )
    say(N_("Saved forms were kept as long as promised, and nothing is left of those that are gone."))
