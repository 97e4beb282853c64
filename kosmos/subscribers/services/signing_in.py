"""Signing in: a login and its password, or one answer for everything that is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Lower

from kosmos.subscribers.errors import PasswordExpired, WrongSignIn
from kosmos.subscribers.models import SignIn, SignInEvent, SignInEventKind, SubscriberKind
from kosmos.subscribers.rules import KNOWN_FOR, LONGEST_LOGIN, LONGEST_PASSWORD
from kosmos.subscribers.services.audit import Origin, write_event
from kosmos.subscribers.services.guessing import Admission, admit, clear, keys_of
from kosmos.subscribers.services.passwords import password_is
from kosmos.subscribers.services.second_factor import asks_for_code


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser in which somebody signed in before: his sign-in, and a name of the browser's own."""

    sign_in_id: int
    name: str


def sign_in(
    *, login: str, password: str, business: bool, origin: Origin, devices: Mapping[int, KnownDevice], now: datetime
) -> SignIn:
    """The sign-in with this login and password, among organisations if ``business``, else among people.

    ``devices`` says who signed in before from the browser that asks, by sign-in.

    WrongSignIn for every other, alike in time; TooManyGuesses before anything is looked at; PasswordExpired only
    to whoever knows the password. Whom ``asks_for_code`` is true of is in only after ``sign_in_by_code``.
    """
    tab = _business_tab if business else _home_tab
    return _admitted(tab, login=login, password=password, origin=origin, devices=devices, now=now)


def sign_in_staff(
    *, login: str, password: str, origin: Origin, devices: Mapping[int, KnownDevice], now: datetime
) -> SignIn:
    """The sign-in of a staff member with this login and password; refused alike, and as slowly, as a subscriber's."""
    return _admitted(_staff_door, login=login, password=password, origin=origin, devices=devices, now=now)


def _admitted(
    suits: Callable[[SignIn], bool],
    *,
    login: str,
    password: str,
    origin: Origin,
    devices: Mapping[int, KnownDevice],
    now: datetime,
) -> SignIn:
    login, password = _typed(login, LONGEST_LOGIN).strip(), _typed(password, LONGEST_PASSWORD)
    found, known = _find(login, origin.address, now)
    device = devices.get(found.pk) if found else None
    keys = keys_of(login, origin.address, device=device.name if device else None, known=known)
    admission = admit(keys, now)
    right = password_is(password, found.password if found else None)
    reason = _reason(found, suits, right=right)
    if found is None or reason:
        write_event(SignInEventKind.REFUSED, found, origin, now, reason=reason)
        raise WrongSignIn
    return _let_in(found, admission, origin, now)


def _let_in(found: SignIn, admission: Admission, origin: Origin, now: datetime) -> SignIn:
    clear(admission, whole={"device", "login_and_address"})
    if found.must_change_password and found.password_expires_at and found.password_expires_at <= now:
        write_event(SignInEventKind.REFUSED, found, origin, now, reason="expired")
        raise PasswordExpired
    kind = SignInEventKind.CODE_ASKED if asks_for_code(found) else SignInEventKind.SIGNED_IN
    write_event(kind, found, origin, now)
    return found


def _find(login: str, address: str, now: datetime) -> tuple[SignIn | None, bool]:
    """The sign-in with a login, and whether it was used from this address before; the same query for any login."""
    successes = SignInEvent.objects.filter(
        sign_in=OuterRef("pk"), kind=SignInEventKind.SIGNED_IN, address=address, at__gt=now - KNOWN_FOR
    )
    people = SignIn.objects.select_related("subscriber", "staff_member", "second_factor")
    people = people.annotate(login_key=Lower("login"), known=Exists(successes))
    found = people.filter(login_key=Lower(Value(login))).first()
    return found, bool(found and address and found.known)


def _reason(found: SignIn | None, suits: Callable[[SignIn], bool], *, right: bool) -> str:
    """Why somebody is not let in, for the audit; empty if he is."""
    if found is None:
        return "unknown"
    if not right:
        return "password"
    if not found.is_active:
        return "inactive"
    return "" if suits(found) else "tab"


def _home_tab(found: SignIn) -> bool:
    subscriber = getattr(found, "subscriber", None)
    return subscriber is not None and subscriber.kind != SubscriberKind.ORGANISATION


def _business_tab(found: SignIn) -> bool:
    subscriber = getattr(found, "subscriber", None)
    return subscriber is not None and subscriber.kind == SubscriberKind.ORGANISATION


def _staff_door(found: SignIn) -> bool:
    return getattr(found, "staff_member", None) is not None


def _typed(text: str, longest: int) -> str:
    """What was typed, cut where it is too long to be right, and without zero characters: no database takes them."""
    return text.replace("\0", "\1")[: longest + 1]
