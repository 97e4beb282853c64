"""How many statements are sent to the database, by Django's queries and by kosmos.kernel.sql alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The texts of the statements that are sent inside, but for those that begin and end transactions."""
    sent: list[str] = []
    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany

    def executing(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        sent.append(str(query))
        return execute(self, query, *args, **options)

    def executing_many(self: Any, query: Any, many: Any, **options: Any) -> Any:
        sent.append(str(query))
        return executemany(self, query, many, **options)

    with (
        patch.object(psycopg.Cursor, "execute", executing),
        patch.object(psycopg.Cursor, "executemany", executing_many),
    ):
        yield sent
    sent[:] = [text for text in sent if not text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
