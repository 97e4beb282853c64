import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction

from kosmos.subscribers.errors import PasswordExpired, PasswordRefused, TooManyGuesses, WrongPassword
from kosmos.subscribers.jobs import tidy_sign_ins
from kosmos.subscribers.models import OpenSession, SignIn, SignInEvent, SignInEventKind
from kosmos.subscribers.queries import open_sessions
from kosmos.subscribers.rules import LIMITS
from kosmos.subscribers.services import (
    Origin,
    begin_session,
    change_password,
    end_others,
    end_session,
    issue_password,
    set_password,
    sign_out,
)
from kosmos.subscribers.services.passwords import password_is
from kosmos.subscribers.tests.people import NOW, PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashing")]
HERE = Origin("93.84.1.7", "Firefox")
NEW = "тёплый-камень-и-мост"


@pytest.fixture
def anna() -> SignIn:
    return person(1, "anna")


def session(sign_in: SignIn) -> str:
    store = SessionStore()
    store.create()
    key = store.session_key or ""
    begin_session(sign_in, key=key, origin=HERE, now=NOW)
    return key


def change(sign_in: SignIn, *, current: str | None = PASSWORD, new: str = NEW, key: str = "") -> None:
    change_password(sign_in, current=current, new=new, session_key=key, origin=HERE, now=NOW)


def kinds() -> list[int]:
    return list(SignInEvent.objects.values_list("kind", flat=True))


def test_an_issued_password_is_random_readable_and_to_be_replaced(anna: SignIn) -> None:
    issued = {issue_password(anna, NOW) for _ in range(20)}
    assert len(issued) == 20
    assert all(len(password) == 14 and not set(password) & set("0Oo1lI") for password in issued)
    assert anna.must_change_password
    assert anna.password_expires_at == NOW + timedelta(days=7)
    assert set(kinds()) == {SignInEventKind.PASSWORD_ISSUED}


def test_an_issued_password_ends_all_sessions(anna: SignIn) -> None:
    session(anna)
    issue_password(anna, NOW)
    assert not Session.objects.exists()
    assert not OpenSession.objects.exists()


def test_a_password_set_for_the_demo_may_be_any(anna: SignIn) -> None:
    set_password(anna, "demo", NOW)
    anna.refresh_from_db()
    assert password_is("demo", anna.password)
    assert not anna.must_change_password


def test_an_issued_password_is_replaced_without_asking_for_it_again(anna: SignIn) -> None:
    issue_password(anna, NOW)
    change(anna, current=None)
    anna.refresh_from_db()
    assert (anna.must_change_password, anna.password_expires_at) == (False, None)
    assert password_is(NEW, anna.password)


def test_an_issued_password_that_expired_is_not_replaced(anna: SignIn) -> None:
    issue_password(anna, NOW - timedelta(days=8))
    with pytest.raises(PasswordExpired):
        change(anna, current=None)


def test_a_change_ends_the_other_sessions(anna: SignIn) -> None:
    here = session(anna)
    session(anna)
    change(anna, key=here)
    assert [one.key for one in open_sessions(anna)] == [here]
    assert [one.session_key for one in Session.objects.all()] == [here]


@pytest.mark.parametrize(
    ("new", "reasons"),
    [
        ("медь-17", {"too_short"}),
        ("ы" * 257, {"too_long"}),
        ("ANNA-из-Минска", {"login"}),
        ("an", {"too_short", "login"}),
        ("password123", {"common"}),
        (PASSWORD, {"same"}),
    ],
)
def test_what_no_password_may_be(anna: SignIn, new: str, reasons: set[str]) -> None:
    with pytest.raises(PasswordRefused) as refusal:
        change(anna, new=new)
    assert set(refusal.value.parameters["reasons"]) == reasons  # type: ignore[call-overload]
    anna.refresh_from_db()
    assert password_is(PASSWORD, anna.password)


def test_the_current_password_cannot_be_guessed_at_leisure(anna: SignIn) -> None:
    for _ in range(LIMITS["device"].free + 1):
        with pytest.raises(WrongPassword):
            change(anna, current="guess")
    with pytest.raises(TooManyGuesses):
        change(anna)


def test_ending_one_session_or_all_others(anna: SignIn) -> None:
    here, there, third = session(anna), session(anna), session(anna)
    ended = OpenSession.objects.get(key=there)
    assert end_session(anna, ended.id, origin=HERE, now=NOW)
    assert {one.key for one in open_sessions(anna)} == {here, third}
    assert end_others(anna, keep=here, origin=HERE, now=NOW) == 1
    assert not Session.objects.exclude(session_key=here).exists()
    assert kinds() == [SignInEventKind.SESSIONS_ENDED] * 2


def test_nobody_ends_anothers_session(anna: SignIn) -> None:
    session(anna)
    boris = person(2, "boris")
    assert not end_session(boris, OpenSession.objects.get().id, origin=HERE, now=NOW)
    assert not end_session(anna, uuid.UUID(int=0), origin=HERE, now=NOW)
    assert open_sessions(anna).exists()
    assert kinds() == []


def test_sessions_that_are_over_are_not_listed_and_are_dropped(anna: SignIn) -> None:
    SessionStore(session(anna)).delete()
    assert not open_sessions(anna).exists()
    tidy_sign_ins(NOW)
    assert not OpenSession.objects.exists()


def test_signing_out_ends_this_session(anna: SignIn) -> None:
    key = session(anna)
    session(anna)
    sign_out(anna, key=key, origin=HERE, now=NOW)
    assert open_sessions(anna).count() == 1
    assert kinds() == [SignInEventKind.SIGNED_OUT]


@pytest.mark.parametrize("change_it", [lambda event: event.delete(), lambda event: event.save()], ids=["gone", "other"])
def test_the_audit_can_only_grow(anna: SignIn, change_it: object) -> None:
    issue_password(anna, NOW)
    event = SignInEvent.objects.get()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change_it(event)  # type: ignore[operator]
