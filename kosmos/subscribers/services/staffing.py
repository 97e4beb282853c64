"""What an administrator does about his colleagues' sign-ins; each act is in the audit, and holds from the next page on.

Nobody acts on himself, and one administrator always stays. All administrators are locked first, so two who would
remove each other at once go one after the other, and the second has lost his role by then.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from kosmos.subscribers.access import AccessSheet
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.errors import (
    LoginTaken,
    NoLongerAdministrator,
    SheetPrinted,
    StaffChanged,
    StaffIsOneself,
    StaffSwitchedOff,
    UnknownStaffMember,
)
from kosmos.subscribers.models import SignInEventKind, StaffMember
from kosmos.subscribers.rules import INITIAL_PASSWORD_DAYS
from kosmos.subscribers.services.acts import note_act
from kosmos.subscribers.services.audit import NOWHERE, Origin, write_event
from kosmos.subscribers.services.second_factor import drop_second_factor
from kosmos.subscribers.services.sessions import end_other_sessions
from kosmos.subscribers.services.sheets import Printed, print_sheet
from kosmos.subscribers.services.staff import administers, judge_member, locked_staff, make_member, one_stays

SUBJECT = "staff_member"


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who acts, when and from where."""

    staff: StaffMember
    now: datetime
    origin: Origin = NOWHERE


def mark_of_member(member: StaffMember) -> str:
    """What tells one state of a member of staff from another: a form carries it."""
    state = f"{member.name}\n{member.role}\n{member.sign_in.is_active}"
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def hire(by: Administrator, *, login: str, name: str, role: str, key: str) -> tuple[StaffMember, bool]:
    """Add a member of staff, once for each form; he, and whether this form had not added him before.

    He cannot sign in until a sheet with his first password is printed. BadStaffMember, LoginTaken,
    NoLongerAdministrator.
    """
    login, name = login.strip(), " ".join(name.split())
    judge_member(login, name, role)
    try:
        with transaction.atomic():
            _lock_administrators(by)
            if before := _hired_by(by, key):
                return before, False
            member = make_member(login, name, role)
            _note(Act.STAFF_ADDED, by, member, after={"login": login, "name": name, "role": role, "form": key})
    except IntegrityError:
        raise LoginTaken(f"Somebody signs in as {login} already.", login=login) from None
    return member, True


@transaction.atomic
def change_member(by: Administrator, member_id: int, *, name: str, role: str, seen: str) -> bool:
    """Give a member of staff another name or role; a new role ends his sessions. False if all is so already.

    StaffIsOneself, LastAdministrator, StaffChanged, BadStaffMember, UnknownStaffMember, NoLongerAdministrator.
    """
    member, name = _locked(by, member_id), " ".join(name.split())
    if (member.name, member.role) == (name, role):
        return False
    _as_seen(member, seen)
    judge_member(member.sign_in.login, name, role)
    was = {"name": member.name, "role": member.role}
    if role != member.role:
        one_stays(member)
    member.name, member.role = name, role
    member.save(update_fields=["name", "role"])
    if was["name"] != name:
        _note(Act.STAFF_RENAMED, by, member, before={"name": was["name"]}, after={"name": name})
    if was["role"] != role:
        _note(Act.STAFF_ROLE_CHANGED, by, member, before={"role": was["role"]}, after={"role": role})
        _sign_out(by, member, f"role {was['role']} to {role}")
    return True


@transaction.atomic
def switch_member(by: Administrator, member_id: int, *, active: bool, reason: str, seen: str) -> bool:
    """Let a member of staff out at once, or in again: his next request leads to the sign-in. False if it is so already.

    StaffIsOneself, LastAdministrator, StaffChanged, UnknownStaffMember, NoLongerAdministrator.
    """
    member = _locked(by, member_id)
    if member.sign_in.is_active == active:
        return False
    _as_seen(member, seen)
    if not active:
        one_stays(member)
    member.sign_in.is_active = active
    member.sign_in.save(update_fields=["is_active"])
    act = Act.STAFF_SWITCHED_ON if active else Act.STAFF_SWITCHED_OFF
    _note(act, by, member, before={"active": not active}, after={"active": active}, reason=reason)
    _sign_out(by, member, "switched on" if active else "switched off")
    return True


