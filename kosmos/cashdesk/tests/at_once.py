"""A thing done several times at the same time, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from kosmos.kernel.errors import DomainError

AT_ONCE = 4


def at_once(act: Callable[[], object]) -> list[str]:
    """What came of each: "done", or what refused it."""

    def run(_: int) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))
