"""A small demo, played in the tests' own database."""

from collections.abc import Iterator
from contextlib import contextmanager

from kosmos.charging.queries import account_view
from kosmos.charging.tests.audit_world import emptied
from kosmos.cli.demo import play_on, prepare
from kosmos.cli.demo_people import PEOPLE
from kosmos.kernel.clock import now

HOLDINGS = [holding for person in PEOPLE for holding in person.accounts]


@contextmanager
def played(days: int | None) -> Iterator[None]:
    """The demo after its first start, with so many days played; everything is empty afterwards."""
    with emptied():
        prepare(20)
        assert play_on(days) is not None
        yield


def states() -> dict[str, str]:
    """Every account's state in the engine's own eyes."""
    return {holding.number: account_view(holding.number, now=now()).state for holding in HOLDINGS}
