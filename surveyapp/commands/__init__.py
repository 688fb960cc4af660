"""The command ``surveyapp``. Each subcommand has its own module, imported when called: most need no web or database."""

from importlib import import_module
from typing import NamedTuple

import click

from analysis.commands import LONGEST_LINE
from forms.languages import LANGUAGES
from forms.loading.problems import StudyFaults
from surveyapp.commands.terminal.translated_commands import SurveyappGroup, _, choose, language
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.process_hardening import forbid_core_files


class Entry(NamedTuple):
    """``module`` holds the command; ``help``: its description, so that the list of commands imports none of them."""

    module: str
    help: str


COMMANDS = {
    "init": Entry(
        "surveyapp.commands.server.init", N_("Make the instance folder, its keys and the database; safe to repeat.")
    ),
    "demo": Entry(
        "surveyapp.commands.demo.demo",
        N_("See the Khánh Hòa pilot live: forms, synthetic answers, a report and the running server."),
    ),
    "serve": Entry("surveyapp.commands.server.serve", N_("Run the server.")),
    "study": Entry("surveyapp.commands.studies.study", N_("Check a study, load it, and move it from state to state.")),
    "codes": Entry("surveyapp.commands.studies.codes", N_("Make access codes.")),
    "simulate": Entry(
        "surveyapp.commands.demo.simulate",
        N_("Let synthetic respondents with a known truth answer the real pages; only for a study in rehearsal."),
    ),
    "box": Entry("surveyapp.commands.studies.box", N_("The ballot box of a study.")),
    "export": Entry(
        "surveyapp.commands.studies.export",
        N_(
            "Write the answers with their codebook for other programs; for researchers only. What may be passed on is "
            "made with --for-others."
        ),
    ),
    "report": Entry(
        "surveyapp.commands.studies.report", N_("Write the report of a study as HTML and Word, with its figures.")
    ),
    "backup": Entry(
        "surveyapp.commands.server.backup",
        N_("Write everything, encrypted, to a new file: the database as it is now and the keys. The server may run."),
    ),
    "restore": Entry(
        "surveyapp.commands.server.restore",
        N_("Restore a backup into the instance folder and the database. Please stop the server first."),
    ),
    "user": Entry("surveyapp.commands.staff.user", N_("Accounts of staff.")),
    "audit": Entry("surveyapp.commands.staff.audit", N_("The log of what staff did.")),
    "maintenance": Entry(
        "surveyapp.commands.server.maintenance",
        N_(
            "Delete the answers of studies after the day until which they were to be kept, remove saved forms whose "
            "weeks are over, and wipe what was deleted. The running server keeps saved forms by itself; the answers of "
            "studies are deleted by this command only."
        ),
    ),
    "routes": Entry("surveyapp.commands.server.routes", N_("List every route with its realm, methods and permission.")),
}
"""The commands by name, in the order of the help."""


class _Commands(SurveyappGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        found: click.Command = import_module(entry.module).command
        found.help = entry.help
        return found

    def described(self, ctx: click.Context) -> list[tuple[str, str]]:
        say = self.words(ctx)
        commands = {name: click.Command(name, help=say(entry.help)) for name, entry in COMMANDS.items()}
        return [(name, command.get_short_help_str(LONGEST_LINE)) for name, command in commands.items()]

    def invoke(self, ctx: click.Context) -> object:
        """Run a command. For invalid input print the message and exit with code 1."""
        # Most commands handle keys, passphrases or answers.
        forbid_core_files()
        try:
            return super().invoke(ctx)
        except Fault as fault:
            click.echo(fault.in_words(_), err=True)
        except StudyFaults as faults:
            for problem in faults.problems:
                click.echo(problem.in_words(language()), err=True)
        return ctx.exit(1)


@click.group(
    cls=_Commands, help=N_("Ask a study's questions, keep the answers safe, and compare the groups that answered.")
)
@click.option(
    "--language",
    "chosen",
    type=click.Choice(list(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, parameter, value: choose(value),
    help=N_("Language of the messages."),
)
@click.version_option(package_name="surveyapp")
def main() -> None: ...
