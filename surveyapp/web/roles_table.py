"""The declared matrix of routes and roles, as docs/roles.md shows it; a test holds page and program together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from surveyapp.web.permissions import PERMISSIONS, PUBLIC, STAFF, STANDINGS, may

ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account of a standing, in no study in particular."""

    standing: str
    name: str = ""


class Listed(Protocol):
    """A route as the command ``routes`` lists it."""

    @property
    def rule(self) -> str: ...
    @property
    def realm(self) -> str: ...
    @property
    def methods(self) -> list[str]: ...
    @property
    def permission(self) -> str | None: ...


def roles_table(routes: Iterable[Listed]) -> str:
    """Both tables as Markdown: what each standing holds, and which may open which route."""
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
