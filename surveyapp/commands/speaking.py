"""The language of commands: ``--language``, else that of the terminal, else the default one."""

import os
from contextvars import ContextVar
from typing import Any

import click

from forms.languages import known_language
from surveyapp.languages import translate

_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """The language of this run."""
    if chosen := _language.get():
        return chosen
    terminal = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return known_language(terminal)


def choose(chosen: str | None) -> None:
    _language.set(chosen)


def _(text: str) -> str:
    """The text in the language of this run."""
    return translate(text, language())


def say(text: str, **values: object) -> None:
    """Print a text of the catalogue with its places filled."""
    click.echo(_(text).format(**values))


class SpeakingCommand(click.Command):
    """A command whose help texts are keys of the catalogue, translated when they are shown."""

    def get_help(self, ctx: click.Context) -> str:
        _translate_help(self)
        for parameter in self.params:
            _translate_help(parameter)
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        _translate_help(self)
        return super().get_short_help_str(limit=80)


class SpeakingGroup(SpeakingCommand, click.Group):
    """A group of such commands."""


def _translate_help(thing: Any) -> None:
    text = getattr(thing, "help", None)
    if text:
        # The key is kept, since one process may speak both languages.
        thing.help_key = getattr(thing, "help_key", text)
        thing.help = _(thing.help_key)
