"""Staff: people of the operator's who sign in and hold no account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from kosmos.ledger.services import allocate_ids
from kosmos.subscribers.errors import BadStaffMember, LoginTaken
from kosmos.subscribers.models import SignIn, StaffMember, StaffRole
from kosmos.subscribers.rules import LONGEST_LOGIN
from kosmos.subscribers.services.lists import UNUSABLE
from kosmos.subscribers.services.passwords import issue_password


def add_staff_member(*, login: str, name: str, role: str, now: datetime) -> tuple[StaffMember, str]:
    """Add a member of staff; he, and his first password, which is returned this once and kept nowhere.

    BadStaffMember for what cannot be a login, a name or a role; LoginTaken, and nothing added, if somebody has it.
    """
    login, name = login.strip(), " ".join(name.split())
    _judge(login, name, role)
    try:
        with transaction.atomic():
            member = _add(login, name, role)
            return member, issue_password(member.sign_in, now)
    except IntegrityError:
        raise LoginTaken(f"Somebody signs in as {login} already.", login=login) from None


def _add(login: str, name: str, role: str) -> StaffMember:
    if SignIn.objects.annotate(login_key=Lower("login")).filter(login_key=Lower(Value(login))).exists():
        raise LoginTaken(f"Somebody signs in as {login} already.", login=login)
    sign_in = SignIn.objects.create(id=allocate_ids("sign_in", 1)[0], login=login, password=UNUSABLE)
    return StaffMember.objects.create(sign_in=sign_in, name=name, role=role)


def _judge(login: str, name: str, role: str) -> None:
    wrong = {
        "login": not login
        or len(login) > LONGEST_LOGIN
        or any(sign.isspace() or not sign.isprintable() for sign in login),
        "name": not name or not name.isprintable(),
        "role": role not in StaffRole.values,
    }
    for field, holds in wrong.items():
        if holds:
            raise BadStaffMember(f"This cannot be a staff member's {field}.", field=field)
