"""What is kept beside orders: cases, raw messages, and money that is nobody's yet."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import NewPayment, post_payments
from kosmos.kernel.days import business_day
from kosmos.kernel.money import plain
from kosmos.kernel.sql import Statement, array, rows_of_each, statement, texts
from kosmos.ledger.errors import AccountExists
from kosmos.ledger.models import Account, AccountKind, AccountNumber, LedgerCode
from kosmos.ledger.services import open_account
from kosmos.payments.masking import mask_cards
from kosmos.payments.models import Case, Unidentified
from kosmos.payments.news import Heard, News
from kosmos.payments.rules import ERIP_SOLD

LEDGER_CURRENCY = "BYN"
MOST_REFUSED_A_DAY = 1_000
"""So many refused pushes of a rail are kept in any 24 hours; the gateway's figures count them all."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Words that came or went, and what was made of them."""

    rail: str
    direction: str
    order_number: str
    content: str
    verdict: str


def keep_raw(*, rail: str, direction: str, order_number: str, content: str, verdict: str, now: datetime) -> None:
    """Keep what came or went, with whatever looks like a card number masked."""
    keep_raws([Raw(rail, direction, order_number, content, verdict)], now=now)


def keep_raws(raws: Sequence[Raw], *, now: datetime) -> None:
    """The same for many at once."""
    if raws:
        rows_of_each(keeping_raws(raws, now=now))


def keep_refused_pushes(raws: Sequence[Raw], *, now: datetime) -> None:
    """Keep pushes that were refused, as far as a day and a rail may have: anybody can send as many as he likes."""
    if raws:
        values = {**_values(raws, now=now), "since": now - timedelta(days=1), "most": MOST_REFUSED_A_DAY}
        rows_of_each((statement("payments", "keep_refused_pushes"), values))


def keeping_raws(raws: Sequence[Raw], *, now: datetime) -> Statement:
    """What keeps them, to be run with other things."""
    return statement("payments", "keep_raw_messages"), _values(raws, now=now)


def _values(raws: Sequence[Raw], *, now: datetime) -> dict[str, object]:
    return {
        "at": now,
        "ids": array(str(uuid.uuid4()) for _ in raws),
        "rails": texts(one.rail for one in raws),
        "directions": texts(one.direction for one in raws),
        "numbers": texts(mask_cards(one.order_number.replace("\x00", ""))[:128] for one in raws),
        "contents": texts(mask_cards(one.content.replace("\x00", "")) for one in raws),
        "verdicts": texts(one.verdict for one in raws),
    }


def open_case(*, account_id: int, order_number: str, kind: str, operation: str, details: str, now: datetime) -> None:
    """Open a case for a person, once for each kind and operation."""
    case = Case(
        account_id=account_id,
        order_number=order_number,
        kind=kind,
        operation=operation,
        details=details,
        opened_at=now,
    )
    Case.objects.bulk_create([case], ignore_conflicts=True)


def code_of(rail: str) -> LedgerCode:
    """The operator's side of what a provider's orders bring."""
    return LedgerCode.ERIP_CLEARING if rail == ERIP_SOLD else LedgerCode.CARD_CLEARING


def suspense_account(rail: str, *, now: datetime) -> int:
    """The account on which a rail's money waits that is nobody's yet; opened with the first of it."""
    number = f"suspense-{rail}"
    if found := AccountNumber.objects.filter(number=number).first():
        return found.account_id
    try:
        with transaction.atomic():
            return open_account(number=number, day=business_day(now, operator_zone()), kind=AccountKind.SUSPENSE)
    except (AccountExists, IntegrityError):
        return AccountNumber.objects.get(number=number).account_id


@transaction.atomic
def set_aside(news: News, reason: str, *, now: datetime) -> None:
    """Keep approved money that is nobody's on the suspense account, once for each operation."""
    if news.heard is not Heard.APPROVED:
        return
    account_id = suspense_account(news.rail, now=now)
    posted = news.currency == LEDGER_CURRENCY
    if posted:
        payment = NewPayment(
            account_id, news.amount_kopecks, news.operation, provider=news.rail, code=code_of(news.rail)
        )
        post_payments([payment], now=now)
    _note(account_id, news, reason, posted=posted, now=now)


def note_unconfirmed(news: News, *, now: datetime) -> None:
    """Note what a push said of an order that neither we nor the provider's status query know: no money moves."""
    if news.heard is Heard.APPROVED:
        _note(suspense_account(news.rail, now=now), news, "unknown_order", posted=False, now=now)


def note_if_nobodys(account_id: int, news: News, *, now: datetime) -> None:
    """Note money that was posted for an order of nobody's: it stands on the suspense account."""
    if Account.objects.filter(id=account_id, kind=AccountKind.SUSPENSE).exists():
        _note(account_id, news, "unknown_account", posted=True, now=now)


def _note(account_id: int, news: News, reason: str, *, posted: bool, now: datetime) -> None:
    row = Unidentified(
        account_id=account_id,
        rail=news.rail,
        operation=news.operation,
        order_number=news.order_number,
        amount_kopecks=news.amount_kopecks,
        currency=news.currency,
        reason=reason,
        posted=posted,
        came_at=now,
    )
    Unidentified.objects.bulk_create([row], ignore_conflicts=True)
    if posted:  # an earlier push of it may have been noted before the provider confirmed it
        noted = Unidentified.objects.filter(account_id=account_id, rail=news.rail, operation=news.operation)
        noted.filter(posted=False).update(posted=True, amount_kopecks=news.amount_kopecks)
    open_case(
        account_id=account_id,
        order_number=news.order_number,
        kind=reason,
        operation=news.operation,
        details=f"{plain(news.amount_kopecks)} {news.currency}",
        now=now,
    )


def of_attempt(attempt: str, field: str = "reference") -> Q:
    """Payments by operations of an attempt: they bear its number, and a point and theirs where it has several."""
    return Q(**{field: attempt}) | Q(**{f"{field}__startswith": f"{attempt}."})
