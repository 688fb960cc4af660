"""The queries that DuckDB and PostgreSQL both understand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.sources.engines.engine import Roles


def name(column: str) -> str:
    """A column or table name in quotation marks."""
    return '"' + column.replace('"', '""') + '"'


def text(column: str | None) -> str:
    """The text of a cell, ``''`` for NULL and for ``None``."""
    return "''" if column is None else f"coalesce(CAST({name(column)} AS VARCHAR), '')"


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def distinct(column: str | None, table: str) -> str:
    """The different texts of a column."""
    return f"SELECT DISTINCT {text(column)} AS a FROM {table}"  # noqa: S608


def counts(column: str | None, roles: Roles, table: str, row: str = "") -> str:
    """People by text, group and cluster; ``row``: an expression of the row number, for the first row of each."""
    first = f", min({row}) AS r" if row else ""
    keys = f"{text(column)} AS a, {text(roles[0])} AS b, {text(roles[1])} AS c"
    return f"SELECT {keys}, count(*) AS n{first} FROM {table} GROUP BY 1, 2, 3"  # noqa: S608


def scores(points: Mapping[str, Mapping[str, int]], roles: Roles, table: str) -> str:
    """People by group, cluster, sum of points and number of columns with points."""
    cases = [
        f"CASE {text(column)} {' '.join(f'WHEN {_literal(word)} THEN {value}' for word, value in of_text.items())} END"
        for column, of_text in points.items()
    ]
    each = ", ".join(f"{case} AS p{number}" for number, case in enumerate(cases))
    total = " + ".join(f"coalesce(p{number}, 0)" for number in range(len(cases)))
    answered = " + ".join(f"CASE WHEN p{number} IS NULL THEN 0 ELSE 1 END" for number in range(len(cases)))
    person = f"SELECT {text(roles[0])} AS b, {text(roles[1])} AS c, {each} FROM {table}"  # noqa: S608
    scored = f"SELECT b, c, {total} AS points, {answered} AS answered FROM ({person}) AS person"  # noqa: S608
    return f"SELECT b, c, points, answered, count(*) AS n FROM ({scored}) AS scored GROUP BY 1, 2, 3, 4"  # noqa: S608


def rows(columns: Sequence[str | None], table: str) -> str:
    """The texts of the columns of every row."""
    listed = ", ".join(f"{text(column)} AS c{number}" for number, column in enumerate(columns))
    return f"SELECT {listed} FROM {table}"  # noqa: S608
