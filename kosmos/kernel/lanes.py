"""Work on several connections at once: each lane is a thread with a connection of its own to the database."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
            list(pool.map(lambda _: connection.close(), range(lanes * 4)))
