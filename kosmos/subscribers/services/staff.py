"""Staff: people of the operator's who sign in and hold no account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from kosmos.ledger.services import allocate_ids
from kosmos.subscribers.errors import BadStaffMember, LoginTaken, UnknownStaffMember
from kosmos.subscribers.models import SignIn, SignInEventKind, StaffMember, StaffRole
from kosmos.subscribers.rules import LONGEST_LOGIN
from kosmos.subscribers.services.audit import NOWHERE, write_event
from kosmos.subscribers.services.lists import UNUSABLE
from kosmos.subscribers.services.passwords import issue_password
from kosmos.subscribers.services.second_factor import drop_second_factor
from kosmos.subscribers.services.sessions import end_other_sessions


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


def staff_member(login: str) -> StaffMember:
    """The member of staff who signs in so. UnknownStaffMember."""
    people = StaffMember.objects.select_related("sign_in").annotate(login_key=Lower("sign_in__login"))
    found = people.filter(login_key=Lower(Value(login.strip()))).first()
    if found is None:
        raise UnknownStaffMember(f"No member of staff signs in as {login}.", login=login)
    return found


@transaction.atomic
def change_staff_member(login: str, *, role: str | None = None, active: bool | None = None, now: datetime) -> bool:
    """Give a member of staff another role, or switch the sign-in off or on; it holds from the next page on.

    He is signed out everywhere, and the audit says why. False, and nothing written, if it is so already.
    UnknownStaffMember, BadStaffMember.
    """
    member = staff_member(login)
    _judge(member.sign_in.login, member.name, member.role if role is None else role)
    changes = []
    if role is not None and StaffMember.objects.filter(pk=member.pk).exclude(role=role).update(role=role):
        changes.append(f"role {member.role} to {role}")
    if active is not None and SignIn.objects.filter(pk=member.pk, is_active=not active).update(is_active=active):
        changes.append("switched on" if active else "switched off")
    if changes:
        end_other_sessions(member.sign_in, keep="")
        write_event(SignInEventKind.SESSIONS_ENDED, member.sign_in, NOWHERE, now, reason=", ".join(changes))
    return bool(changes)


def reset_factor(login: str, *, now: datetime) -> bool:
    """Drop the second factor of a member of staff who lost the phone and the recovery codes; False if none was on.

    He is signed out everywhere and sets up a new one at the next sign-in; the audit has it. UnknownStaffMember.
    """
    return drop_second_factor(staff_member(login).sign_in, now)


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
