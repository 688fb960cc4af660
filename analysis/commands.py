"""Commands whose help is in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from analysis.sources import known_kinds
from analysis.translation import N_, translator
from forms.languages import DEFAULT_LANGUAGE, LANGUAGES, known_language

_LANGUAGE = "analysis.language"
SHOW_HELP = N_("Show this message and exit.")
SHOW_VERSION = N_("Show the version and exit.")
LONGEST_LINE = 120
"""Maximum length of a command's description in the list of commands."""


def terminal_language() -> str:
    """The language of the terminal, or the default one."""
    return known_language(next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), ""))


class TranslatedCommand(click.Command):
    """A command whose help texts are keys of a catalogue, translated when they are shown."""

    def language(self, ctx: click.Context) -> str:
        """The reader's language."""
        return str(ctx.meta.get(_LANGUAGE) or terminal_language())

    def words(self, ctx: click.Context) -> Callable[[str], str]:
        """The function from a key to the text in the reader's language."""
        return translator(self.language(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse ``--language`` first, because ``--help`` may precede it."""
        for at, argument in enumerate(args):
            name, equals, value = argument.partition("=")
            value = value if equals else "".join(args[at + 1 : at + 2])
            if name == "--language" and value in LANGUAGES:
                ctx.meta[_LANGUAGE] = value
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help in the reader's language."""
        say = self.words(ctx)
        _translate_help(self, say)
        for parameter in self.params:
            _translate_help(parameter, say)
            if isinstance(parameter, click.Option) and parameter.help == SHOW_VERSION:
                parameter.help = translator(self.language(ctx))(SHOW_VERSION)
        return super().get_help(ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line of the usage."""
        say = translator(self.language(ctx))
        pieces = [say(N_("[OPTIONS]")) if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say(N_("Usage:")) + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their descriptions; for a group the commands as well."""
        say = translator(self.language(ctx))
        rows = [row for parameter in self.get_params(ctx) if (row := parameter.get_help_record(ctx)) is not None]
        with formatter.section(say(N_("Options"))):
            formatter.write_dl([(name, say(text) if text == SHOW_HELP else text) for name, text in rows])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of such commands."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, each with a one-line description."""
        with formatter.section(translator(self.language(ctx))(N_("Commands"))):
            formatter.write_dl(self.described(ctx))

    def described(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The names of the commands and their one-line descriptions."""
        say, rows = self.words(ctx), []
        for name in self.list_commands(ctx):
            if (command := self.get_command(ctx, name)) is not None:
                _translate_help(command, say)
                rows.append((name, command.get_short_help_str(LONGEST_LINE)))
        return rows


def _translate_help(thing: Any, say: Callable[[str], str]) -> None:
    text = getattr(thing, "help", None)
    if text:
        # Restore the key afterwards: one process may serve several languages.
        thing.help_key = getattr(thing, "help_key", text)
        thing.help = say(thing.help_key).replace("{kinds}", known_kinds())


def language_of(ctx: click.Context) -> str:
    """The language of a command while its options are parsed."""
    return str(ctx.meta.get(_LANGUAGE) or DEFAULT_LANGUAGE)
