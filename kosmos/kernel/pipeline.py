"""Statements that are sent in one go and waited for once: libpq's pipeline, without an object for each step of it.

psycopg's own pipeline waits and takes stock several times for each statement, which costs a batch of payments a third
of its time in Python. Every statement is prepared once for a connection; values go as the texts that PostgreSQL reads.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from select import POLLIN, POLLOUT, poll
from typing import Any

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Rows = list[tuple[Any, ...]]
_PLACE = re.compile(r"%\((\w+)\)s|%%")
_WELL = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
_numbers = count()
Key = tuple[bytes, tuple[int, ...]]


def run_each(raw: psycopg.Connection[Any], asked: Sequence[tuple[str, Mapping[str, object]]]) -> list[Rows]:
    """Run statements in order, in the connection's transaction: all rows of each. psycopg.Error of the first bad."""
    pgconn, prepared = raw.pgconn, raw._prepared  # what psycopg knows to be prepared, kept by both
    with raw.lock:
        if prepared._to_flush:
            raw.wait(prepared.maintain_gen(raw))
        names = prepared._names
        pgconn.enter_pipeline_mode()
        try:
            coming = _sent(pgconn, asked, names, begin=not raw.autocommit)
            results = _heard(pgconn, coming)
        finally:
            pgconn.exit_pipeline_mode()
    bad = next((result for result in results if result.status not in _WELL), None)
    if bad is not None:
        for made, result in zip(coming, results, strict=True):
            if made and result.status not in _WELL:
                names.pop((made, ()), None)
        raise psycopg.errors.error_from_result(bad)
    return [_rows(raw, result) for made, result in zip(coming, results, strict=True) if made is None]


def _sent(
    pgconn: PGconn, asked: Sequence[tuple[str, Mapping[str, object]]], names: OrderedDict[Key, bytes], *, begin: bool
) -> list[bytes | None]:
    """Send all; for each answer to come None if it is a statement's, else what was made ready."""
    coming: list[bytes | None] = []
    if begin and pgconn.transaction_status == TransactionStatus.IDLE:
        pgconn.send_query_params(b"BEGIN", None)
        coming.append(b"")
    for text, values in asked:
        query, places = _numbered(text)
        name = names.get((query, ()))
        if name is None:
            name = names[query, ()] = b"kosmos_%d" % next(_numbers)
            pgconn.send_prepare(name, query)
            coming.append(query)
        said = [None if (value := values[place]) is None else str(value).encode() for place in places]
        pgconn.send_query_prepared(name, said)
        coming.append(None)
    pgconn.pipeline_sync()
    return coming


def _heard(pgconn: PGconn, coming: Sequence[bytes | None]) -> list[PGresult]:
    """Wait for all answers."""
    results: list[PGresult] = []
    for _ in coming:
        while (result := _next(pgconn)) is not None:
            results.append(result)
    _next(pgconn)
    return results


def _next(pgconn: PGconn) -> PGresult | None:
    if pgconn.is_busy():
        waiting = poll()
        while pgconn.is_busy():
            waiting.register(pgconn.socket, POLLIN | (POLLOUT if pgconn.flush() else 0))
            waiting.poll()
            pgconn.consume_input()
    return pgconn.get_result()


@cache
def _numbered(text: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with numbers for the names of its values, and the names in that order."""
    places: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${places.setdefault(found[1], len(places) + 1)}" if found[1] else "%"

    return _PLACE.sub(number, text).encode(), tuple(places)


def _rows(raw: psycopg.Connection[Any], result: PGresult) -> Rows:
    if result.status != ExecStatus.TUPLES_OK:
        return []
    loaded = Transformer(raw)
    loaded.set_pgresult(result)
    return loaded.load_rows(0, result.ntuples, tuple)
