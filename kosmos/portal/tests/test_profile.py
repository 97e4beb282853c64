import re
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.charging.models import Status, Subscription
from kosmos.kernel.models import Outbox
from kosmos.ledger.models import Account
from kosmos.ledger.services import open_account
from kosmos.notifications.channels.base import Delivery, GatewayDown, Letter, find_gateways_with, gateways
from kosmos.portal.tests.paying import TODAY, anna
from kosmos.subscribers.models import (
    Consent,
    ContactChange,
    DeletionRequest,
    EmailWish,
    SignIn,
    SignInEvent,
    SignInEventKind,
    Subscriber,
)
from kosmos.subscribers.services import set_password
from kosmos.subscribers.tests.people import PASSWORD

pytestmark = pytest.mark.django_db
PAGES = (
    "/cabinet/profile/",
    "/cabinet/profile/phone/",
    "/cabinet/profile/email/",
    "/cabinet/profile/consents/",
    "/cabinet/profile/data/",
    "/cabinet/profile/data/deletion/",
    "/cabinet/profile/second-factor/",
)


class Letterbox:
    """A gateway that keeps what it is given, or is down."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.down = False

    def send(self, letter: Letter, *, again: bool) -> str:
        if self.down:
            raise GatewayDown("down")
        self.letters.append(letter)
        return letter.id

    @property
    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.letters[-1].text)
        assert found
        return found[0]


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    before, box = gateways(), Letterbox()
    wired: dict[str, Delivery] = {"email": box}
    find_gateways_with(lambda: wired)
    yield box
    find_gateways_with(lambda: before)


@pytest.fixture
def me(account_id: int, client: Client) -> Client:
    """Anna's own browser; she knows the PASSWORD."""
    found = SignIn.objects.get(login="anna")
    set_password(found, PASSWORD, TODAY)
    client.force_login(found)
    return client


def send(client: Client, page: str, **fields: str) -> HttpResponse:
    answer: HttpResponse = client.post(page, fields)  # type: ignore[assignment]
    return answer


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u2011", "-")


def kinds() -> list[str]:
    return [one.get_kind_display() for one in SignInEvent.objects.order_by("at")]


def test_who_somebody_is_can_be_read_and_not_set(me: Client) -> None:
    page = text_of(me.get("/cabinet/profile/"))  # type: ignore[arg-type]
    for said in ("Анна Ковалёва", "№ Д-1 от 1 ноября 2026", "100 482", "+375 29 123-45-67", "паспортом"):
        assert said in page
    assert send(me, "/cabinet/profile/phone/", phone="297654321", password=PASSWORD, name="Кто-то").status_code == 302
    assert Subscriber.objects.get().name == "Анна Ковалёва"


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_it_and_nothing_is_stored(account_id: int, me: Client, page: str) -> None:
    assert me.get(page).headers["Cache-Control"] == "no-store"
    assert me.get(page).status_code == HTTPStatus.OK
    assert me.get(f"{page}?account=100483").status_code == HTTPStatus.NOT_FOUND
    stranger = Client().get(page)
    assert (stranger.status_code, stranger.headers["Location"][:9]) == (HTTPStatus.FOUND, "/sign-in/")


@pytest.mark.parametrize(
    "typed", ["8 029 765-43-21", "+375 (29) 765 43 21", "80297654321", "00375297654321", "297654321"]
)
def test_a_phone_in_any_usual_form(me: Client, typed: str) -> None:
    answer = send(me, "/cabinet/profile/phone/", phone=typed, password=PASSWORD)
    assert answer.headers["Location"] == "/cabinet/profile/"
    assert Subscriber.objects.get().phone == "+375297654321"
    change = ContactChange.objects.get()
    assert (change.field, change.before, change.after) == ("phone", "+375291234567", "+375297654321")
    told = Outbox.objects.get(kind="contact_changed")
    assert (told.about["old"], told.about["new"]) == ("+375291234567", "+375297654321")
    assert "contact_changed" in kinds()


@pytest.mark.parametrize(
    ("phone", "password", "words"),
    [
        ("12", PASSWORD, "Такого номера не бывает"),
        ("", PASSWORD, "Такого номера не бывает"),
        ("297654321", "не тот", "Это не ваш нынешний пароль"),
        ("297654321", "", "Это не ваш нынешний пароль"),
        ("+375 29 123-45-67", PASSWORD, "менять нечего"),
    ],
)
def test_a_phone_refused_with_what_was_typed(me: Client, phone: str, password: str, words: str) -> None:
    answer = send(me, "/cabinet/profile/phone/", phone=phone, password=password)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in text_of(answer)
    assert not phone or f'value="{phone}"' in text_of(answer)
    assert Subscriber.objects.get().phone == "+375291234567"
    assert not ContactChange.objects.exists()