@transaction.atomic
def end_member_sessions(by: Administrator, member_id: int) -> int:
    """End all sessions of a member of staff; their number.

    StaffIsOneself, UnknownStaffMember, NoLongerAdministrator.
    """
    member = _locked(by, member_id)
    ended = end_other_sessions(member.sign_in, keep="")
    if ended:
        _note(Act.STAFF_SESSIONS_ENDED, by, member, before={"sessions": ended}, after={"sessions": 0})
        write_event(SignInEventKind.SESSIONS_ENDED, member.sign_in, NOWHERE, by.now, reason=_by(by))
    return ended


@transaction.atomic
def reset_member_factor(by: Administrator, member_id: int) -> bool:
    """Drop the second factor of whoever lost his phone; False if none was on. His sessions end.

    A new one is set up at the next sign-in. StaffIsOneself, UnknownStaffMember, NoLongerAdministrator.
    """
    member = _locked(by, member_id)
    dropped = drop_second_factor(member.sign_in, by.now)
    if dropped:
        _note(Act.STAFF_FACTOR_RESET, by, member, before={"second_factor": True}, after={"second_factor": False})
    return dropped


@transaction.atomic
def print_member_sheet(by: Administrator, member_id: int, *, key: str, reason: str) -> Printed:
    """Issue a new one-time password on a sheet, once for each form; the one before is dead, and all sessions end.

    SheetPrinted, SheetReasonMissing, StaffSwitchedOff, StaffIsOneself, UnknownStaffMember, NoLongerAdministrator.
    """
    member = _locked(by, member_id)
    _not_printed(key)
    if not member.sign_in.is_active:
        raise StaffSwitchedOff
    printed = print_sheet(
        member.sign_in,
        key=key,
        by=by.staff,
        reason=reason,
        days=INITIAL_PASSWORD_DAYS,
        now=by.now,
        origin=by.origin,
        proven=True,
    )
    _note(Act.STAFF_SHEET_PRINTED, by, member, after={"expires_at": printed.expires_at}, reason=reason)
    return printed


def _locked(by: Administrator, member_id: int) -> StaffMember:
    """The member of staff as he is now, locked together with all administrators."""
    found = _lock_administrators(by, Q(pk=member_id)).get(member_id)
    if found is None:
        raise UnknownStaffMember("No member of staff has this number.")
    if found.pk == by.staff.pk:
        raise StaffIsOneself
    return found


def _lock_administrators(by: Administrator, beside: Q | None = None) -> dict[int, StaffMember]:
    """Lock the administrators, and who else is wanted; they, by id. NoLongerAdministrator."""
    found = locked_staff(beside)
    acting = found.get(by.staff.pk)
    if acting is None or not administers(acting):
        raise NoLongerAdministrator
    return found


def _as_seen(member: StaffMember, seen: str) -> None:
    if mark_of_member(member) != seen:
        raise StaffChanged


def _hired_by(by: Administrator, key: str) -> StaffMember | None:
    """Whom the same form added before."""
    done = AuditRecord.objects.filter(staff=by.staff, action=Act.STAFF_ADDED, after__form=key).first()
    return StaffMember.objects.select_related("sign_in").get(pk=int(done.object_id)) if done else None


def _not_printed(key: str) -> None:
    if AccessSheet.objects.filter(key=key).exists():
        raise SheetPrinted


def _sign_out(by: Administrator, member: StaffMember, why: str) -> None:
    end_other_sessions(member.sign_in, keep="")
    write_event(SignInEventKind.SESSIONS_ENDED, member.sign_in, NOWHERE, by.now, reason=f"{why} {_by(by)}")


def _by(by: Administrator) -> str:
    return f"by {by.staff.sign_in.login}"


def _note(
    act: Act,
    by: Administrator,
    member: StaffMember,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    note_act(
        act,
        now=by.now,
        staff=by.staff,
        origin=by.origin,
        subject=SUBJECT,
        object_id=member.pk,
        before=before,
        after=after,
        reason=reason,
    )
