"""Every address, as everybody: what tests/doors/matrix.toml says is so, and nothing is there that it does not name."""

import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, cast

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils.translation import override

from kosmos.backoffice.roles import MAY
from kosmos.kernel.models import DemoClock
from kosmos.portal.tests.paying import NOBODYS, NUMBER
from kosmos.portal.words import plans
from kosmos.subscribers.models import StaffRole
from kosmos.wording import typography
from tests.doors.matrix import FILE, Line, addresses, lines, path_of, read
from tests.doors.world import OTHER, OWNER, THINGS, UNCONFIRMED, VISITOR, World

OPEN, SIGN_IN, FIRST, BROKEN = "open", "sent to sign in", "sent to password or code", "broken"
FORBIDDEN, ABSENT, METHOD, AWAY = "403", "404", "405", "503"
SUBSCRIBERS, STAFF = {OWNER, OTHER}, frozenset(StaffRole.values)
SIGN_INS, FIRSTS = ("/sign-in/", "/staff/sign-in/"), ("/staff/second-factor/", "/staff/password/")
BEFORE_THE_CODE = {"staff:second-factor"}
"""Pages that staff see before their second factor is set up."""
ACCOUNT = {"account", "account?"}
ANYBODY = (VISITOR, OWNER, StaffRole.ADMINISTRATOR.value)
"""Who goes to pages that ask nobody who he is."""
WAYS = [(method, fragment) for method in ("get", "post") for fragment in (False, True)]
ONLY = os.environ.get("MATRIX", "")
"""Looks only at addresses whose names begin so, such as staff:visit: for whoever adds one."""
ADD = f"add a line to {FILE.name}: what it says is written at its top"


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    plans.forget_names()
    typography.zone.cache_clear()
    with override("ru"):
        yield


@dataclass(frozen=True, slots=True)
class Try:
    """One visit: by whom, how, and to whose thing."""

    line: Line
    person: str
    method: str
    fragment: bool
    own: bool

    def __str__(self) -> str:
        """In words, for whoever has to mend it."""
        whose = "" if not self.line.thing else " own" if self.own else " foreign"
        fragment = ", fragment" if self.fragment else ""
        return f"{self.line.place}: {self.person} {self.method.upper()}{fragment}{whose} {self.line.thing}".rstrip()


def test_no_address_is_without_a_line_and_no_line_without_an_address() -> None:
    there, told = set(addresses()), set(lines())
    missing = [f"{name}: {ADD}" for name in sorted(there - told)]
    assert not missing, "\n" + "\n".join(missing)
    assert not told - there, f"{FILE.name} names what is not there: {sorted(told - there)}"


def test_every_line_says_something_known() -> None:
    known = {"everybody", "subscriber", "staff", "demo", "machine", *read()["functions"]}
    assert not {f"{one.place}: {one.who}" for one in lines().values() if one.who not in known}
    assert not {f"{one.place}: {one.thing}" for one in lines().values() if one.thing and one.thing not in THINGS}


def test_the_functions_are_those_of_the_code() -> None:
    assert {name: set(roles) for name, roles in read()["functions"].items()} == {
        name: set(roles) for name, roles in MAY.items()
    }


