"""Every event is said in every language, an SMS in two parts at most, and nothing is left in braces."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from kosmos.catalogue.models import Operator
from kosmos.charging.models import Subscription
from kosmos.notifications.models import Message, News
from kosmos.notifications.rules import ONLY_BY, TOPIC_OF
from kosmos.notifications.tests.world import at, subscribers
from kosmos.notifications.writing import TONGUES, letter_of, said_of

NOW = at("2016-11-01T12:00")
ABOUT: dict[str, Any] = {
    "subscription": 1,
    "number": 27,
    "on": "2016-11-28",
    "first_on": "2016-11-28",
    "last_on": "2016-12-28",
    "until_on": "2016-11-28",
    "until_at": "2016-11-28T11:30:00+00:00",
    "planned_at": "2016-12-28T11:30:00+00:00",
    "since_on": "2016-11-28",
    "kopecks": 123450,
    "before": 103450,
    "from": "net",
    "to": "fast",
    "plan": "net",
    "left_bytes": 3 * 1024**3,
    "then": "throttle",
    "field": "email",
    "code": "042042",
    "comment": "Выезд мастера",
    "bill": "https://payments.paysec.by/bill/paybill.cfm?ID=c2RmZ2UzNXkyNXR5MjU0",
}


def message(event: str, channel: str, account_id: int, **about: object) -> Message:
    made = Message(account_id=account_id, event=event, key="k", channel=channel, id=uuid.uuid4(), state=1)
    made.at, made.about = datetime(2016, 11, 1, 9, tzinfo=UTC), {**ABOUT, **about}
    if event in {"plan_change_planned", "plan_changed"}:
        del made.about["subscription"]
    return made


@pytest.fixture
def account_id(db: None) -> int:
    return subscribers(1)[0]


@pytest.fixture
def news(db: None) -> News:
    words = {"ru": "Работы на сети", "en": "Maintenance"}
    return News.objects.create(id=uuid.uuid4(), title=words, body=words, published_at=NOW)


@pytest.mark.parametrize("language", TONGUES)
def test_all_is_said_in_all_languages(account_id: int, news: News, language: str) -> None:
    assert set(TONGUES[language].sayings) == set(TOPIC_OF)
    for event in TOPIC_OF:
        mail = letter_of(message(event, "email", account_id, news=str(news.id)), language, "a@example.by", now=NOW)
        for text in (mail.subject, mail.text, mail.html):
            assert text
            assert not re.search(r"[{}]|None|  \S", text), (event, text)
        if event not in ONLY_BY:
            short = letter_of(message(event, "sms", account_id, news=str(news.id)), language, "+375", now=NOW).text
            assert 0 < len(short) <= 134, (event, short)


@pytest.mark.usefixtures("news")
def test_dates_and_sums_are_as_a_reader_writes_them(account_id: int) -> None:
    received = message("payment_received", "cabinet", account_id)
    low = message("low", "cabinet", account_id)
    planned = message("plan_change_planned", "cabinet", account_id)
    said = [text.replace("\u00a0", " ") for _, text in said_of([received, low, planned], "ru", now=NOW)]
    assert said[0] == "Зачислили на счёт 1 234,50 BYN. Спасибо!"
    assert "до 28 ноября (пн) включительно" in said[1]
    assert said[2].startswith("С 28 ноября (пн) вместо «Орбита 30» будет")
    assert "28 лістапада (пн)" in said_of([low], "be", now=NOW)[0][1].replace("\u00a0", " ")
    assert "28 November (Mon)" in said_of([low], "en", now=NOW)[0][1].replace("\u00a0", " ")


def test_what_is_blocked_says_how_much_brings_it_back(account_id: int) -> None:
    Subscription.objects.update(status=2, blocked_since_charge=True, charged_through_on="2016-10-31")
    letter = letter_of(message("blocked", "sms", account_id), "ru", "+375", now=NOW)
    assert re.fullmatch(r"Остановили «Орбита 30»: не хватает денег\.( Пополните на [\d,]+ BYN\.)?", letter.text)


def test_html_escapes_what_people_are_called(account_id: int) -> None:
    Operator.objects.update(name={"ru": "<b>Космос</b>"})
    letter = letter_of(message("ended", "email", account_id), "ru", "a@example.by", now=NOW)
    assert "&lt;b&gt;Космос" in letter.html
