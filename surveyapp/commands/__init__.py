"""The command ``surveyapp``. Each subcommand has its own module, imported when called: most need no web or database."""

from importlib import import_module

import click

from forms.languages import LANGUAGES
from forms.loading.problems import StudyFaults
from surveyapp.commands.terminal.translated_commands import SurveyappGroup, _, choose, language
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.process_hardening import forbid_core_files

COMMANDS = {
    "init": "surveyapp.commands.server.init",
    "demo": "surveyapp.commands.demo.demo",
    "serve": "surveyapp.commands.server.serve",
    "study": "surveyapp.commands.studies.study",
    "codes": "surveyapp.commands.studies.codes",
    "simulate": "surveyapp.commands.demo.simulate",
    "box": "surveyapp.commands.studies.box",
    "export": "surveyapp.commands.studies.export",
    "report": "surveyapp.commands.studies.report",
    "backup": "surveyapp.commands.server.backup",
    "restore": "surveyapp.commands.server.restore",
    "user": "surveyapp.commands.staff.user",
    "audit": "surveyapp.commands.staff.audit",
    "maintenance": "surveyapp.commands.server.maintenance",
    "routes": "surveyapp.commands.server.routes",
}
"""The name of a command to its module, in the order of the help."""


class _Commands(SurveyappGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name]).command
        return found

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
