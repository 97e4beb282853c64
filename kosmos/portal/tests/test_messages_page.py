"""The list of messages and how to be told: read once, 422 with what was typed, nobody else's."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from kosmos.config import wiring
from kosmos.kernel.clock import now
from kosmos.kernel.outbox import tell
from kosmos.notifications.channels.base import Letter, find_gateways_with
from kosmos.notifications.models import LowDays, Message, Preference
from kosmos.notifications.services import take_up

MESSAGES, SETTINGS = "/cabinet/messages/", "/cabinet/messages/settings/"


class Nowhere:
    def send(self, letter: Letter, *, again: bool) -> str:
        return letter.id


@pytest.fixture
def told(account_id: int) -> list[Message]:
    """Three messages that were not read yet."""
    for key in ("1", "2", "3"):
        tell("payment_reversed", account_id=account_id, key=key, at=now(), about={"kopecks": 500})
    take_up(now=now(), channels=())
    Message.objects.exclude(event="payment_reversed").delete()
    return list(Message.objects.order_by("key"))


@pytest.fixture
def gateways() -> Iterator[None]:
    find_gateways_with(lambda: {"email": Nowhere(), "sms": Nowhere()})
    yield
    find_gateways_with(wiring.gateways)


def test_an_empty_list_says_what_will_be_there(owner: Client) -> None:
    Message.objects.all().delete()
    assert "Уведомлений ещё нет" in owner.get(MESSAGES).content.decode()


def test_messages_are_listed_and_read_one_by_one_and_all(owner: Client, told: list[Message]) -> None:
    assert "3 непрочитанных" in owner.get(MESSAGES).content.decode().replace("\u00a0", " ")
    for _ in range(2):
        assert owner.post(MESSAGES, {"message": told[0].id}).status_code == 303
    assert Message.objects.filter(read_at=None).count() == 2
    shown = owner.get(MESSAGES, {"show": "unread"}).content.decode()
    assert shown.count("Платёж возвращён</h2>") == 2
    through = Message.objects.latest("at").at.isoformat()
    assert owner.post(MESSAGES, {"all": "1", "through": through}).status_code == 303
    page = owner.get(MESSAGES).content.decode()
    assert "Всё прочитано" in page
    assert "Прочитано: 2 уведомлен" in page.replace("\u00a0", " ")


def test_what_came_after_the_page_was_shown_stays_unread(owner: Client, told: list[Message]) -> None:
    owner.post(MESSAGES, {"all": "1", "through": "2016-01-01T00:00:00+00:00"})
    assert Message.objects.filter(read_at=None).count() == 3


@pytest.mark.usefixtures("told")
def test_nobody_elses_message_can_be_read(owner: Client, client: Client) -> None:
    assert owner.post(MESSAGES, {"message": uuid.uuid4()}).status_code == 404
    assert owner.post(MESSAGES, {"message": "nonsense"}).status_code == 404
    assert Client().get(MESSAGES).status_code == 302


@pytest.mark.usefixtures("gateways")
def test_choices_are_kept(owner: Client) -> None:
    page = owner.get(SETTINGS).content.decode()
    assert 'value="service:email"' in page
    answer = owner.post(SETTINGS, {"wanted": ["service:email", "nonsense:sms"], "low_days": "7"})
    assert answer.status_code == 303
    assert LowDays.objects.get().days == 7
    wanted = set(Preference.objects.filter(wanted=True).values_list("topic", "channel"))
    assert wanted == {("service", "email")}
    assert 'value="7"' in owner.get(SETTINGS).content.decode()


@pytest.mark.usefixtures("gateways")
@pytest.mark.parametrize("days", ["0", "15", "", "-1", "семь", "٣"])
def test_days_out_of_range_are_refused_with_what_was_typed(owner: Client, days: str) -> None:
    answer = owner.post(SETTINGS, {"wanted": ["service:sms"], "low_days": days})
    assert answer.status_code == 422
    assert "от 1 до 14" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.usefixtures("gateways")
def test_without_gateways_there_is_the_list_alone(owner: Client) -> None:
    find_gateways_with(dict)
    page = owner.get(SETTINGS).content.decode()
    assert "ещё не подключил" in page
