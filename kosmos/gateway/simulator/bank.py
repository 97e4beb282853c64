"""The bank behind the simulator: attempts to pay, what becomes of them, and the pushes that follow."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum

from kosmos.config.wiring import SIMULATOR
from kosmos.gateway.models import (
    SimulatedAttempt,
    SimulatedGateway,
    SimulatedPage,
    SimulatedPush,
    SimulatedRefund,
)
from kosmos.gateway.simulator.telling import by_name_and_secret, push_of
from kosmos.payments.rails.bepaid.messages import EripRequest

IN_PROCESS = "In Process"
AWAY = "assist"
"""Under this name the whole simulator is switched off, as gateways of messages are; under an order's number, of it."""
PAID = ("Approved", "PartialCanceled")
"""Of an attempt in these states there is money to give back."""
LEFT_ALONE = timedelta(minutes=30)
"""An attempt that nobody finishes is closed by time-out."""
DELAY = timedelta(seconds=20)
PUSHES = ("once", "copies", "late", "lost", "altered", "basic")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bank answers, in Assist's words, and on its button; a time-out sends no push.

    ``less_kopecks`` and ``currency`` are how the money taken differs from what was asked for. ``falls_silent``: of this
    order the bank says nothing more, until the tester's page lets it speak.
    """

    label: str
    state: str
    code: str
    message: str
    pushes: bool = True
    less_kopecks: int = 0
    currency: str = ""
    falls_silent: bool = False


def _declined(label: str, code: str, message: str) -> Outcome:
    return Outcome(label, "Declined", code, message)


REFUSALS = {
    "decline": _declined("Отказать", "AS100", "AUTHORIZATION DECLINED"),
    "wrong_card": _declined("Неверные данные карты", "AS101", "WRONG CARD PARAMETERS"),
    "no_money": _declined("Недостаточно средств", "AS102", "INSUFFICIENT FUNDS"),
    "wrong_expiry": _declined("Неверный срок карты", "AS104", "WRONG EXPIRY DATE"),
    "card_limit": _declined("Превышен лимит карты", "AS105", "CARD LIMIT EXCEEDED"),
    "no_data": _declined("Данные не дошли", "AS107", "DATA RECEIPT ERROR"),
    "fraud": _declined("Похоже на мошенничество", "AS108", "FRAUD SUSPICION"),
    "operations_limit": _declined("Слишком много операций", "AS109", "OPERATION LIMIT EXCEEDED"),
    "not_confirmed": _declined("Код введён неверно", "AS110", "3-D SECURE REQUIRED"),
    "repeat": _declined("Просит повторить", "AS200", "REPEAT THE AUTHORIZATION"),
    "system_error": _declined("Системная ошибка", "AS998", "SYSTEM ERROR"),
}
NO_ANSWER = {
    "payer_cancels": Outcome("Плательщик отменил", "Canceled", "AS100", "CANCELLED BY PAYER"),
    "timeout": Outcome("Банк не ответил вовремя", "Timeout", "AS200", "NO ANSWER", pushes=False),
    "in_process": Outcome("Ещё обрабатывается", IN_PROCESS, "AS300", "IN PROCESS"),
    "silent": Outcome("Оплатить и замолчать", "Approved", "AS000", "APPROVED", pushes=False, falls_silent=True),
}
ODD_MONEY = {
    "less": Outcome("Списать на рубль меньше", "Approved", "AS000", "APPROVED", less_kopecks=1_00),
    "dollars": Outcome("Списать в долларах", "Approved", "AS000", "APPROVED", currency="USD"),
    "part": Outcome("Подтвердить только часть", "PartialApproved", "AS000", "PARTIALLY APPROVED"),
}
IN_ERIP = {
    "expire": Outcome("Истечёт срок", "Timeout", "AS200", "EXPIRED"),
    "delete": Outcome("Требование удалят", "Deleted", "AS100", "DELETED"),
    "permanent": Outcome("Станет постоянным, без оплаты", "Permanent", "AS300", "PERMANENT"),
}
"""What besides can become of a demand in ERIP."""
OUTCOMES = {
    "approve": Outcome("Подтвердить", "Approved", "AS000", "SUCCESSFUL AUTHORIZATION"),
    **REFUSALS,
    **NO_ANSWER,
    **ODD_MONEY,
    **IN_ERIP,
}
OFFERED = (("Банк отказал", REFUSALS), ("Ответа нет", NO_ANSWER), ("Деньги не те", ODD_MONEY))
"""What a tester can choose from beside the approval, in groups."""


_NUMBERS = {
    "assist": lambda: f"5{SIMULATOR['merchant_id']}{secrets.randbelow(10**9):09d}",
    "bepaid": lambda: str(uuid.uuid4()),
    "bepaid_erip": lambda: str(uuid.uuid4()),
    "webpay": lambda: f"9{secrets.randbelow(10**8):08d}",
}


def begin_attempt(page: SimulatedPage, *, masked_card: str, now: datetime) -> SimulatedAttempt:
    """A payer has sent a card: a new attempt with a number of its own, such as the provider's are."""
    return SimulatedAttempt.objects.create(
        bill=_NUMBERS[page.rail](),
        rail=page.rail,
        order_number=page.order_number,
        amount_kopecks=page.amount_kopecks,
        currency=page.currency,
        return_url=page.return_url,
        delay=page.delay,
        masked_card=masked_card,
        begun_at=now,
        changed_at=now,
    )


