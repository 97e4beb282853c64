"""Two subscribers of the rulebook's example, and staff of several roles."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override

from kosmos.backoffice.guards import CONFIRMED, mark_of_factor
from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.services.signing import sign_contract
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.signing_world import NOW, connected, details, world
from kosmos.portal.tests.clocks import set_clock
from kosmos.portal.tests.story import told
from kosmos.portal.words import plans
from kosmos.subscribers.models import SecondFactor, SignIn, StaffMember
from kosmos.wording import typography

SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        yield


@pytest.fixture
def anna(db: None) -> Client:
    """A subscriber's browser."""
    client = Client()
    client.force_login(told())
    return client


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """The browser of a member of staff with a role, called by it."""

    def browser(role: str) -> Client:
        number = 1_000 + SignIn.objects.count()
        sign_in = SignIn.objects.create(id=number, login=role, password="!", must_change_password=False)
        StaffMember.objects.create(sign_in=sign_in, name=role.title(), role=role)
        return at_work(sign_in)

    return browser


def at_work(sign_in: SignIn) -> Client:
    """The browser of somebody of the staff who gave password and code."""
    now = datetime.now(UTC)
    SecondFactor.objects.create(sign_in=sign_in, secret="-", begun_at=now, confirmed_at=now)
    client = Client()
    client.force_login(sign_in)
    kept = client.session
    kept[CONFIRMED] = mark_of_factor(SignIn.objects.get(pk=sign_in.pk))
    kept.save()
    return client


@pytest.fixture
def account_id(db: None) -> int:
    """Anna's account: she paid 200.00 and her plan runs."""
    world()
    set_clock(NOW)
    signed = sign_contract(connected().id, details(), key="k", by=staff("sonya"), now=NOW)
    post_payments([NewPayment(signed.account_id, 200_00, "r")], now=NOW)
    return signed.account_id
