"""The state machine alone: what news does, and that the same again does nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.news import Heard, News, Source, decisive
from kosmos.payments.rules import STOP_AFTER, Decision, Known, decide, next_ask

MADE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ENDS = MADE + timedelta(hours=1)


def news(heard: Heard, *, attempt: str = "51", amount: int = 2500, source: Source = Source.QUERY) -> News:
    return News("n", heard, amount, "BYN", f"{attempt}.1", attempt, source, "assist")


def known(state: str, *, attempt: str = "", posted: str = "") -> Known:
    return Known(state, 2500, "BYN", attempt, f"{posted}.1" if posted else "", posted, 2500 if posted else 0)


class Book:
    """An order, and the money that stands of each attempt to pay it."""

    def __init__(self) -> None:
        self.known, self.standing = known("new"), dict[str, int]()

    def hear(self, heard: News) -> Decision:
        """Decide on news, and carry it out."""
        before = self.known
        other = (
            self.standing.get(heard.attempt) if before.operation and heard.attempt != before.posted_attempt else None
        )
        decision = decide(replace(before, other_kopecks=other), heard)
        self.known = replace(before, state=decision.state)
        if decision.take_back:
            assert self.standing[heard.attempt] > 0
            self.standing[heard.attempt] = 0
        if decision.post:
            assert heard.attempt not in self.standing
            self.standing[heard.attempt] = heard.amount_kopecks
            self.known = replace(self.known, operation=heard.operation, posted_attempt=heard.attempt)
            self.known = replace(self.known, paid_kopecks=heard.amount_kopecks)
        if decision.post or not before.operation:
            self.known = replace(self.known, attempt=heard.attempt)
        return decision


@pytest.mark.parametrize(
    ("before", "heard", "state", "does"),
    [
        (known("waiting"), news(Heard.APPROVED), "paid", {"post"}),
        (known("new"), news(Heard.WAITING), "waiting", set()),
        (known("unknown"), news(Heard.WAITING), "waiting", set()),
        (known("waiting"), news(Heard.DECLINED), "declined", set()),
        (known("declined", attempt="50"), news(Heard.APPROVED), "paid", {"post"}),
        (known("declined", attempt="51"), news(Heard.APPROVED), "paid", {"post", "approved_after_declined"}),
        (known("expired"), news(Heard.APPROVED), "paid", {"post", "paid_late"}),
        (known("waiting"), news(Heard.APPROVED, amount=2400), "paid", {"post", "other_amount"}),
        (known("paid", posted="51"), news(Heard.APPROVED), "paid", set()),
        (known("paid", posted="51"), news(Heard.APPROVED, attempt="52"), "paid", {"post", "paid_twice"}),
        (known("paid", posted="51"), news(Heard.DECLINED, attempt="50"), "paid", set()),
        (
            known("paid", posted="51"),
            news(Heard.DECLINED, source=Source.PUSH),
            "paid",
            {"ask_again", "declined_after_approved"},
        ),
        (known("paid", posted="51"), news(Heard.DECLINED), "declined", {"take_back", "declined_after_approved"}),
        (known("paid", posted="51"), news(Heard.CANCELLED), "refunded", {"take_back"}),
        (known("paid", posted="51"), news(Heard.CANCELLED, amount=500), "paid", {"part_cancelled"}),
        (known("refunded", posted="51"), news(Heard.APPROVED), "refunded", set()),
        (known("refunded", posted="51"), news(Heard.CANCELLED), "refunded", set()),
        (known("waiting"), news(Heard.CANCELLED), "cancelled", set()),
        (known("waiting"), news(Heard.EXPIRED), "expired", set()),
        (known("waiting"), news(Heard.PART_APPROVED), "unknown", {"part_approved"}),
        (
            known("cancelled", attempt="51"),
            news(Heard.APPROVED, source=Source.PUSH),
            "cancelled",
            {"ask_again", "approved_after_cancelled"},
        ),
    ],
)
def test_what_news_does(before: Known, heard: News, state: str, does: set[str]) -> None:
    decision = decide(before, heard)
    acts = {name for name in ("post", "take_back", "set_aside", "ask_again") if getattr(decision, name)}
    assert (decision.state, acts | set(decision.cases)) == (state, does)


def test_another_currency_is_set_aside() -> None:
    foreign = News("n", Heard.APPROVED, 2500, "USD", "51.1", "51", Source.PUSH, "assist")
    decision = decide(known("waiting"), foreign)
    assert (decision.state, decision.post, decision.set_aside) == ("waiting", False, True)


heards = st.builds(
    news,
    st.sampled_from(Heard),
    attempt=st.sampled_from(["51", "52"]),
    amount=st.sampled_from([500, 2500]),
    source=st.sampled_from(Source),
)


@given(st.lists(heards, max_size=8))
def test_each_attempt_is_posted_once_and_a_replay_moves_no_money(told: list[News]) -> None:
    book = Book()
    for heard in told:
        book.hear(heard)
        state, standing = book.known.state, dict(book.standing)
        again = book.hear(heard)
        assert not again.post
        assert not again.take_back
        assert (book.known.state, book.standing) == (state, standing)


def test_of_two_payments_the_first_may_be_cancelled() -> None:
    book = Book()
    book.hear(news(Heard.APPROVED))
    book.hear(news(Heard.APPROVED, attempt="52"))
    assert not book.hear(news(Heard.APPROVED)).post
    assert book.hear(news(Heard.CANCELLED)).take_back
    assert not book.hear(news(Heard.CANCELLED)).take_back
    assert (book.known.state, book.standing) == ("paid", {"51": 0, "52": 2500})


def test_of_several_attempts_an_approved_one_counts() -> None:
    first, second, third = (
        news(Heard.DECLINED, attempt="1"),
        news(Heard.APPROVED, attempt="2"),
        news(Heard.DECLINED, attempt="3"),
    )
    assert decisive((first, second, third)) is second
    assert decisive((first, third)) is third
    assert decisive(()) is None
    other = news(Heard.APPROVED, attempt="4")
    assert decisive((second, other), "4") is other


def test_questions_are_asked_at_five_minutes_an_hour_and_daily() -> None:
    def following(state: str, now: datetime) -> datetime | None:
        return next_ask(state=state, created_at=MADE, expires_at=ENDS, now=now)

    assert following("waiting", MADE) == MADE + timedelta(minutes=5)
    assert following("unknown", MADE + timedelta(minutes=5)) == ENDS
    assert following("unknown", ENDS) == ENDS + timedelta(days=1)
    assert following("declined", ENDS) == ENDS + timedelta(days=1)
    assert following("expired", ENDS + STOP_AFTER) is None
    assert following("unknown", ENDS + STOP_AFTER) is not None
    assert following("paid", MADE) is None
