"""Every test of the pages begins in Russian, and knows nothing of an operator before it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from kosmos.portal.tests.paying import world
from kosmos.portal.words import plans
from kosmos.subscribers.models import SignIn
from kosmos.wording import typography


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        yield


@pytest.fixture
def account_id(db: None) -> int:
    """An account that is blocked with money on it, and whose holder can sign in."""
    return world()


@pytest.fixture
def owner(account_id: int, client: Client) -> Client:
    """The holder's own browser."""
    client.force_login(SignIn.objects.get(login="anna"))
    return client
