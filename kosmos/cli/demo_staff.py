"""The demo's staff, made and printed."""

from datetime import date, timedelta

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.cli.demo_members import AGENT, SECRET, STAFF
from kosmos.cli.demo_people import INITIAL_PASSWORD, PASSWORD
from kosmos.kernel.days import start_of
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services import add_staff_member, set_password, set_second_factor


@transaction.atomic
def create_staff(today: date) -> None:
    """Add the staff as in the morning of ``today``, once."""
    if SignIn.objects.filter(login=AGENT).exists():
        return
    morning = start_of(today, operator_zone()) + timedelta(hours=9)
    for one in STAFF:
        member, _ = add_staff_member(login=one.login, name=one.name, role=one.role, now=morning)
        set_password(member.sign_in, INITIAL_PASSWORD if one.new else PASSWORD, morning, must_change=one.new)
        if not one.new:
            set_second_factor(member.sign_in, secret=SECRET, now=morning)


def staff_lines(address: str) -> str:
    """Where the staff sign in and with what, for the demo's table of people."""
    old = ", ".join(f"{one.login} ({one.role})" for one in STAFF if not one.new)
    new = ", ".join(one.login for one in STAFF if one.new)
    key = " ".join(SECRET[at : at + 4] for at in range(0, len(SECRET), 4))
    return (
        f"{address}staff/  the staff's pages, password {PASSWORD}: {old}\n"
        f"  their codes: kosmos staff code LOGIN, or this key in an app: {key}\n"
        f"  {new}: password {INITIAL_PASSWORD} (to be changed), and no app yet: it is set up at the first sign-in"
    )
