"""The state machine alone: what news does, and that the same again does nothing."""

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


def after(before: Known, heard: News, decision: Decision) -> Known:
    """What is known when a decision was carried out."""
    operation = heard.operation if decision.post else before.operation
    return Known(
        decision.state,
        before.amount_kopecks,
        before.currency,
        heard.attempt if decision.post or not before.operation else before.attempt,
        operation,
        operation.partition(".")[0],
        heard.amount_kopecks if decision.post else before.paid_kopecks,
    )


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
def test_a_replay_moves_no_money(told: list[News]) -> None:
    now = known("new")
    for heard in told:
        now = after(now, heard, decide(now, heard))
        again = decide(now, heard)
        assert not again.post
        assert not again.take_back
        assert again.state == now.state or heard.source is Source.PUSH


@given(st.lists(heards, max_size=8))
def test_money_is_taken_back_only_after_it_came(told: list[News]) -> None:
    now, held = known("new"), False
    for heard in told:
        decision = decide(now, heard)
        assert not decision.take_back or held
        held = decision.post or (held and not decision.take_back)
        now = after(now, heard, decision)


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
