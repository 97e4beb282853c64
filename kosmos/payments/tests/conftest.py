"""Fixtures of the payments' tests."""

from collections.abc import Iterator

import pytest

from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.tests import world


@pytest.fixture
def order(db: None) -> Order:
    """An order of 25.00 by an account with nothing on it."""
    world.operator()
    return world.order_of(world.account())


@pytest.fixture
def provider() -> Iterator[world.Provider]:
    """A provider that answers, wired as the rail; nothing is known to it until a test says so."""
    wired = list(base._found)
    with world.provider() as told:
        base.find_rails_with(lambda _: world.rail(told.url))
        yield told
    base._found[:] = wired
