"""Whatever a timeline can bear has its words, and what is personal in it is masked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kosmos.backoffice import timeline_words as words
from kosmos.backoffice.audit.words import ACTS
from kosmos.backoffice.subscriber_words import REVEAL_REASONS, SUBSCRIBER_KINDS
from kosmos.backoffice.timeline_shown import FUNCTION_OF, place_of, query_of
from kosmos.notifications.rules import ONLY_BY, TOPIC_OF
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import ContactField, Purpose, SignInEventKind, SubscriberKind
from kosmos.support.models import EntryKind
from kosmos.workplace.personal import RevealReason
from kosmos.workplace.timeline import OF_SERVICES, PARTS, Line, Place

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def said(what: str, part: str = "access", **data: Any) -> tuple[str, str]:
    """A line in Russian words, masked."""
    with override("ru"):
        told = words.told(Line(part, what, what, AT, "1", "", data), whole=False)
    return told.title, told.text


def test_everything_has_its_words() -> None:
    assert set(words.EVENTS) >= TOPIC_OF.keys() - ONLY_BY.keys()
    assert set(words.EVENTS) >= set(OF_SERVICES)
    assert set(words.SIGN_IN_EVENTS) == set(SignInEventKind.values)
    assert set(words.FIELDS) == set(ContactField.values)
    assert set(words.PURPOSES) == set(Purpose.values)
    assert set(words.ENTRIES) == set(EntryKind.values)
    assert set(ACTS) >= set(Act)
    assert set(words.PARTS) == set(FUNCTION_OF) == set(PARTS)
    assert set(REVEAL_REASONS) == set(RevealReason)
    assert set(SUBSCRIBER_KINDS) == set(SubscriberKind.values)


@pytest.mark.parametrize(
    ("what", "data", "title", "text"),
    [
        pytest.param(
            "contact",
            {"field": "email", "before": "", "after": "anna@example.by"},
            "Почта изменена",
            "не было → a···@example.by",
            id="a contact is masked",
        ),
        pytest.param(
            "sign_in",
            {"kind": 2, "reason": "password", "address": "10.1.2.3"},
            "Неудачная попытка входа",
            "",
            id="whence is not said",
        ),
        pytest.param(
            "consent", {"purpose": "advertising", "given": False}, "Согласие отозвано: реклама", "", id="a consent"
        ),
        pytest.param(
            "order",
            {"state": "declined", "kopecks": 25_00},
            "Заказ на оплату 25,00 BYN",
            "№ 1: отклонён",
            id="an order that was not paid",
        ),
        pytest.param(
            "message",
            {"event": "blocked", "ways": {"sms": 3, "email": 5}},
            "Услуги выключились: не хватило денег",
            "сообщили: SMS (отправлено), почта (не дошло)",
            id="a message and what became of it",
        ),
        pytest.param(
            "act",
            {"action": "personal_shown", "reason": "просил счёт", "before": None, "after": {"why": "talk"}},
            "Показаны личные данные",
            "Говорю с абонентом. просил счёт",
            id="data that was shown",
        ),
    ],
)
def test_lines_are_said_in_words(what: str, data: dict[str, Any], title: str, text: str) -> None:
    shown = tuple(one.replace("\u00a0", " ") for one in said(what, **data))
    assert shown == (title, text)


def test_a_member_of_staff_is_named_from_the_audit_of_sign_ins() -> None:
    line = Line("access", "sign_in", "k", AT, "1", "", {"kind": 16, "reason": "passed 3/4 by vera", "address": ""})
    with override("ru"):
        assert words.told(line, whole=False).who == "vera"


def test_a_place_in_an_address_leads_back_to_itself() -> None:
    query = QueryDict(query_of(Place(AT, "note:=&?"), "notes"))
    assert query["part"] == "notes"
    assert place_of(query["at"], query["key"]) == Place(AT, "note:=&?")
