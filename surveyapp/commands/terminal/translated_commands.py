"""The language of commands: ``--language``, else that of the terminal, else the default one."""

from collections.abc import Callable
from contextvars import ContextVar

import click

from analysis.commands import TranslatedCommand, TranslatedGroup, terminal_language
from surveyapp.translation import translate

_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return the language of this run."""
    if chosen := _language.get():
        return chosen
    return terminal_language()


def choose(chosen: str | None) -> None:
    _language.set(chosen)


def _(text: str) -> str:
    """Return the text in the language of this run."""
    return translate(text, language())


def say(text: str, **values: object) -> None:
    """Print a text of the catalogue with its placeholders filled."""
    click.echo(_(text).format(**values))


class SurveyappCommand(TranslatedCommand):
    """A command whose help texts are message ids of the catalogue."""

    def language(self, ctx: click.Context) -> str:
        return language()

    def words(self, ctx: click.Context) -> Callable[[str], str]:
        return _


class SurveyappGroup(SurveyappCommand, TranslatedGroup):
    """A group of such commands."""
