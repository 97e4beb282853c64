"""Set-based statements: kept in a feature's sql/ folder, run with server-side binding and prepared plans."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
from django.db import connection
from psycopg.rows import dict_row, tuple_row

from kosmos.kernel.pipeline import Rows, run_each

Statement = tuple[LiteralString, Mapping[str, object]]
"""What is to be run, and with which values."""


@cache
def statement(feature: str, name: str) -> LiteralString:
    """The text of kosmos/FEATURE/sql/NAME.sql."""
    folder = Path(import_module(f"kosmos.{feature}").__file__ or "").parent / "sql"
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def _raw() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def execute(text: LiteralString, parameters: Mapping[str, object]) -> int:
    """Run a statement on the current connection, in its transaction; the number of rows it touched."""
    with connection.wrap_database_errors, psycopg.Cursor(_raw()) as cursor:
        return cursor.execute(text, parameters, prepare=True).rowcount


def execute_each(text: LiteralString, many: Iterable[Mapping[str, object]]) -> None:
    """Run a statement once for each set of parameters, in order, without waiting for one before sending the next."""
    with connection.wrap_database_errors, psycopg.Cursor(_raw()) as cursor:
        cursor.executemany(text, many)


def rows(text: LiteralString, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Run a statement and fetch all its rows as tuples."""
    with connection.wrap_database_errors, psycopg.Cursor(_raw(), row_factory=tuple_row) as cursor:
        return cursor.execute(text, parameters, prepare=True).fetchall()


def rows_of_each(*asked: Statement) -> list[Rows]:
    """Run statements in order, without waiting for one before sending the next; all rows of each.

    Lists are no values here: `array` and `texts` write them.
    """
    with connection.wrap_database_errors:
        return run_each(_raw(), asked)


def records(text: LiteralString, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Run a statement and fetch all its rows by column name."""
    with connection.wrap_database_errors, psycopg.Cursor(_raw(), row_factory=dict_row) as cursor:
        return cursor.execute(text, parameters, prepare=True).fetchall()


def array(values: Iterable[int | date | str | None]) -> str:
    """Numbers, days, truths or instants as PostgreSQL writes an array; for thousands, some times faster than a list."""
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"


def texts(values: Iterable[str]) -> str:
    """Texts as PostgreSQL writes an array of them, likewise."""
    quoted = list(values)
    every = "".join(quoted)
    if "\\" in every or '"' in every:
        quoted = [value.replace("\\", r"\\").replace('"', r"\"") for value in quoted]
    return '{"' + '","'.join(quoted) + '"}' if quoted else "{}"


def copy(target: LiteralString, lines: Iterable[tuple[object, ...]]) -> None:
    """COPY rows into "table (columns)", in the current transaction."""
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(_raw()) as cursor,
        cursor.copy(f"COPY {target} FROM STDIN") as sink,
    ):
        for line in lines:
            sink.write_row(line)
