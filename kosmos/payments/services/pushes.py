"""A push is kept, verified, and dealt with as often as it comes."""

from datetime import datetime

from kosmos.payments.models import Order
from kosmos.payments.news import Heard, News
from kosmos.payments.queries import order_by_number
from kosmos.payments.rails.base import PushRefused, Rail
from kosmos.payments.services.asking import confirm_push
from kosmos.payments.services.cases import keep_raw
from kosmos.payments.services.news import attempt_of

MOST_KEPT_OF_REFUSED = 4096
"""Anybody can send what is refused: of that only the beginning is kept, in characters."""


def take_push(rail: Rail, body: bytes, *, now: datetime) -> str:
    """Take a push from its raw bytes; what to answer its sender, the same for each copy of it.

    PushRefused (with its answer) if it is not the provider's. Any other exception is a fault of ours: no answer may be
    given then, so that the provider sends it again.
    """
    content = body.decode("utf-8", "replace")
    try:
        push = rail.read_push(body)
    except PushRefused as error:
        _keep(rail, "", content[:MOST_KEPT_OF_REFUSED], f"refused: {error.code}", now)
        raise
    news = push.news
    order = order_by_number(news.order_number)
    if push.test and not rail.credits_tests:
        _keep(rail, news.order_number, content, "a test: not credited", now)
    elif order and _known_already(order, news):
        _keep(rail, news.order_number, content, "known already", now)
    else:
        _keep(rail, news.order_number, content, "verified", now)
        confirm_push(rail, push, order, now)
    return push.answer


def _keep(rail: Rail, number: str, content: str, verdict: str, now: datetime) -> None:
    keep_raw(rail=rail.name, direction="push", order_number=number, content=content, verdict=verdict, now=now)


def _known_already(order: Order, news: News) -> bool:
    """Whether the money of this attempt was posted already, as the push says."""
    same = attempt_of(order.operation) == news.attempt and order.paid_kopecks == news.amount_kopecks
    return bool(order.operation) and same and news.heard is Heard.APPROVED and order.currency == news.currency
