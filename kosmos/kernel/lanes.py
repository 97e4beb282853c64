"""Work on several connections at once: each lane is a thread with a connection of its own to the database."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Item = TypeVar("Item")
Done = TypeVar("Done")


def in_lanes(work: Callable[[Item], Done], items: Iterable[Item], *, lanes: int) -> Iterator[Done]:
    """What comes of each item, in the items' order; one lane is the caller's own thread and connection.

    If one fails, those that have not begun are left.
    """
    if lanes == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(lanes) as pool:
        try:
            yield from pool.map(work, items)
        finally:
            together = Barrier(lanes)
            list(pool.map(lambda _: _close(together), range(lanes)))


def _close(together: Barrier) -> None:
    """Close a thread's connection, once every thread is at its own: none closes two of them."""
    together.wait()
    connection.close()
