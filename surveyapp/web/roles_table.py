"""The table of routes and roles for docs/roles.md; a test compares the page with the program."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from surveyapp.web.permissions import PERMISSIONS, PUBLIC, STAFF, STANDINGS, may

ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Return an account of a standing, for no particular study."""

    standing: str
    name: str = ""


class Listed(Protocol):
    """A route as listed by the command ``routes``."""

    @property
    def rule(self) -> str: ...
    @property
    def realm(self) -> str: ...
    @property
    def methods(self) -> list[str]: ...
    @property
    def permission(self) -> str | None: ...


def roles_table(routes: Iterable[Listed]) -> str:
    """Return both tables as Markdown: the permissions of each standing, and who may open which route."""
    names = (ANYBODY, *STANDINGS)
    permissions = sorted(PERMISSIONS.keys() - {PUBLIC, STAFF})
    return "\n\n".join(
        (
            _table(("permission", *STANDINGS), ([f"`{name}`", *_marks(STANDINGS, name)] for name in permissions)),
            _table(
                ("realm", "route", "methods", "permission", *names),
                (
                    [
                        route.realm,
                        f"`{route.rule}`",
                        " ".join(route.methods),
                        f"`{route.permission}`",
                        *_marks(names, route.permission or ""),
                    ]
                    for route in routes
                ),
            ),
        )
    )


def _marks(names: Iterable[str], permission: str) -> list[str]:
    people = (None if name == ANYBODY else Somebody(name) for name in names)
    return ["yes" if may(person, permission) else "–" for person in people]


def _table(head: Iterable[str], rows: Iterable[list[str]]) -> str:
    cells = list(head)
    lines = [cells, ["---"] * len(cells), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