@transaction.atomic
def put_into_erip(asked: EripRequest, *, now: datetime) -> SimulatedAttempt:
    """Make a demand in ERIP; one by the same number that nobody has paid ends, as at bePaid."""
    known = SimulatedAttempt.objects.select_for_update().filter(rail="bepaid_erip", account=asked.account)
    for old in known.filter(state=IN_PROCESS):
        finish(old.bill, "expire", push="once", now=now)
    return SimulatedAttempt.objects.create(
        bill=_NUMBERS["bepaid_erip"](),
        rail="bepaid_erip",
        order_number=asked.number,
        account=asked.account,
        amount_kopecks=asked.amount_kopecks,
        currency=asked.currency,
        expires_at=asked.expires_at,
        begun_at=now,
        changed_at=now,
    )


@transaction.atomic
def finish(bill: str, outcome: str, *, push: str, now: datetime) -> SimulatedAttempt:
    """The bank answers an attempt, once; the push goes out as asked: once, copies, late, lost or altered."""
    attempt = SimulatedAttempt.objects.select_for_update().get(bill=bill)
    if attempt.state != IN_PROCESS:
        return attempt
    answer = OUTCOMES[outcome]
    state = "Delayed" if attempt.delay and answer.state == "Approved" else answer.state
    attempt.state, attempt.response_code, attempt.operations, attempt.changed_at = state, answer.code, 1, now
    attempt.amount_kopecks = max(1, attempt.amount_kopecks - answer.less_kopecks)
    attempt.currency = answer.currency or attempt.currency
    attempt.save()
    if answer.falls_silent:
        SimulatedGateway.objects.update_or_create(channel=attempt.order_number, defaults={"down": True})
    if answer.pushes:
        _send(attempt, how=push, now=now)
    return attempt


@transaction.atomic
def cancel(bill: str, *, now: datetime, kopecks: int | None = None) -> SimulatedAttempt:
    """The operator cancels a payment, or a part of it, in the provider's cabinet: money goes to the card.

    All that is left of it, if no sum is said or less is left.
    """
    attempt = SimulatedAttempt.objects.select_for_update().get(bill=bill, state__in=PAID)
    left = attempt.amount_kopecks - _given_back(attempt)
    give_back(attempt, kopecks=min(kopecks or left, left), key=uuid.uuid4().hex, now=now)
    _send(attempt, how="once", now=now)
    return attempt


def give_back(attempt: SimulatedAttempt, *, kopecks: int, key: str, now: datetime) -> SimulatedRefund | None:
    """Give money back to the card, once for each key; nothing if the attempt has not so much. It is locked."""
    if before := SimulatedRefund.objects.filter(key=key).first():
        return before
    back = _given_back(attempt)
    if attempt.state not in PAID or not 0 < kopecks <= attempt.amount_kopecks - back:
        return None
    whole = kopecks == attempt.amount_kopecks - back
    attempt.state, attempt.changed_at = ("Canceled" if whole else "PartialCanceled"), now
    attempt.operations += 1
    attempt.save()
    number = f"{attempt.bill}{'-' if attempt.rail == 'bepaid' else '.'}{attempt.operations}"
    return SimulatedRefund.objects.create(
        id=uuid.uuid4(), bill=attempt.bill, key=key, number=number, amount_kopecks=kopecks, at=now
    )


def _given_back(attempt: SimulatedAttempt) -> int:
    return SimulatedRefund.objects.filter(bill=attempt.bill).aggregate(sum=Sum("amount_kopecks"))["sum"] or 0


def locked(bill: str, rail: str) -> SimulatedAttempt | None:
    """An attempt of a provider, held for the rest of the transaction."""
    return SimulatedAttempt.objects.select_for_update().filter(bill=bill.partition(".")[0], rail=rail).first()


def is_silent(order_number: str, rail: str = AWAY) -> bool:
    """Whether a provider's simulator answers no question about an order."""
    return SimulatedGateway.objects.filter(channel__in=(rail, order_number), down=True).exists()


def close_left_alone(order_number: str, *, now: datetime) -> None:
    """Close by time-out what nobody finished."""
    left = SimulatedAttempt.objects.filter(order_number=order_number, state=IN_PROCESS)
    over = Q(expires_at__lte=now) | Q(expires_at=None, begun_at__lte=now - LEFT_ALONE)
    left.filter(over).update(state="Timeout", response_code="AS200", changed_at=now)


def attempts_of(order_number: str) -> list[SimulatedAttempt]:
    """All attempts to pay an order, the first one first."""
    return list(SimulatedAttempt.objects.filter(order_number=order_number).order_by("begun_at", "bill"))


def _send(attempt: SimulatedAttempt, *, how: str, now: datetime) -> None:
    if how == "lost":
        return
    body, headers = push_of(attempt, altered=how == "altered")
    headers = by_name_and_secret(attempt.rail) if how == "basic" else headers
    due = now + DELAY if how == "late" else now
    for _ in range(5 if how == "copies" else 1):
        SimulatedPush.objects.create(
            id=uuid.uuid4(), bill=attempt.bill, rail=attempt.rail, body=body.decode(), headers=headers, due_at=due
        )
