"""Administrators and their colleagues' sign-ins."""

import uuid

import pytest

from kosmos.subscribers import services
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.errors import (
    BadStaffMember,
    LastAdministrator,
    LoginTaken,
    NoLongerAdministrator,
    SheetPrinted,
    StaffChanged,
    StaffIsOneself,
    StaffSwitchedOff,
    UnknownStaffMember,
    WrongSignIn,
)
from kosmos.subscribers.models import OpenSession, SecondFactor, SignIn, StaffMember
from kosmos.subscribers.services import Administrator, Origin, add_staff_member, mark_of_member
from kosmos.subscribers.tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashing")]
DESK = Origin("192.0.2.7", "Firefox")


def member(login: str, role: str) -> StaffMember:
    return add_staff_member(login=login, name=login.title(), role=role, now=NOW)[0]


@pytest.fixture
def by() -> Administrator:
    return Administrator(member("pavel", "administrator"), NOW, DESK)


def acts() -> list[str]:
    by_somebody = AuditRecord.objects.filter(staff__isnull=False).order_by("at", "action")
    return list(by_somebody.values_list("action", flat=True))


def begun(one: StaffMember) -> None:
    services.begin_session(one.sign_in, key=uuid.uuid4().hex, origin=DESK, now=NOW)


def test_somebody_is_hired_once_for_a_form_and_gets_a_sheet(by: Administrator) -> None:
    hired, fresh = services.hire(by, login=" vera ", name="Вера  Ким", role="agent", key="k")
    assert (hired.sign_in.login, hired.name, fresh) == ("vera", "Вера Ким", True)
    assert services.hire(by, login="vera", name="Вера Ким", role="agent", key="k") == (hired, False)
    line = AuditRecord.objects.get(staff=by.staff)
    assert (line.action, line.subject, line.object_id) == (Act.STAFF_ADDED, "staff_member", str(hired.pk))
    assert line.after == {"login": "vera", "name": "Вера Ким", "role": "agent", "form": "k"}
    assert line.address == "192.0.2.7"
    with pytest.raises(LoginTaken):
        services.hire(by, login="VERA", name="Другая", role="agent", key="k2")
    with pytest.raises(BadStaffMember):
        services.hire(by, login="oleg", name="Олег", role="king", key="k3")
    printed = services.print_member_sheet(by, hired.pk, key="s", reason="first")
    entered = services.sign_in_staff(login="vera", password=printed.password, origin=DESK, devices={}, now=NOW)
    assert entered == hired.sign_in and entered.must_change_password


def test_a_new_role_ends_the_sessions_and_is_in_the_audit(by: Administrator) -> None:
    vera = member("vera", "agent")
    begun(vera)
    assert services.change_member(by, vera.pk, name="Вера Ким", role="sales", seen=mark_of_member(vera))
    assert not OpenSession.objects.exists()
    assert StaffMember.objects.get(pk=vera.pk).role == "sales"
    lines = AuditRecord.objects.filter(staff=by.staff)
    assert {(one.action, str(one.before), str(one.after)) for one in lines} == {
        ("staff_renamed", "{'name': 'Vera'}", "{'name': 'Вера Ким'}"),
        ("staff_role_changed", "{'role': 'agent'}", "{'role': 'sales'}"),
    }
    assert not services.change_member(by, vera.pk, name="Вера Ким", role="sales", seen="old")


def test_the_second_of_two_administrators_sees_what_the_first_did(by: Administrator) -> None:
    vera = member("vera", "agent")
    seen = mark_of_member(vera)
    services.change_member(by, vera.pk, name="Vera", role="sales", seen=seen)
    with pytest.raises(StaffChanged):
        services.change_member(by, vera.pk, name="Vera", role="finance", seen=seen)
    with pytest.raises(StaffChanged):
        services.switch_member(by, vera.pk, active=False, reason="", seen=seen)


def test_who_leaves_is_out_at_once_and_comes_in_no_more(by: Administrator) -> None:
    vera, password = add_staff_member(login="vera", name="Вера", role="agent", now=NOW)
    begun(vera)
    assert services.switch_member(by, vera.pk, active=False, reason="Уволилась", seen=mark_of_member(vera))
    assert not OpenSession.objects.exists()
    with pytest.raises(WrongSignIn):
        services.sign_in_staff(login="vera", password=password, origin=DESK, devices={}, now=NOW)
    with pytest.raises(StaffSwitchedOff):
        services.print_member_sheet(by, vera.pk, key="k", reason="lost")
    assert acts() == [Act.STAFF_SWITCHED_OFF]
    assert not services.switch_member(by, vera.pk, active=False, reason="", seen="")
    off = StaffMember.objects.select_related("sign_in").get(pk=vera.pk)
    assert services.switch_member(by, vera.pk, active=True, reason="", seen=mark_of_member(off))
    assert SignIn.objects.get(pk=vera.pk).is_active


def test_sessions_factor_and_password(by: Administrator) -> None:
    vera, old = add_staff_member(login="vera", name="Вера", role="agent", now=NOW)
    begun(vera)
    begun(vera)
    assert services.end_member_sessions(by, vera.pk) == 2 and services.end_member_sessions(by, vera.pk) == 0
    SecondFactor.objects.create(sign_in=vera.sign_in, secret="-", begun_at=NOW, confirmed_at=NOW)
    assert services.reset_member_factor(by, vera.pk) and not services.reset_member_factor(by, vera.pk)
    printed = services.print_member_sheet(by, vera.pk, key="k", reason="lost")
    assert printed.password != old
    with pytest.raises(SheetPrinted):
        services.print_member_sheet(by, vera.pk, key="k", reason="lost")
    assert sorted(acts()) == [Act.STAFF_FACTOR_RESET, Act.STAFF_SESSIONS_ENDED, Act.STAFF_SHEET_PRINTED]


def test_nobody_acts_on_himself(by: Administrator) -> None:
    member("rita", "administrator")
    mine, seen = by.staff.pk, mark_of_member(by.staff)
    for act in (
        lambda: services.change_member(by, mine, name="Я", role="agent", seen=seen),
        lambda: services.switch_member(by, mine, active=False, reason="", seen=seen),
        lambda: services.end_member_sessions(by, mine),
        lambda: services.reset_member_factor(by, mine),
        lambda: services.print_member_sheet(by, mine, key="k", reason="lost"),
    ):
        with pytest.raises(StaffIsOneself):
            act()
    with pytest.raises(UnknownStaffMember):
        services.end_member_sessions(by, 999_999)


@pytest.mark.parametrize("change", [{"role": "agent"}, {"active": False}])
def test_the_last_administrator_stays(by: Administrator, change: dict[str, object]) -> None:
    with pytest.raises(LastAdministrator):
        services.change_staff_member("pavel", **change, now=NOW)  # type: ignore[arg-type]
    rita = member("rita", "administrator")
    assert services.change_staff_member("pavel", **change, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(NoLongerAdministrator):
        services.end_member_sessions(by, rita.pk)
