import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.catalogue.models import Operator
from kosmos.portal.devices import device_words
from kosmos.portal.guards import page_after
from kosmos.portal.pages.sign_in import typing_hints
from kosmos.subscribers.models import GuessCounter, OpenSession, SignIn, SubscriberKind
from kosmos.subscribers.services import UNUSABLE, issue_password
from kosmos.subscribers.tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db
Answer = HttpResponse
Asserting = Callable[..., AbstractContextManager[object]]
WRONG = "Неверный логин или пароль"
NEW = "тёплый-камень-и-мост"


@pytest.fixture(autouse=True)
def operator() -> None:
    Operator.objects.create(code="kosmos", name={"ru": "Космос ТВ"}, timezone="Europe/Minsk", currency="BYN")


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(cheap_hashing: None) -> SignIn:
    return person(1, "anna", accounts=2)


def enter(client: Client, login: str = "anna", password: str = PASSWORD, **fields: str) -> Answer:
    answer: Answer = client.post("/sign-in/", {"login": login, "password": password, "for": "home", **fields})  # type: ignore[assignment]
    return answer


def plain(answer: Answer) -> str:
    """A page without what is different each time it is made."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_the_form_has_two_tabs_that_are_links() -> None:
    page = Client().get("/sign-in/?next=/cabinet/statement/").content.decode()
    assert "Для физических лиц" in page
    assert "Для юридических лиц" in page
    assert 'href="?for=business&amp;next=%2Fcabinet%2Fstatement%2F"' in page


def test_in_with_a_new_session_that_is_listed(anna: SignIn, client: Client) -> None:
    client.post("/language/", {"language": "ru", "next": "/"})
    session = client.session
    session["account"] = "100010"
    session.save()
    before = session.session_key
    answer = enter(client)
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/cabinet/")
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert OpenSession.objects.get().key == client.session.session_key


def test_signing_in_again_gives_a_new_key_too(anna: SignIn, client: Client) -> None:
    enter(client)
    before = client.session.session_key
    enter(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_an_organisation_signs_in_by_its_tab(client: Client) -> None:
    person(5, "firm", kind=SubscriberKind.ORGANISATION)
    assert enter(client, "firm").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert enter(client, "firm", **{"for": "business"}).status_code == HTTPStatus.FOUND


def test_every_refusal_is_the_same_page() -> None:
    for number, login in enumerate(("qzv1", "qzv2", "qzv3"), start=1):
        person(number, login)
    person(4, "qzv4", kind=SubscriberKind.ORGANISATION)
    SignIn.objects.filter(login="qzv2").update(is_active=False)
    SignIn.objects.filter(login="qzv3").update(password=UNUSABLE)
    pages = set()
    for login, password in [
        ("qzv1", "не-та-17"),
        ("qzv2", PASSWORD),
        ("qzv3", PASSWORD),
        ("qzv4", PASSWORD),
        ("qzv5", PASSWORD),
    ]:
        answer = enter(Client(), login, password)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert WRONG in answer.content.decode()
        pages.add((plain(answer).replace(login, "LOGIN"), len(answer.content), str(answer.headers)))
    assert len(pages) == 1


def test_the_refused_page_keeps_the_login_and_not_the_password(anna: SignIn, client: Client) -> None:
    page = enter(client, '"><script>alert(1)</script>', "а-secret").content.decode()
    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "а-secret" not in page


def test_an_empty_field_is_not_a_guess(client: Client) -> None:
    answer = enter(client, password="")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Введите логин и пароль" in answer.content.decode()
    assert not GuessCounter.objects.exists()


@pytest.mark.parametrize(
    ("login", "password", "count"),
    [("anna", "secret", 0), ("фттф", "secret", 1), ("anna", "ыускуе", 1), ("anna", "SECRET-1", 1), ("фттф", "ЫУС", 2)],
)
def test_hints_at_the_keyboard(login: str, password: str, count: int) -> None:
    assert len(typing_hints(login, password)) == count


def test_too_many_guesses_wait(anna: SignIn, client: Client) -> None:
    for _ in range(6):
        enter(client, password="guess")
    answer = enter(client)
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 1 <= int(answer.headers["Retry-After"]) <= 5
    assert "Слишком много попыток" in answer.content.decode()


def test_a_browser_that_was_in_is_not_slowed_by_others(anna: SignIn, client: Client) -> None:
    enter(client)
    client.post("/sign-out/")
    for _ in range(10):
        enter(Client(), password="guess")
    assert enter(Client()).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert enter(client).status_code == HTTPStatus.FOUND


def test_an_altered_device_cookie_is_worth_nothing(anna: SignIn, client: Client) -> None:
    enter(client)
    client.cookies["device"] = str(client.cookies["device"].value)[:-1] + "!"
    assert enter(client).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("wanted", ["/cabinet/statement/?month=2026-11", "/cabinet/", "/pay/?account=100482"])
def test_back_to_the_page_that_was_asked_for(wanted: str) -> None:
    assert page_after(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/cabinet/",
        "//evil.example/cabinet/",
        "/\\evil.example/cabinet/",
        "/cabinet/\r\nX: y",
        "javascript:alert(1)",
        "/sign-out/",
        "cabinet/",
    ],
)
def test_to_no_other_page(wanted: str) -> None:
    assert page_after(wanted) == "/cabinet/"


def test_a_stranger_is_led_to_the_sign_in_and_back(anna: SignIn, client: Client) -> None:
    answer = client.get("/cabinet/sessions/?x=1")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fcabinet%2Fsessions%2F%3Fx%3D1"
    assert answer.headers["Cache-Control"] == "no-store"
    assert enter(client, next="/cabinet/sessions/?x=1").headers["Location"] == "/cabinet/sessions/?x=1"
    assert client.get("/sign-in/?next=/cabinet/sessions/").headers["Location"] == "/cabinet/sessions/"


def test_a_part_of_a_page_leads_the_whole_page_there(client: Client) -> None:
    answer = client.get("/cabinet/sessions/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_an_issued_password_is_changed_first(anna: SignIn, client: Client, today: datetime) -> None:
    issued = issue_password(anna, today)
    answer = enter(client, password=issued, next="/cabinet/sessions/")
    assert answer.headers["Location"] == "/cabinet/password/?next=%2Fcabinet%2Fsessions%2F"
    assert client.get("/cabinet/sessions/").headers["Location"] == "/cabinet/password/"
    assert client.get("/cabinet/password/").status_code == HTTPStatus.OK
    before = client.session.session_key
    fields = {"new": NEW, "again": NEW, "next": "/cabinet/sessions/"}
    assert client.post("/cabinet/password/", fields).headers["Location"] == "/cabinet/sessions/"
    assert client.session.session_key != before
    page = client.get("/cabinet/sessions/").content.decode()
    assert page.count("Это устройство") == 1
    assert enter(Client(), password=issued).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.fixture
def today(client: Client) -> datetime:
    from kosmos.kernel import clock  # noqa: PLC0415 - only here

    return clock.now()


def test_an_expired_one_sends_to_support(anna: SignIn, client: Client, today: datetime) -> None:
    issued = issue_password(anna, today - timedelta(days=8))
    answer = enter(client, password=issued)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Поддержка выдаст новый" in answer.content.decode()
    assert WRONG in enter(client, password="another").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": PASSWORD, "new": NEW, "again": "x"}, "Пароли не совпадают"),
        ({"current": PASSWORD, "new": "short", "again": "short"}, "Нужно не меньше 10 знаков"),
        ({"current": "wrong", "new": NEW, "again": NEW}, "Это не ваш нынешний пароль"),
        ({"new": NEW, "again": NEW}, "Это не ваш нынешний пароль"),
    ],
)
def test_a_change_that_is_refused(anna: SignIn, client: Client, fields: dict[str, str], words: str) -> None:
    enter(client)
    answer = client.post("/cabinet/password/", fields)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.content.decode()
    assert NEW not in answer.content.decode()


def test_a_change_ends_every_other_session(anna: SignIn, client: Client) -> None:
    other = Client()
    enter(other)
    enter(client)
    answer = client.post("/cabinet/password/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert answer.headers["Location"] == "/cabinet/sessions/"
    assert "Пароль сменён" in client.get("/cabinet/sessions/").content.decode()
    assert other.get("/cabinet/sessions/").status_code == HTTPStatus.FOUND


def test_sessions_are_listed_and_ended(anna: SignIn, client: Client) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"})
    enter(phone)
    enter(client)
    page = client.get("/cabinet/sessions/").content.decode()
    assert "Chrome, Android" in page
    assert str(client.session.session_key) not in page
    there = OpenSession.objects.exclude(key=client.session.session_key).get()
    client.post("/cabinet/sessions/", {"session": str(there.id)})
    assert phone.get("/cabinet/sessions/").status_code == HTTPStatus.FOUND
    enter(phone)
    client.post("/cabinet/sessions/", {"others": "1"})
    assert phone.get("/cabinet/sessions/").status_code == HTTPStatus.FOUND
    assert client.get("/cabinet/sessions/").status_code == HTTPStatus.OK


def test_signing_out_takes_a_post(anna: SignIn, client: Client) -> None:
    enter(client)
    assert client.get("/sign-out/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert client.post("/sign-out/").headers["Location"] == "/"
    assert client.get("/cabinet/sessions/").status_code == HTTPStatus.FOUND
    assert not OpenSession.objects.exists()


def test_a_form_of_another_site_signs_nobody_in(anna: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict).status_code == HTTPStatus.FORBIDDEN


def test_a_sign_in_that_is_switched_off_is_out_at_once(anna: SignIn, client: Client) -> None:
    enter(client)
    SignIn.objects.update(is_active=False)
    assert client.get("/cabinet/sessions/").status_code == HTTPStatus.FOUND


def test_the_chosen_account_is_kept_and_is_ones_own(anna: SignIn, client: Client) -> None:
    person(2, "boris")
    enter(client)
    assert client.get("/cabinet/sessions/?account=100011").status_code == HTTPStatus.OK
    assert client.session["account"] == "100011"
    assert client.get("/cabinet/sessions/?account=100020").status_code == HTTPStatus.NOT_FOUND
    assert client.session["account"] == "100011"


def test_a_guarded_page_takes_four_queries(
    anna: SignIn, client: Client, django_assert_max_num_queries: Asserting
) -> None:
    enter(client)
    client.get("/cabinet/password/")
    with django_assert_max_num_queries(4):
        client.get("/cabinet/password/")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 YaBrowser/24.6 Safari/537.36",
            "Яндекс Браузер, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "Неизвестное устройство"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_pages_for_strangers_know_nobody_before_his_own_password(anna: SignIn, client: Client, today: datetime) -> None:
    enter(client)
    assert "В кабинет" in client.get("/").content.decode()
    enter(client, password=issue_password(anna, today))
    page = client.get("/").content.decode()
    assert "В кабинет" not in page
    assert "Для физических лиц" in page


def test_pages_for_strangers_show_nothing_of_an_account(anna: SignIn, client: Client) -> None:
    enter(client)
    for address in ("/", "/for-home/", "/payment/", "/help/"):
        page = client.get(address)
        assert "100010" not in page.content.decode().replace("\u00a0", "")
        assert page.headers["Cache-Control"] == "no-store"
