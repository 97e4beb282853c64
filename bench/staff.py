"""The browser of one of the staff, for pages whose speed is measured."""

from datetime import UTC, datetime

from django.test import Client

from kosmos.backoffice.guards import CONFIRMED, mark_of_factor
from kosmos.subscribers.models import SecondFactor, SignIn, StaffMember

ABOVE_ALL = 2**62
"""The number of the sign-in, which no filled one has."""


def browser_of(role: str) -> Client:
    """The browser of the only one of the staff, in a role, who gave password and code."""
    now = datetime.now(UTC)
    sign_in = SignIn.objects.create(id=ABOVE_ALL, login=f"bench-{role}", must_change_password=False)
    StaffMember.objects.create(sign_in=sign_in, name=role.title(), role=role)
    SecondFactor.objects.create(sign_in=sign_in, secret="-", begun_at=now, confirmed_at=now)  # noqa: S106
    client = Client(SERVER_NAME="localhost")
    client.force_login(sign_in)
    kept = client.session
    kept[CONFIRMED] = mark_of_factor(SignIn.objects.get(pk=ABOVE_ALL))
    kept.save()
    return client
