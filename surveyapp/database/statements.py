"""Statements of SQLAlchemy Core for the driver's own cursors, compiled to text once for each database.

Executing them through a SQLAlchemy connection would cost several times as much as the storing of a ballot
(benchmarks/results/answering.md).
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

Inserting = Callable[..., Any]
"""``insert`` of a dialect, which knows ON CONFLICT."""

_PSYCOPG: Any = psycopg.dialect
_DIALECTS: Mapping[str, Any] = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": _PSYCOPG()}
_INSERT: Mapping[str, Inserting] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Statement:
    """A statement whose parameters (``bindparam``) are given by name.

    ``expression``: the statement, or a function that makes it with the ``insert`` of the dialect. Row locks
    (``with_for_update``) have no effect on SQLite, which has one writer at a time.
    """

    def __init__(self, expression: Executable | Callable[[Inserting], Executable]) -> None:
        self._expression = expression
        self._compiled: dict[str, tuple[str, Mapping[str, Any]]] = {}

    def of(self, dialect: str) -> tuple[str, Mapping[str, Any]]:
        """Return the SQL text for a database and the constants in it, by the names of their parameters."""
        if dialect not in self._compiled:
            compiled: Any = self.expression(dialect)
            compiled = compiled.compile(dialect=_DIALECTS[dialect])
            constants = {name: value for name, value in compiled.params.items() if value is not None}
            self._compiled[dialect] = str(compiled), constants
        return self._compiled[dialect]

    def expression(self, dialect: str) -> Executable:
        """Return the Core statement for a database, to be executed through a SQLAlchemy connection."""
        made = self._expression
        return made if isinstance(made, Executable) else made(_INSERT[dialect])