def test_the_password_cannot_be_guessed_here_either(me: Client) -> None:
    answers = [send(me, "/cabinet/profile/phone/", phone="297654321", password="x") for _ in range(10)]
    assert answers[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert send(me, "/cabinet/profile/phone/", phone="297654321", password=PASSWORD).status_code == 429
    assert send(me, "/cabinet/profile/data/", password=PASSWORD).status_code == 429


def test_an_address_counts_when_its_code_was_typed(me: Client, letterbox: Letterbox) -> None:
    answer = send(me, "/cabinet/profile/email/", email="Anna@Example.BY", password=PASSWORD)
    assert answer.headers["Location"] == "/cabinet/profile/email/code/"
    assert Subscriber.objects.get().email == ""
    assert letterbox.letters[0].to == "Anna@example.by"
    assert "ждёт подтверждения" in text_of(me.get("/cabinet/profile/"))  # type: ignore[arg-type]
    spaced = f" {letterbox.code[:3]} {letterbox.code[3:]} "
    assert send(me, "/cabinet/profile/email/code/", code=spaced).headers["Location"] == "/cabinet/profile/"
    owner = Subscriber.objects.get()
    assert owner.email == "Anna@example.by"
    assert owner.email_confirmed_at is not None
    assert Outbox.objects.get(kind="contact_changed").about["new"] == "Anna@example.by"
    again = send(me, "/cabinet/profile/email/code/", code=spaced)
    assert (again.status_code, "уже подтверждён" in text_of(again)) == (422, True)
    assert ContactChange.objects.count() == 1


def test_another_address_is_told_to_the_one_before(me: Client, letterbox: Letterbox) -> None:
    Subscriber.objects.update(email="old@example.by", email_confirmed_at=TODAY)
    send(me, "/cabinet/profile/email/", email="new@example.by", password=PASSWORD)
    send(me, "/cabinet/profile/email/code/", code=letterbox.code)
    about = Outbox.objects.get(kind="contact_changed").about
    assert (about["old"], about["new"], about["old_email"]) == ("old@example.by", "new@example.by", "old@example.by")


def test_a_wrong_code_five_times_and_the_right_one_is_too_late(me: Client, letterbox: Letterbox) -> None:
    send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    wrong = "000000" if letterbox.code != "000000" else "000001"
    for _ in range(5):
        assert "Код не подошёл" in text_of(send(me, "/cabinet/profile/email/code/", code=wrong))
    assert "больше не действует" in text_of(send(me, "/cabinet/profile/email/code/", code=letterbox.code))
    assert Subscriber.objects.get().email == ""


def test_a_code_is_too_old_after_an_hour(me: Client, letterbox: Letterbox) -> None:
    send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    EmailWish.objects.update(expires_at=TODAY - timedelta(seconds=1))
    assert "больше не действует" in text_of(send(me, "/cabinet/profile/email/code/", code=letterbox.code))


def test_the_code_of_one_address_confirms_no_other(me: Client, letterbox: Letterbox) -> None:
    send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    first = letterbox.code
    send(me, "/cabinet/profile/email/", email="b@example.by", password=PASSWORD)
    if letterbox.code != first:
        assert send(me, "/cabinet/profile/email/code/", code=first).status_code == 422
    assert Subscriber.objects.get().email == ""


@pytest.mark.parametrize(
    "typed", ["anna", "a@b", "a b@example.by", "a@-x.by", ".a@example.by", "a@example.by\nBcc: x@y.by"]
)
def test_an_address_that_is_none(me: Client, letterbox: Letterbox, typed: str) -> None:
    answer = send(me, "/cabinet/profile/email/", email=typed, password=PASSWORD)
    assert (answer.status_code, letterbox.letters) == (422, [])
    assert "Проверьте адрес" in text_of(answer)


def test_without_mail_nothing_is_promised(me: Client, letterbox: Letterbox) -> None:
    letterbox.down = True
    answer = send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    assert (answer.status_code, "не ушло" in text_of(answer)) == (422, True)
    assert not EmailWish.objects.exists()
    find_gateways_with(dict)
    answer = send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    assert (answer.status_code, "не настроена" in text_of(answer)) == (422, True)


def test_letters_are_not_sent_without_end(me: Client, letterbox: Letterbox) -> None:
    for _ in range(6):
        answer = send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert len(letterbox.letters) == 4


def test_the_wish_can_be_withdrawn(me: Client, letterbox: Letterbox) -> None:
    send(me, "/cabinet/profile/email/", email="a@example.by", password=PASSWORD)
    assert send(me, "/cabinet/profile/email/code/", do="forget").headers["Location"] == "/cabinet/profile/"
    assert send(me, "/cabinet/profile/email/code/", code=letterbox.code).status_code == 422
    assert me.get("/cabinet/profile/email/code/").status_code == HTTPStatus.FOUND


def test_the_language_is_kept_and_spoken(me: Client) -> None:
    assert send(me, "/cabinet/profile/language/", language="be").status_code == HTTPStatus.FOUND
    assert send(me, "/cabinet/profile/language/", language="xx").status_code == HTTPStatus.FOUND
    assert Subscriber.objects.get().language == "be"
    assert '<html lang="be">' in me.get("/cabinet/profile/").content.decode()
    assert [one.field for one in ContactChange.objects.all()] == ["language"]


def test_consents_are_given_and_withdrawn_with_their_history(me: Client) -> None:
    fields = {"purpose": "advertising", "version": "1"}
    for do in ("give", "give", "withdraw", "withdraw", "give"):
        assert send(me, "/cabinet/profile/consents/", do=do, **fields).status_code == HTTPStatus.FOUND
    assert [one.given for one in Consent.objects.order_by("at")] == [True, False, True]
    page = text_of(me.get("/cabinet/profile/consents/"))  # type: ignore[arg-type]
    assert "История" in page
    assert "Согласие не нужно" in page
    assert kinds().count("consent_changed") == 3


def test_a_consent_to_another_text_is_asked_for_again(me: Client) -> None:
    answer = send(me, "/cabinet/profile/consents/", do="give", purpose="advertising", version="7")
    assert (answer.status_code, "Текст согласия изменился" in text_of(answer)) == (422, True)
    assert not Consent.objects.exists()
    assert send(me, "/cabinet/profile/consents/", do="give", purpose="anything").status_code == HTTPStatus.NOT_FOUND


def test_a_running_contract_cannot_be_forgotten(me: Client) -> None:
    page = text_of(me.get("/cabinet/profile/data/deletion/"))  # type: ignore[arg-type]
    assert "Сначала расторгните договор" in page
    assert "Запланировать" not in page
    answer = send(me, "/cabinet/profile/data/deletion/", password=PASSWORD)
    assert (answer.status_code, DeletionRequest.objects.count()) == (422, 0)


def test_deletion_is_planned_once_and_withdrawn_once(account_id: int, me: Client) -> None:
    _free(account_id)
    assert send(me, "/cabinet/profile/data/deletion/", password="x").status_code == 422
    for _ in range(2):
        answer = send(me, "/cabinet/profile/data/deletion/", password=PASSWORD)
        assert answer.headers["Location"] == "/cabinet/profile/data/deletion/"
    planned = DeletionRequest.objects.get()
    assert (planned.planned_at - planned.asked_at).days == 30
    assert "Отменить удаление" in text_of(me.get("/cabinet/profile/data/deletion/"))  # type: ignore[arg-type]
    for words in ("остаются", "не запланировано"):
        send(me, "/cabinet/profile/data/deletion/cancel/")
        assert words in text_of(me.get("/cabinet/profile/data/"))  # type: ignore[arg-type]
    planned.refresh_from_db()
    assert planned.cancelled_at is not None


def test_anothers_session_changes_nothing_of_mine(account_id: int, me: Client) -> None:
    other = anna(account_id=_other_account(), login="boris")
    set_password(other, PASSWORD, TODAY)
    stranger = Client()
    stranger.force_login(other)
    send(stranger, "/cabinet/profile/phone/", phone="297654321", password=PASSWORD)
    send(stranger, "/cabinet/profile/consents/", do="give", purpose="advertising", version="1")
    mine = Subscriber.objects.get(sign_in__login="anna")
    assert mine.phone == "+375291234567"
    assert not Consent.objects.filter(subscriber=mine).exists()


def test_events_name_no_contact(me: Client) -> None:
    """The audit cannot be changed, so nothing stands in it that may have to be erased."""
    send(me, "/cabinet/profile/phone/", phone="297654321", password=PASSWORD)
    line = SignInEvent.objects.get(kind=SignInEventKind.CONTACT_CHANGED)
    assert line.reason == "phone"


def _free(account_id: int) -> None:
    Subscription.objects.filter(account_id=account_id).update(status=Status.ENDED)
    Account.objects.filter(id=account_id).update(balance_kopecks=0)


def _other_account() -> int:
    return open_account(number="100917", day=TODAY.date())
