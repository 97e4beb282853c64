"""Fixtures of the tests of requests: two subscribers with an account each, and an agent."""

import pytest

from kosmos.catalogue.models import Operator
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.tests.people import person


@pytest.fixture
def account_id(db: None) -> int:
    """Anna's account; Boris's is the next ten's."""
    return people()


@pytest.fixture
def agent(db: None) -> StaffMember:
    """Who answers."""
    return staff("vera")


def people() -> int:
    """An operator, Anna and Boris; the id of Anna's account."""
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")
    person(1, "anna")
    person(2, "boris")
    return 10


def staff(login: str) -> StaffMember:
    """A member of staff."""
    number = 1_000 + SignIn.objects.count()
    sign_in = SignIn.objects.create(id=number, login=login, password="!", must_change_password=False)
    return StaffMember.objects.create(sign_in=sign_in, name=login.title(), role="agent")
