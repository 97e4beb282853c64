import re
from datetime import UTC, datetime
from http import HTTPStatus

import pyotp
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.portal.tests.paying import TODAY
from kosmos.subscribers.models import (
    GuessCounter,
    OpenSession,
    RecoveryCode,
    SecondFactor,
    SignIn,
    SignInEvent,
    SignInEventKind,
)
from kosmos.subscribers.services import set_password
from kosmos.subscribers.tests.people import PASSWORD

pytestmark = pytest.mark.django_db
PAGE, STEP = "/cabinet/profile/second-factor/", "/sign-in/code/"


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def me(account_id: int, client: Client) -> Client:
    found = SignIn.objects.get(login="anna")
    set_password(found, PASSWORD, TODAY)
    client.force_login(found)
    return client


def send(client: Client, page: str, **fields: str) -> HttpResponse:
    answer: HttpResponse = client.post(page, fields)  # type: ignore[assignment]
    return answer


def code_of(secret: str, *, after: int = 1) -> str:
    """A code so many steps after the last that counted; the first of all is that of now."""
    last = SecondFactor.objects.get().last_step
    step = last + after if last else int(datetime.now(UTC).timestamp()) // 30
    return pyotp.TOTP(secret).at(step * 30)


def begun(client: Client) -> str:
    """The secret, as the page shows it."""
    assert send(client, PAGE, do="begin", password=PASSWORD).headers["Location"] == PAGE
    found = re.search(r'secret" translate="no">([A-Z2-7 ]+)<', client.get(PAGE).content.decode())
    assert found
    return found[1].replace(" ", "")


def switched_on(client: Client) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    secret = begun(client)
    page = send(client, PAGE, do="confirm", code=code_of(secret)).content.decode()
    return secret, re.findall(r"<li>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</li>", page)


def enter(client: Client, **fields: str) -> HttpResponse:
    return send(client, "/sign-in/", **{"login": "anna", "password": PASSWORD, "for": "home", **fields})


def signed_in(client: Client) -> bool:
    return client.get("/cabinet/profile/").status_code == HTTPStatus.OK


def test_off_until_a_code_confirms_it(me: Client) -> None:
    secret = begun(me)
    assert "<svg" in me.get(PAGE).content.decode()
    assert secret not in SecondFactor.objects.get().secret
    answer = send(me, PAGE, do="confirm", code="000000")
    assert (answer.status_code, "Код не подошёл" in answer.content.decode()) == (422, True)
    stranger = Client()
    assert enter(stranger).headers["Location"] == "/cabinet/"


def test_the_page_refuses_a_wrong_password(me: Client) -> None:
    assert send(me, PAGE, do="begin", password="x").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SecondFactor.objects.exists()


def test_recovery_codes_are_shown_once_and_kept_hashed(me: Client) -> None:
    secret, codes = switched_on(me)
    assert len(set(codes)) == 10
    assert not any(code.replace("-", "") in one.digest for code in codes for one in RecoveryCode.objects.all())
    assert codes[0] not in me.get(PAGE).content.decode()
    assert send(me, PAGE, do="confirm", code=code_of(secret)).headers["Location"] == PAGE
    assert send(me, PAGE, do="begin", password=PASSWORD).headers["Location"] == PAGE
    assert RecoveryCode.objects.count() == 10


def test_a_password_alone_opens_nothing(me: Client) -> None:
    secret, _ = switched_on(me)
    stranger = Client()
    answer = enter(stranger, next="/cabinet/statement/")
    assert answer.headers["Location"] == STEP
    assert not signed_in(stranger)
    assert not OpenSession.objects.exists()
    assert SignInEvent.objects.filter(kind=SignInEventKind.CODE_ASKED).count() == 1
    assert not SignInEvent.objects.filter(kind=SignInEventKind.SIGNED_IN).exists()
    before = stranger.session.session_key
    answer = send(stranger, STEP, code=code_of(secret))
    assert answer.headers["Location"] == "/cabinet/statement/"
    assert signed_in(stranger)
    assert stranger.session.session_key != before
    assert OpenSession.objects.count() == 1


