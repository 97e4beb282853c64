import re
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.catalogue.models import Operator
from kosmos.config.context import moment
from kosmos.subscribers.models import (
    OpenSession,
    SecondFactor,
    SignIn,
    SignInEvent,
    SignInEventKind,
    StaffMember,
    StaffRole,
)
from kosmos.subscribers.services import add_staff_member, change_staff_member, reset_factor, set_password

pytestmark = pytest.mark.django_db
SIGN_IN, QUEUE, FACTOR, STEP = "/staff/sign-in/", "/staff/requests/", "/staff/second-factor/", "/staff/sign-in/code/"
OWN = "синий-чайник-42"


@pytest.fixture(autouse=True)
def _cheap(settings: Settings) -> None:
    """Passwords are checked fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def hired(role: str = "agent") -> str:
    """The first password of a new member of staff."""
    return add_staff_member(login="vera", name="Вера Ким", role=role, now=moment().now)[1]


def test_the_first_password_is_replaced_and_the_queue_opens() -> None:
    client = Client()
    entered = client.post(SIGN_IN, {"login": "vera", "password": hired(), "next": QUEUE})
    assert entered.headers["Location"] == QUEUE
    assert client.get(QUEUE).headers["Location"] == "/staff/password/"
    assert client.post("/staff/password/", {"new": "коротко", "again": "коротко"}).status_code == 422
    assert client.post("/staff/password/", {"new": OWN, "again": "другое"}).status_code == 422
    assert client.post("/staff/password/", {"new": OWN, "again": OWN}).headers["Location"] == "/staff/"
    assert client.get("/staff/").headers["Location"] == FACTOR
    enrolled(client)
    assert client.get("/staff/password/").status_code == 200
    assert client.get(QUEUE).headers["Cache-Control"] == "no-store"
    assert client.get(SIGN_IN).headers["Location"] == "/staff/"
    assert OpenSession.objects.count() == 1
    assert client.post("/staff/sign-out/").headers["Location"] == SIGN_IN
    assert client.get(QUEUE).headers["Location"] == f"{SIGN_IN}?next=%2Fstaff%2Frequests%2F"


def secret_on(client: Client) -> str:
    """The secret that the page shows to be scanned."""
    found = re.search(r'secret" translate="no">([A-Z2-7 ]+)<', client.get(FACTOR).content.decode())
    return found[1].replace(" ", "") if found else ""


def code_of(secret: str) -> str:
    """A code that has not counted yet."""
    last = SecondFactor.objects.get().last_step
    step = max(int(datetime.now(UTC).timestamp()) // 30, last + 1)
    return pyotp.TOTP(secret).at(step * 30)


def enrolled(client: Client) -> tuple[str, list[str]]:
    """Set the factor up; the secret and the recovery codes."""
    assert client.post(FACTOR, {"do": "begin"}).headers["Location"] == FACTOR
    secret = secret_on(client)
    assert client.post(FACTOR, {"do": "confirm", "code": "000000"}).status_code == 422
    page = client.post(FACTOR, {"do": "confirm", "code": code_of(secret)}).content.decode()
    return secret, re.findall(r"<li>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>", page)


@pytest.fixture
def vera() -> Client:
    """The browser of a member of staff with a password of her own, who has given it."""
    hired()
    set_password(SignIn.objects.get(login="vera"), OWN, moment().now)
    client = Client()
    client.post(SIGN_IN, {"login": "vera", "password": OWN})
    return client


def again(code: str, *, wanted: str = "") -> Client:
    """Another browser that signs in with password and code."""
    client = Client()
    given = client.post(SIGN_IN, {"login": "vera", "password": OWN, "next": wanted})
    assert given.headers["Location"] == STEP
    assert client.get(QUEUE).headers["Location"].startswith(SIGN_IN)
    client.post(STEP, {"code": code})
    return client


def test_each_sign_in_asks_for_a_code(vera: Client) -> None:
    secret, spare = enrolled(vera)
    assert len(spare) == 10
    assert again("").get(QUEUE).status_code == 302 and again("000000").get(QUEUE).status_code == 302
    used = code_of(secret)
    assert again(used).get(QUEUE).status_code == 200
    assert again(used).get(QUEUE).status_code == 302
    assert again(spare[0]).get(QUEUE).status_code == 200
    assert again(spare[0]).get(QUEUE).status_code == 302


def test_the_code_comes_soon_after_the_password(vera: Client) -> None:
    secret, _ = enrolled(vera)
    assert Client().get(STEP).headers["Location"] == SIGN_IN
    client = Client()
    client.post(SIGN_IN, {"login": "vera", "password": OWN, "next": QUEUE})
    set_password(SignIn.objects.get(), OWN + "!", moment().now)
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"].startswith(SIGN_IN)


def test_nothing_opens_before_the_factor_is_set_up(vera: Client) -> None:
    for address in ("/staff/", QUEUE, "/staff/sessions/", "/staff/password/"):
        assert vera.get(address).headers["Location"] == FACTOR
        assert vera.post(address).status_code in {302, 405}
    assert vera.get(FACTOR).status_code == 200


def test_begun_twice_the_scanned_secret_stays(vera: Client) -> None:
    vera.post(FACTOR, {"do": "begin"})
    scanned = secret_on(vera)
    vera.post(FACTOR, {"do": "begin"})
    assert secret_on(vera) == scanned
    vera.post(FACTOR, {"do": "confirm", "code": code_of(scanned)})
    assert vera.get(QUEUE).status_code == 200
    assert vera.post(FACTOR, {"do": "begin"}).headers["Location"] == FACTOR


def test_a_secret_that_another_session_began_is_not_shown_here(vera: Client) -> None:
    thief = Client()
    thief.post(SIGN_IN, {"login": "vera", "password": OWN})
    thief.post(FACTOR, {"do": "begin"})
    known = secret_on(thief)
    assert secret_on(vera) == ""
    vera.post(FACTOR, {"do": "begin"})
    assert secret_on(vera) != known and secret_on(thief) == ""


def test_a_session_from_before_the_factor_stays_closed(vera: Client) -> None:
    thief = Client()
    thief.post(SIGN_IN, {"login": "vera", "password": OWN})
    enrolled(vera)
    for address in (QUEUE, FACTOR, "/staff/password/"):
        assert thief.get(address).headers["Location"] == SIGN_IN
    assert thief.get(SIGN_IN).status_code == 200 and vera.get(QUEUE).status_code == 200


def test_a_lost_phone(vera: Client) -> None:
    _, spare = enrolled(vera)
    assert reset_factor("VERA", now=moment().now)
    assert vera.get(QUEUE).headers["Location"].startswith(SIGN_IN)
    event = SignInEvent.objects.get(kind=SignInEventKind.SECOND_FACTOR_OFF)
    assert event.reason == "staff" and not reset_factor("vera", now=moment().now)
    client = Client()
    assert client.post(SIGN_IN, {"login": "vera", "password": OWN}).headers["Location"] == "/staff/"
    assert client.get("/staff/").headers["Location"] == FACTOR
    fresh = enrolled(client)[1]
    assert client.get(QUEUE).status_code == 200 and not set(fresh) & set(spare)


def test_a_new_phone_needs_password_and_code(vera: Client) -> None:
    _, spare = enrolled(vera)
    wrong = {"do": "move", "password": "не тот", "code": spare[0]}
    assert vera.post(FACTOR, wrong).status_code == 422
    assert vera.post(FACTOR, {"do": "move", "password": OWN, "code": spare[0]}).headers["Location"] == FACTOR
    assert vera.get(QUEUE).headers["Location"] == FACTOR
    enrolled(vera)
    assert vera.get(QUEUE).status_code == 200


def test_codes_are_not_guessed(vera: Client) -> None:
    enrolled(vera)
    client = Client()
    client.post(SIGN_IN, {"login": "vera", "password": OWN})
    statuses = [client.post(STEP, {"code": f"{one:06}"}).status_code for one in range(7)]
    assert statuses[:4] == [422] * 4 and statuses[-1] == 429


def test_the_session_has_a_new_key_at_each_step(vera: Client) -> None:
    secret, _ = enrolled(vera)
    client = Client()
    keys = {client.session.session_key}
    client.post(SIGN_IN, {"login": "vera", "password": OWN})
    keys.add(client.cookies["session"].value)
    client.post(STEP, {"code": code_of(secret)})
    keys.add(client.cookies["session"].value)
    assert len(keys) == 3


def test_own_sessions_are_listed_and_ended(vera: Client) -> None:
    Operator.objects.create(code="test", name={"ru": "Космос"}, timezone="Europe/Minsk", currency="BYN")
    _, spare = enrolled(vera)
    other = again(spare[0])
    page = vera.get("/staff/sessions/").content.decode()
    assert page.count("<li>\n        <div>") == 2 and "Это устройство" in page
    assert vera.post("/staff/sessions/", {"session": "?"}).status_code == 302
    assert other.get(QUEUE).status_code == 200
    vera.post("/staff/sessions/", {"others": "1"})
    assert other.get(QUEUE).status_code == 302 and vera.get(QUEUE).status_code == 200


@pytest.mark.parametrize("change", [{"role": "cashier"}, {"active": False}])
def test_what_is_taken_away_is_gone_on_the_next_request(signed_in: SignedIn, change: dict[str, Any]) -> None:
    client = signed_in("agent")
    assert client.get(QUEUE).status_code == 200
    assert change_staff_member("agent", **change, now=moment().now)
    assert client.get(QUEUE).status_code in {302, 403}
    assert not change_staff_member("agent", **change, now=moment().now)
    assert SignInEvent.objects.get().reason in {"role agent to cashier", "switched off"}


def test_a_role_written_by_anybody_holds_at_once(signed_in: SignedIn) -> None:
    client = signed_in("agent")
    StaffMember.objects.update(role="cashier")
    assert client.get(QUEUE).status_code == 403


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/cabinet/", "/staff/\n/x", "/staff@x"])
def test_it_leads_only_to_staff_pages(wanted: str) -> None:
    hired()
    SignIn.objects.update(must_change_password=False)
    member = SignIn.objects.get()
    set_password(member, OWN, moment().now)
    assert Client().post(SIGN_IN, {"login": "vera", "password": OWN, "next": wanted}).headers["Location"] == "/staff/"


def test_refusals_are_alike_whoever_asks(anna: Client) -> None:
    set_password(SignIn.objects.get(login="anna"), OWN, moment().now)
    tries = [("anna", OWN), ("anna", "wrong"), ("nobody", OWN)]
    answers = [Client().post(SIGN_IN, {"login": login, "password": secret}) for login, secret in tries]
    assert {answer.status_code for answer in answers} == {422}
    assert all("Неверный логин или пароль" in answer.content.decode() for answer in answers)
    assert Client().post(SIGN_IN, {"login": "", "password": ""}).status_code == 422


def test_guessing_is_slowed() -> None:
    statuses = [Client().post(SIGN_IN, {"login": "vera", "password": str(one)}).status_code for one in range(7)]
    assert statuses == [422] * 6 + [429]


def test_subscribers_see_no_staff_page_and_staff_no_cabinet(anna: Client, signed_in: SignedIn) -> None:
    agent = signed_in("agent")
    for address in ("/staff/", QUEUE, "/staff/password/"):
        assert anna.get(address).status_code == 403
    for address in ("/cabinet/", "/cabinet/requests/", "/cabinet/statement/"):
        assert agent.get(address).status_code == 403
    assert anna.get(SIGN_IN).status_code == 200
    for address in ("/", "/sign-in/", "/pay/"):
        assert agent.get(address).status_code == 200


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("role", StaffRole.values)
def test_each_role_has_its_pages(role: str, signed_in: SignedIn) -> None:
    client = signed_in(role)
    allowed = role in {"agent", "finance", "administrator"}
    assert client.get(QUEUE).status_code == (200 if allowed else 403)
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        ("technician", {"my-visits"}, {"applications", "requests", "people"}),
        ("sales", {"applications", "visits"}, {"requests", "access", "audit"}),
        ("agent", {"applications", "visits", "requests", "access"}, {"articles", "people", "audit"}),
        ("editor", {"articles", "news", "outages", "coverage", "payment-points"}, {"requests", "people"}),
        ("cashier", set(), {"applications", "requests", "articles", "people", "audit"}),
        ("administrator", {"people", "audit", "articles", "requests"}, {"my-visits"}),
    ],
)
@pytest.mark.usefixtures("anna")
def test_the_menu_and_what_waits_are_the_roles(
    role: str, there: set[str], not_there: set[str], signed_in: SignedIn
) -> None:
    page = signed_in(role).get("/staff/").content.decode()
    menu = set(re.findall(r'href="/staff/([a-z-]+)/"', page.partition("<nav")[2].partition("</nav>")[0]))
    assert there <= menu and not menu & not_there
    waiting = set(re.findall(r'class="card" href="/staff/([a-z-]+)/', page))
    assert waiting <= menu


def test_who_is_switched_off_is_out_at_once(signed_in: SignedIn) -> None:
    client = signed_in("agent")
    SignIn.objects.filter(login="agent").update(is_active=False)
    assert client.get(QUEUE).status_code == 302
