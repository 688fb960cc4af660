"""surveyapp maintenance"""

from datetime import UTC, date, datetime

import click
from flask import current_app

from surveyapp.ballot_box.drafts.draft_expiry import keep_drafts
from surveyapp.ballot_box.opening.log_ending import end_log, missing_grants
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal import asking
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, say
from surveyapp.data_files.keeping.kept_files import KEPT_DAYS, delete_expired_files
from surveyapp.fieldwork.destruction import deleting_destroys
from surveyapp.instance.faults import N_, Fault
from surveyapp.lifecycle.deletion import delete_answers, expired, is_anything_unwiped, wipe
from surveyapp.results.releases.release_store import release_store


@click.command("maintenance", cls=SurveyappCommand)
@asking.YES
def command(yes: bool) -> None:
    with installation():
        if files := delete_expired_files():
            say(
                N_("Uploaded files that were kept for {days} days are deleted: {number}."), days=KEPT_DAYS, number=files
            )
        deleted = _delete_expired(yes)
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
        if deleted:
            _tell_of_backups()
    say(N_("Saved forms were kept as long as promised, and nothing is left of those that are gone."))


def today_here() -> date:
    """Return the date in UTC. It begins later than in Viet Nam, so nothing is deleted too early."""
    return datetime.now(UTC).date()


def _delete_expired(yes: bool) -> bool:
    """Delete answers whose last day of keeping has passed. Returns whether there were any."""
    today = today_here()
    due = expired(today)
    for loaded in due:
        study, last_day = loaded.study.id, loaded.study.delete_after
        # The day was promised to the respondents, so a nightly run needs no confirmation. At a terminal the command
        # asks, because the clock of the machine may be wrong.
        question = _("Today is {today}. Delete the answers of {study}, which were kept until {date}?")
        words = question.format(today=today, study=study, date=last_day)
        asking.confirm(words, deleting_destroys(study), yes=yes or not asking.at_terminal())
        delete_answers(loaded, today)
        release_store().forget(study)
        say(N_("{study}: the answers were kept until {date} and are deleted."), study=study, date=last_day)
    if is_anything_unwiped() and not wipe():
        raise Fault(
            N_(
                "The answers are deleted, but the tables could not be rewritten or the log not ended, so that files of "
                "the database may still hold them. Please run this command again; docs/ballot-box.md says what to "
                "look at.\n{grants}"
            ),
            grants="\n".join(missing_grants()),
        )
    return bool(due)


def _tell_of_backups() -> None:
    """Backups are encrypted and cannot be searched, so they are listed."""
    say(N_("Backups made before still hold these answers. Please destroy them."))
    for file in sorted(current_app.extensions["settings"].instance.glob("replaced-*.backup")):
        click.echo(f"  {file}")
