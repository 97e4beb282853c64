"""The one state machine of orders: what news does to what is known. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kosmos.payments.news import Heard, News, Source

LIFE, ERIP_LIFE = timedelta(hours=1), timedelta(days=1)
"""How long an order can be paid before it is called expired; money that comes later is credited all the same."""
ERIP_SLACK = timedelta(minutes=10)
"""So much before its order's end a demand in ERIP ends, so that the provider has said so when it is asked then."""
ERIP_SOLD = "bepaid_erip"
"""The rail by which a provider puts demands of ours into ERIP."""
FIRST_ASK, SECOND_ASK = timedelta(minutes=5), timedelta(hours=1)
DAILY = timedelta(days=1)
STOP_AFTER = timedelta(days=7)
"""Declined and expired orders are asked about for so long: a second attempt, or late money, may have gone unsaid."""
GIVE_UP_AFTER = timedelta(days=30)
"""So long an order of which nothing is known is asked about every day; then a person has to find out."""
REFUND_HOUR, REFUND_GIVE_UP = timedelta(hours=1), timedelta(days=7)
PAGE_ASKS = timedelta(seconds=3)
PAGE_ASKS_LATER = timedelta(minutes=1)
"""How often an order's own page may have the provider asked: in the first ten minutes, and after them."""
MOST_KOPECKS = 500_000
BILL_LEAST, BILL_MOST_DAYS = timedelta(hours=1), 28
"""For how long a bill can be paid; shorter than an unfinished order is asked about."""
BILL_LETTERS, BILLS_WAITING = 100, 5
BILL_TRIED_FOR, BILL_AGAIN = timedelta(hours=1), timedelta(minutes=1)
"""How long a provider that is silent is asked to make a bill, and how often."""

UNFINISHED = frozenset({"new", "waiting", "unknown"})
MAY_STILL_BE_PAID = frozenset({"declined", "expired", "cancelled"})

