"""surveyapp audit check|show"""

import click

from surveyapp.audit.queries import check_log, count_lines, newest_lines
from surveyapp.audit.words import FAULTS, details_in_words
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, SurveyappGroup, say
from surveyapp.instance.faults import N_, Fault


@click.group("audit", cls=SurveyappGroup)
def command() -> None: ...


@command.command(cls=SurveyappCommand, help=N_("Check that no line of the log was removed or changed."))
def check() -> None:
    with installation():
        fault, number = check_log(), count_lines()
    if fault:
        raise Fault(FAULTS[fault.kind], line=fault.seq)
    say(N_("The log is whole: {number} lines."), number=number)


@command.command(cls=SurveyappCommand, help=N_("Show the newest lines of the log, the newest last."))
@click.option("-n", "number", type=click.IntRange(1, 100_000), default=50, show_default=True)
def show(number: int) -> None:
    with installation():
        lines = newest_lines(number)
    for line in reversed(lines):
        details = details_in_words(line.details)
        click.echo(f"{line.seq:>6}  {line.when}  {line.who:<16}  {line.act:<26}  {line.object}  {details}")
