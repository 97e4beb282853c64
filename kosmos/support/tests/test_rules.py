from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.catalogue.policies import Policies
from kosmos.kernel.cards import without_cards
from kosmos.kernel.working import working
from kosmos.support.models import Topic
from kosmos.support.rules import TOPICS, answer_hours, promised_at, words_of

MINSK = ZoneInfo("Europe/Minsk")
WORK, HOURS = working(Policies().support_hours), answer_hours(Policies().answer_hours)
CARD = "4111111111111111"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MINSK)


@pytest.mark.parametrize(
    ("topic", "asked", "promised"),
    [
        pytest.param("internet", at(18, 10), at(18, 13), id="within the day"),
        pytest.param("internet", at(18, 19), at(18, 22), id="up to the last minute"),
        pytest.param("internet", at(18, 21), at(19, 10), id="the rest in the morning"),
        pytest.param("internet", at(18, 23, 30), at(19, 11), id="asked at night"),
        pytest.param("internet", at(18, 5), at(18, 11), id="asked before work"),
        pytest.param("documents", at(18, 8), at(19, 22), id="two whole days"),
        pytest.param("documents", at(29, 12), datetime(2026, 12, 1, 12, tzinfo=MINSK), id="over the month's end"),
        pytest.param("other", at(18, 22), at(19, 22), id="at closing time"),
    ],
)
def test_promised_in_working_hours(topic: str, asked: datetime, promised: datetime) -> None:
    assert promised_at(topic, asked, WORK, HOURS) == promised


def test_every_topic_has_its_hours() -> None:
    assert tuple(HOURS) == TOPICS == tuple(Topic.values)


@pytest.mark.parametrize("text", ["", "other", "other 0", "other x", "money 3", "other 14, weather 2", "other 201"])
def test_hours_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answer_hours(text)


def test_what_is_not_named_is_answered_like_the_rest() -> None:
    assert set(answer_hours("internet 2, other 9").values()) == {2, 9}


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.sampled_from(TOPICS))  # noqa: DTZ001
def test_a_promise_is_later_and_at_work(asked: datetime, topic: str) -> None:
    promised = promised_at(topic, asked.replace(tzinfo=MINSK), WORK, HOURS)
    assert promised > asked.replace(tzinfo=MINSK)
    assert (8, 0) <= (promised.hour, promised.minute) <= (22, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (CARD, "************1111"),
        ("4111 1111 1111 1111", "**** **** **** 1111"),
        ("4111-1111-1111-1111 12/27", "****-****-****-1111 12/27"),
        ("карта 4111\u00a01111\u00a01111\u00a01111 12 27 123", "карта ****\u00a0****\u00a0****\u00a01111 12 27 123"),
        ("№.4111.1111.1111.1111.", "№.****.****.****.1111."),
        ("5555555555554444, 378282246310005", "************4444, ***********0005"),
        ("9112 0000 0000 0010", "9112 0000 0000 0010"),
        ("4111111111111112", "4111111111111112"),
        ("счёт 100 482, тел. +375 29 123-45-01", "счёт 100 482, тел. +375 29 123-45-01"),
        ("чек 7720-114 от 18.11.2026 на 25.90", "чек 7720-114 от 18.11.2026 на 25.90"),
    ],
)
def test_card_numbers_are_masked_and_others_stay(text: str, kept: str) -> None:
    assert without_cards(text) == kept


def test_words_are_kept_as_lines_without_what_is_no_sign() -> None:
    assert words_of("  раз\r\nдва \0\x07\u202e \n\n\n\nтри ") == "раз\nдва\n\nтри"
    assert words_of("\0\n \u202d") == ""


@given(st.text())
def test_what_is_kept_is_what_would_be_kept_of_it(text: str) -> None:
    assert words_of(words_of(text)) == words_of(text)
    words_of(text).encode()
