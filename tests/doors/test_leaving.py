"""Whoever loses his role, or is let out, is refused on his very next request: pages, fragments, files and forms."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from kosmos.backoffice.roles import MAY
from kosmos.portal.words import plans
from kosmos.subscribers.models import OpenSession, SecondFactor, SignIn, StaffMember
from kosmos.subscribers.sealing import seal
from kosmos.subscribers.services import Administrator, mark_of_member, set_password
from kosmos.subscribers.services.staffing import change_member, end_member_sessions, switch_member
from kosmos.wording import typography
from tests.doors.matrix import lines, path_of
from tests.doors.test_matrix import FORBIDDEN, SIGN_IN, WAYS, _go, _seen
from tests.doors.world import World

pytestmark = pytest.mark.django_db
NOW, OWN = datetime.now(UTC), "синий-чайник-42"
SECRET = pyotp.random_base32()
ENTRY, CODE = "/staff/sign-in/", "/staff/sign-in/code/"


@pytest.fixture
def world() -> Iterator[World]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        yield World()


def visits(world: World, role: str, functions: set[str]) -> Iterator[tuple[str, str]]:
    """What each address that needs one of the functions answers to a role's browser, asked in every way it knows."""
    for line in lines().values():
        if line.who in functions:
            for method, fragment in (way for way in WAYS if way[0] in line.methods):
                with transaction.atomic():
                    path = path_of(line, world.thing(line.thing).own)
                    seen = _seen(_go(world.browsers[role], path, method, fragment=fragment))
                    transaction.set_rollback(True)
                yield f"{line.place} {method}{' fragment' if fragment else ''}", seen


@pytest.mark.parametrize("role", ["agent", "cashier", "finance", "administrator"])
def test_a_role_taken_away_opens_nothing_more(world: World, role: str) -> None:
    StaffMember.objects.filter(role=role).update(role="technician")
    gone = {function for function, roles in MAY.items() if role in roles and "technician" not in roles}
    assert [one for one, seen in visits(world, role, gone) if seen != FORBIDDEN] == []


@pytest.mark.parametrize("role", ["agent", "cashier"])
def test_whoever_is_switched_off_is_a_stranger(world: World, role: str) -> None:
    SignIn.objects.filter(staff_member__role=role).update(is_active=False)
    assert [one for one, seen in visits(world, role, {*MAY, "staff"}) if seen != SIGN_IN] == []


def half_entered(world: World) -> tuple[StaffMember, Client, str]:
    """An agent whose password was right, and whose code, which is asked for now, would be too."""
    agent = world.staff["agent"]
    set_password(agent.sign_in, OWN, NOW)
    sealed = seal(SECRET, owner=f"second factor {agent.pk}")
    SecondFactor.objects.filter(sign_in=agent.sign_in).update(secret=sealed)
    browser = Client()
    entered = browser.post(ENTRY, {"login": agent.sign_in.login, "password": OWN})
    assert entered.headers["Location"] == CODE
    return StaffMember.objects.select_related("sign_in").get(pk=agent.pk), browser, pyotp.TOTP(SECRET).now()


def by(world: World) -> Administrator:
    return Administrator(world.staff["administrator"], NOW)


def test_a_code_that_is_right_opens(world: World) -> None:
    _agent, browser, code = half_entered(world)
    browser.post(CODE, {"code": code})
    assert browser.get("/staff/requests/").status_code == 200


def test_whoever_was_let_out_between_password_and_code_stays_out(world: World) -> None:
    agent, browser, code = half_entered(world)
    switch_member(by(world), agent.pk, active=False, reason="Уволился", seen=mark_of_member(agent))
    assert browser.post(CODE, {"code": code}).headers["Location"].startswith(ENTRY)
    assert browser.get("/staff/requests/").headers["Location"].startswith(ENTRY)
    assert not OpenSession.objects.filter(sign_in=agent.sign_in).exists()


def test_whoever_lost_his_role_between_password_and_code_comes_in_without_it(world: World) -> None:
    agent, browser, code = half_entered(world)
    change_member(by(world), agent.pk, name=agent.name, role="editor", seen=mark_of_member(agent))
    browser.post(CODE, {"code": code})
    assert browser.get("/staff/requests/").status_code == 403
    assert browser.get("/staff/articles/").status_code == 200


def test_sessions_that_the_administrator_ends_are_over(world: World) -> None:
    agent, browser, code = half_entered(world)
    browser.post(CODE, {"code": code}, headers={"User-Agent": "Firefox"})
    kept = OpenSession.objects.get(sign_in=agent.sign_in)
    assert (kept.address, kept.device) == ("127.0.0.1", "Firefox")
    assert end_member_sessions(by(world), agent.pk) == 1
    for method, fragment in WAYS:
        assert _seen(_go(browser, "/staff/sessions/", method, fragment=fragment)) == SIGN_IN