def test_the_field_is_for_codes(me: Client) -> None:
    switched_on(me)
    stranger = Client()
    enter(stranger)
    answer = stranger.get(STEP)
    assert 'autocomplete="one-time-code"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert send(stranger, STEP, code=" ").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_code_counts_once(me: Client) -> None:
    secret, _ = switched_on(me)
    code = code_of(secret)
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert send(first, STEP, code=code).status_code == HTTPStatus.FOUND
    answer = send(second, STEP, code=code)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not signed_in(second)
    refused = SignInEvent.objects.get(kind=SignInEventKind.REFUSED)
    assert refused.reason == "code"


def test_the_code_that_switched_it_on_counts_no_more(me: Client) -> None:
    secret, _ = switched_on(me)
    stranger = Client()
    enter(stranger)
    assert send(stranger, STEP, code=code_of(secret, after=0)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_recovery_code_counts_once_however_it_is_typed(me: Client) -> None:
    _, codes = switched_on(me)
    for expected in (HTTPStatus.FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
        stranger = Client()
        enter(stranger)
        assert send(stranger, STEP, code=codes[3].upper().replace("-", " ")).status_code == expected
    assert "Осталось 9" in me.get(PAGE).content.decode().replace("\u00a0", " ")


def test_every_refusal_is_the_same_page(me: Client) -> None:
    secret, codes = switched_on(me)
    friend = Client()
    enter(friend)
    send(friend, STEP, code=codes[0])
    stranger = Client()
    enter(stranger)
    wrong = [codes[0], code_of(secret, after=0), "000000", "aaaa-bbbb-cccc"]
    pages = {re.sub(r'value="\w+"', "", send(stranger, STEP, code=code).content.decode()) for code in wrong}
    assert len(pages) == 1


def test_codes_cannot_be_guessed_without_end(me: Client) -> None:
    secret, _ = switched_on(me)
    stranger = Client()
    enter(stranger)
    answers = [send(stranger, STEP, code="000000") for _ in range(7)]
    assert answers[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Retry-After" in answers[-1].headers
    assert send(stranger, STEP, code=code_of(secret)).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert not signed_in(stranger)
    assert GuessCounter.objects.filter(key__startswith="code:").exists()


def test_the_password_comes_first_and_a_new_one_again(me: Client) -> None:
    secret, _ = switched_on(me)
    assert Client().get(STEP).headers["Location"] == "/sign-in/"
    stranger = Client()
    enter(stranger, next="/cabinet/statement/")
    set_password(SignIn.objects.get(login="anna"), "другой-пароль-17", TODAY)
    answer = send(stranger, STEP, code=code_of(secret))
    assert answer.headers["Location"] == "/sign-in/?next=%2Fcabinet%2Fstatement%2F"
    assert not signed_in(stranger)


def test_somebody_switched_off_meanwhile_stays_outside(me: Client) -> None:
    secret, _ = switched_on(me)
    stranger = Client()
    enter(stranger)
    SignIn.objects.filter(login="anna").update(is_active=False)
    assert send(stranger, STEP, code=code_of(secret)).headers["Location"].startswith("/sign-in/")


def test_off_with_password_and_code(me: Client) -> None:
    secret, codes = switched_on(me)
    assert send(me, PAGE, do="end", password="x", code=code_of(secret)).status_code == 422
    assert send(me, PAGE, do="end", password=PASSWORD, code="000000").status_code == 422
    assert SecondFactor.objects.exists()
    assert send(me, PAGE, do="end", password=PASSWORD, code=codes[0]).headers["Location"] == PAGE
    assert not RecoveryCode.objects.exists()
    assert send(me, PAGE, do="end", password=PASSWORD, code=codes[1]).headers["Location"] == PAGE
    assert enter(Client()).headers["Location"] == "/cabinet/"
    kinds = SignInEvent.objects.filter(kind__in=[8, 9]).order_by("at").values_list("kind", flat=True)
    assert list(kinds) == [SignInEventKind.SECOND_FACTOR_ON, SignInEventKind.SECOND_FACTOR_OFF]


def test_with_another_secret_of_the_house_no_code_counts(me: Client, settings: Settings) -> None:
    secret, codes = switched_on(me)
    settings.SECRET_KEY = "another secret " * 5
    stranger = Client()
    enter(stranger)
    for code in (code_of(secret), codes[0], pyotp.TOTP("A" * 32).now()):
        assert send(stranger, STEP, code=code).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