@pytest.mark.django_db
def test_everybody_may_what_the_matrix_says_and_nothing_else() -> None:
    there, world = addresses(), World()
    looked_at = [line for line in lines().values() if line.place in there and line.place.startswith(ONLY)]
    wrong = [fault for line in looked_at for fault in _faults(world, line)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.django_db
def test_outside_the_demo_its_pages_are_not_there() -> None:
    world = World()
    DemoClock.objects.all().delete()
    wrong = []
    for line in (one for one in lines().values() if one.who == "demo"):
        for person in (VISITOR, OWNER, "administrator"):
            for method in ("get", "post"):
                answer = _go(world.browsers[person], path_of(line, world.thing(line.thing).own), method, fragment=False)
                if answer.status_code not in {403, 404, 405}:
                    wrong.append(f"{line.place}: {person} {method} {answer.status_code}")
    assert not wrong


def _faults(world: World, line: Line) -> Iterator[str]:
    """What is not as the line says; whatever the visits wrote is undone."""
    for person in ANYBODY if line.who in {"everybody", "demo"} else world.browsers:
        for method, fragment in WAYS:
            for own in (True, False) if line.thing and _may(line, person) else (True,):
                with transaction.atomic():
                    fault = _fault(world, Try(line, person, method, fragment, own))
                    transaction.set_rollback(True)
                if fault:
                    yield fault


def _fault(world: World, one: Try) -> str:
    thing = world.thing(one.line.thing)
    path = path_of(one.line, thing.own if one.own else thing.foreign)
    if one.line.thing in ACCOUNT:
        path += f"?account={NUMBER if one.own else NOBODYS}"
    browser = world.browsers[one.person]
    answer = _go(browser, path, one.method, fragment=one.fragment)
    seen, allowed = _seen(answer), expected(one)
    if seen not in allowed:
        return f"{one}: {seen} ({answer.status_code}), not {' or '.join(sorted(allowed))}"
    if OPEN not in allowed and NUMBER in _text(answer):
        return f"{one}: the refusal tells of the account"
    if one.line.thing in ACCOUNT and one.person == OTHER and one.own:
        nobodys = _go(browser, path.replace(NUMBER, NOBODYS), one.method, fragment=one.fragment)
        return "" if _text(nobodys) == _text(answer) else f"{one}: answers otherwise than for a number that is nobody's"
    return ""


def expected(one: Try) -> set[str]:
    """How such a visit may end."""
    line, person = one.line, one.person
    if one.method not in line.methods:
        return {METHOD, *_refusals(line, person)}
    if not _may(line, person):
        return set(_refusals(line, person))
    if line.thing and (not one.own or (line.who == "subscriber" and person == OTHER)):
        return {ABSENT}
    way_on = {SIGN_IN} if line.who == "everybody" else set()
    return way_on | ({OPEN} if one.method == "get" and not line.thing.endswith("?") else {OPEN, ABSENT})


def _may(line: Line, person: str) -> bool:
    if line.who in {"everybody", "demo"}:
        return True
    if line.who == "machine":
        return False
    if line.who == "subscriber":
        return person in SUBSCRIBERS
    if person == UNCONFIRMED:
        return line.place in BEFORE_THE_CODE
    return person in STAFF and (line.who == "staff" or person in read()["functions"][line.who])


def _refusals(line: Line, person: str) -> list[str]:
    """How somebody is refused who may not see a page."""
    if line.who == "everybody":
        return []
    if line.who in {"demo", "machine"}:
        return [FORBIDDEN, ABSENT, METHOD, *([OPEN, AWAY] if line.who == "machine" else [])]
    if person == VISITOR:
        return [SIGN_IN]
    return [FIRST] if person == UNCONFIRMED and line.who != "subscriber" else [FORBIDDEN]


def _go(browser: Client, path: str, method: str, *, fragment: bool) -> HttpResponseBase:
    """Visit once, and leave the browser as it was; a page that breaks is an answer of its own."""
    visitor = Client(raise_request_exception=False)
    visitor.cookies = deepcopy(browser.cookies)
    headers: dict[str, Any] = {"HX-Request": "true"} if fragment else {}
    answer = getattr(visitor, method)(path, headers=headers)
    if answer.streaming:
        answer.text_sent = b"".join(answer.streaming_content)
    return cast("HttpResponseBase", answer)


def _seen(answer: HttpResponseBase) -> str:
    to = answer.headers.get("HX-Redirect") or answer.headers.get("Location", "")
    if to.partition("?")[0] in SIGN_INS:
        return SIGN_IN
    if to.partition("?")[0] in FIRSTS:
        return FIRST
    seen = {401: FORBIDDEN, 403: FORBIDDEN, 404: ABSENT, 405: METHOD, 503: AWAY}.get(answer.status_code)
    return seen or (BROKEN if answer.status_code >= 500 else OPEN)


def _text(answer: HttpResponseBase) -> str:
    return (
        "" if getattr(answer, "streaming", False) else bytes(getattr(answer, "content", b"")).decode(errors="replace")
    )
