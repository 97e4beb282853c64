import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.config.context import moment
from kosmos.subscribers.models import OpenSession, SignIn, StaffRole
from kosmos.subscribers.services import add_staff_member, set_password

pytestmark = pytest.mark.django_db
SIGN_IN, QUEUE = "/staff/sign-in/", "/staff/requests/"
OWN = "синий-чайник-42"


@pytest.fixture(autouse=True)
def _cheap(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def hired(role: str = "agent") -> str:
    """The first password of a new member of staff."""
    return add_staff_member(login="vera", name="Вера Ким", role=role, now=moment().now)[1]


def test_the_first_password_is_replaced_and_the_queue_opens() -> None:
    client = Client()
    entered = client.post(SIGN_IN, {"login": "vera", "password": hired(), "next": QUEUE})
    assert entered.headers["Location"] == "/staff/password/"
    assert client.get(QUEUE).headers["Location"] == "/staff/password/"
    assert client.post("/staff/password/", {"new": "коротко", "again": "коротко"}).status_code == 422
    assert client.post("/staff/password/", {"new": OWN, "again": "другое"}).status_code == 422
    assert client.post("/staff/password/", {"new": OWN, "again": OWN}).headers["Location"] == "/staff/"
    assert client.get("/staff/").headers["Location"] == QUEUE
    assert client.get(QUEUE).headers["Cache-Control"] == "no-store"
    assert client.get(SIGN_IN).headers["Location"] == "/staff/"
    assert OpenSession.objects.count() == 1
    assert client.post("/staff/sign-out/").headers["Location"] == SIGN_IN
    assert client.get(QUEUE).headers["Location"] == f"{SIGN_IN}?next=%2Fstaff%2Frequests%2F"


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


@pytest.mark.parametrize("role", StaffRole.values)
def test_each_role_has_its_pages(role: str, signed_in: SignedIn) -> None:
    client = signed_in(role)
    allowed = role in {"agent", "finance", "administrator"}
    assert client.get(QUEUE).status_code == (200 if allowed else 403)
    assert client.get("/staff/").status_code == (302 if allowed else 200)


def test_who_is_switched_off_is_out_at_once(signed_in: SignedIn) -> None:
    client = signed_in("agent")
    SignIn.objects.filter(login="agent").update(is_active=False)
    assert client.get(QUEUE).status_code == 302
