"""Staff: people of the operator's who sign in and hold no account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Lower

from kosmos.ledger.services import allocate_ids
from kosmos.subscribers.acts import Act
from kosmos.subscribers.errors import BadStaffMember, LastAdministrator, LoginTaken, UnknownStaffMember
from kosmos.subscribers.models import SignIn, SignInEventKind, StaffMember, StaffRole
from kosmos.subscribers.rules import LONGEST_LOGIN
from kosmos.subscribers.services.acts import note_act
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
    judge_member(login, name, role)
    try:
        with transaction.atomic():
            member = make_member(login, name, role)
            after = {"login": login, "name": name, "role": role}
            note_act(Act.STAFF_ADDED, now=now, subject="staff_member", object_id=member.pk, after=after)
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
    UnknownStaffMember, BadStaffMember, LastAdministrator.
    """
    found = staff_member(login).pk
    member = locked_staff(Q(pk=found))[found]
    judge_member(member.sign_in.login, member.name, member.role if role is None else role)
    if active is False or (role or member.role) != StaffRole.ADMINISTRATOR:
        one_stays(member)
    changes, was = [], {"role": member.role, "active": member.sign_in.is_active}
    if role is not None and StaffMember.objects.filter(pk=member.pk).exclude(role=role).update(role=role):
        changes.append(f"role {member.role} to {role}")
    if active is not None and SignIn.objects.filter(pk=member.pk, is_active=not active).update(is_active=active):
        changes.append("switched on" if active else "switched off")
    if changes:
        end_other_sessions(member.sign_in, keep="")
        _note_change(
            member, was, {"role": role or member.role, "active": was["active"] if active is None else active}, now
        )
        write_event(SignInEventKind.SESSIONS_ENDED, member.sign_in, NOWHERE, now, reason=", ".join(changes))
    return bool(changes)


def reset_factor(login: str, *, now: datetime) -> bool:
    """Drop the second factor of a member of staff who lost the phone and the recovery codes; False if none was on.

    He is signed out everywhere and sets up a new one at the next sign-in; the audit has it. UnknownStaffMember.
    """
    member = staff_member(login)
    with transaction.atomic():
        dropped = drop_second_factor(member.sign_in, now)
        if dropped:
            note_act(Act.STAFF_FACTOR_RESET, now=now, subject="staff_member", object_id=member.pk)
    return dropped


def make_member(login: str, name: str, role: str) -> StaffMember:
    """Add a member of staff without a password, in the caller's transaction. LoginTaken."""
    if SignIn.objects.annotate(login_key=Lower("login")).filter(login_key=Lower(Value(login))).exists():
        raise LoginTaken(f"Somebody signs in as {login} already.", login=login)
    sign_in = SignIn.objects.create(id=allocate_ids("sign_in", 1)[0], login=login, password=UNUSABLE)
    return StaffMember.objects.create(sign_in=sign_in, name=name, role=role)


def judge_member(login: str, name: str, role: str) -> None:
    """See that a member of staff can be so. BadStaffMember with the field that is wrong."""
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


def locked_staff(beside: Q | None = None) -> dict[int, StaffMember]:
    """Lock all administrators, and who else is wanted, in one order; they, by id."""
    wanted = Q(role=StaffRole.ADMINISTRATOR) | (beside or Q())
    people = StaffMember.objects.select_related("sign_in").select_for_update().filter(wanted).order_by("pk")
    return {one.pk: one for one in people}


def administers(member: StaffMember) -> bool:
    """Whether somebody can make others administrators."""
    return member.role == StaffRole.ADMINISTRATOR and member.sign_in.is_active


def one_stays(member: StaffMember) -> None:
    """See that somebody besides him administers; the administrators are locked. LastAdministrator."""
    others = StaffMember.objects.filter(role=StaffRole.ADMINISTRATOR, sign_in__is_active=True).exclude(pk=member.pk)
    if administers(member) and not others.exists():
        raise LastAdministrator("Nobody else is an administrator: add another one first.")


def _note_change(member: StaffMember, was: dict[str, object], now_is: dict[str, object], now: datetime) -> None:
    """The lines of the audit for what was done at the command line, by nobody of the staff."""
    acts = {
        "role": Act.STAFF_ROLE_CHANGED,
        "active": Act.STAFF_SWITCHED_ON if now_is["active"] else Act.STAFF_SWITCHED_OFF,
    }
    for field in (name for name in acts if was[name] != now_is[name]):
        before, after = {field: was[field]}, {field: now_is[field]}
        note_act(acts[field], now=now, subject="staff_member", object_id=member.pk, before=before, after=after)