_OTHERS: dict[Heard, tuple[dict[str, str], str, tuple[str, ...]]] = {
    Heard.WAITING: ({"new": "waiting", "unknown": "waiting"}, "", ()),
    Heard.HELD: ({"new": "waiting", "unknown": "waiting"}, "", ()),
    Heard.EXPIRED: (dict.fromkeys(UNFINISHED, "expired"), "bank_silent", ()),
    Heard.DELETED: (dict.fromkeys(UNFINISHED, "expired"), "deleted", ()),
    Heard.PART_APPROVED: (dict.fromkeys(UNFINISHED, "unknown"), "", ("part_approved",)),
    Heard.PART_CANCELLED: ({}, "", ("part_cancelled",)),
}
"""What moves no money: which state follows which, the reason of the new one, and the case that it opens."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an order before the news.

    ``operation`` is the one posted last. ``other_kopecks`` is what still stands of the news' own attempt if another one
    was posted since, None if nothing of it ever was. ``over`` once the order's life is: an attempt's may end before it.
    """

    state: str
    amount_kopecks: int
    currency: str
    attempt: str = ""
    operation: str = ""
    posted_attempt: str = ""
    paid_kopecks: int = 0
    other_kopecks: int | None = None
    over: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What news does: the state that follows, money to post or take back or set aside, and cases to open."""

    state: str
    reason: str = ""
    post: bool = False
    take_back: bool = False
    set_aside: bool = False
    ask_again: bool = False
    cases: tuple[str, ...] = ()


def life_of(rail: str) -> timedelta:
    """How long an order of a rail lives."""
    return ERIP_LIFE if rail == ERIP_SOLD else LIFE


def payable_until(rail: str, expires_at: datetime) -> datetime:
    """Until when the provider lets an order of a rail be paid."""
    return expires_at - ERIP_SLACK if rail == ERIP_SOLD else expires_at


def decide(known: Known, news: News) -> Decision:
    """What news does to an order. The same news again does nothing."""
    match news.heard:
        case Heard.APPROVED:
            return _approved(known, news)
        case Heard.DECLINED:
            return _declined(known, news)
        case Heard.CANCELLED:
            return _cancelled(known, news)
    follows, reason, cases = _OTHERS[news.heard]
    state = follows.get(known.state, known.state)
    soon = news.heard is Heard.HELD and news.attempt != known.attempt
    return Decision(state, reason=reason if state != known.state else "", ask_again=soon, cases=cases)


def _approved(known: Known, news: News) -> Decision:
    if news.currency != known.currency:
        return Decision(known.state, set_aside=True, cases=("other_currency",))
    other = _other_amount(known, news)
    if known.operation:
        if news.attempt != known.posted_attempt:
            if known.other_kopecks is not None:
                return Decision(known.state)
            return Decision("paid", post=True, cases=("paid_twice", *other))
        again = ("other_amount",) if news.amount_kopecks != known.paid_kopecks else ()
        return Decision(known.state, cases=again)
    if known.state == "cancelled" and news.attempt == known.attempt and news.source is Source.PUSH:
        return Decision(known.state, ask_again=True, cases=("approved_after_cancelled",))
    turned = known.state in {"declined", "cancelled"} and news.attempt == known.attempt
    late = ("paid_late",) if known.state == "expired" and known.over else ()
    cases = ((f"approved_after_{known.state}",) if turned else ()) + late + other
    return Decision("paid", reason="late" if late else "", post=True, cases=cases)


def _other_amount(known: Known, news: News) -> tuple[str, ...]:
    if news.amount_kopecks + news.discount_kopecks != known.amount_kopecks:
        return ("other_amount",)
    return ("discounted",) if news.discount_kopecks else ()


def _declined(known: Known, news: News) -> Decision:
    if not known.operation:
        state = known.state if known.state in {"cancelled", "refunded"} else "declined"
        return Decision(state, reason=news.reason or "declined")
    if known.state != "paid" or news.attempt != known.posted_attempt:
        return Decision(known.state)
    if news.source is Source.PUSH:
        return Decision("paid", ask_again=True, cases=("declined_after_approved",))
    return Decision("declined", reason="taken_back", take_back=True, cases=("declined_after_approved",))


def _cancelled(known: Known, news: News) -> Decision:
    if not known.operation:
        return Decision("cancelled", reason=news.reason)
    if known.other_kopecks and news.attempt != known.posted_attempt:
        whole = news.amount_kopecks >= known.other_kopecks
        return Decision(known.state, take_back=whole, cases=() if whole else ("part_cancelled",))
    if known.state != "paid" or news.attempt != known.posted_attempt:
        return Decision(known.state)
    if news.amount_kopecks < known.paid_kopecks:
        return Decision("paid", cases=("part_cancelled",))
    return Decision("refunded", take_back=True)


def next_ask(*, state: str, created_at: datetime, expires_at: datetime, now: datetime) -> datetime | None:
    """When the provider is asked next: five minutes and an hour after the order was made, at its end, and daily.

    None at the end: of an order that is unfinished still, a person gets a case.
    """
    if state in UNFINISHED and now >= created_at + GIVE_UP_AFTER:
        return None
    if state not in UNFINISHED and (state not in MAY_STILL_BE_PAID or now >= expires_at + STOP_AFTER):
        return None
    for moment in (created_at + FIRST_ASK, created_at + SECOND_ASK, expires_at):
        if now < moment:
            return min(moment, now + DAILY)
    return now + DAILY


def next_refund_ask(*, asked_at: datetime, now: datetime) -> datetime | None:
    """When the provider is asked what became of a refund: after five minutes, an hour, then daily; None at the end."""
    if now >= asked_at + REFUND_GIVE_UP:
        return None
    for moment in (asked_at + FIRST_ASK, asked_at + REFUND_HOUR):
        if now < moment:
            return moment
    return now + DAILY


def page_may_ask(*, created_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether an order's page may have the provider asked now."""
    pause = PAGE_ASKS if now < created_at + 2 * FIRST_ASK else PAGE_ASKS_LATER
    return asked_at is None or now >= asked_at + pause
