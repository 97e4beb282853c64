"""The bank behind the simulator: attempts to pay, what becomes of them, and the pushes that follow."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction

from kosmos.config.wiring import SIMULATOR
from kosmos.gateway.models import SimulatedAttempt, SimulatedPush
from kosmos.kernel.money import plain
from kosmos.payments.rails.assist.codec import check_value

IN_PROCESS = "In Process"
LEFT_ALONE = timedelta(minutes=30)
"""An attempt that nobody finishes is closed by time-out."""
DELAY = timedelta(seconds=20)
PUSHES = ("once", "copies", "late", "lost", "altered")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bank answers, in Assist's words; a time-out sends no push."""

    state: str
    code: str
    message: str
    pushes: bool = True


OUTCOMES = {
    "approve": Outcome("Approved", "AS000", "SUCCESSFUL AUTHORIZATION"),
    "decline": Outcome("Declined", "AS100", "AUTHORIZATION DECLINED"),
    "no_money": Outcome("Declined", "AS102", "INSUFFICIENT FUNDS"),
    "not_confirmed": Outcome("Declined", "AS110", "3-D SECURE REQUIRED"),
    "timeout": Outcome("Timeout", "AS200", "NO ANSWER", pushes=False),
}


def begin_attempt(
    *, order_number: str, amount_kopecks: int, currency: str, return_url: str, masked_card: str, now: datetime
) -> SimulatedAttempt:
    """A payer has sent a card: a new attempt with a bill number of its own."""
    return SimulatedAttempt.objects.create(
        bill=f"5{SIMULATOR['merchant_id']}{secrets.randbelow(10**9):09d}",
        order_number=order_number,
        amount_kopecks=amount_kopecks,
        currency=currency,
        return_url=return_url,
        masked_card=masked_card,
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
    attempt.state, attempt.response_code, attempt.operations, attempt.changed_at = answer.state, answer.code, 1, now
    attempt.save()
    if answer.pushes:
        _send(attempt, how=push, now=now)
    return attempt


@transaction.atomic
def cancel(bill: str, *, now: datetime) -> SimulatedAttempt:
    """The operator cancels an approved payment in the provider's cabinet: the money goes back to the card."""
    attempt = SimulatedAttempt.objects.select_for_update().get(bill=bill, state="Approved")
    attempt.state, attempt.operations, attempt.changed_at = "Canceled", 2, now
    attempt.save()
    _send(attempt, how="once", now=now)
    return attempt


def close_left_alone(order_number: str, *, now: datetime) -> None:
    """Close by time-out what nobody finished."""
    left = SimulatedAttempt.objects.filter(order_number=order_number, state=IN_PROCESS)
    left.filter(begun_at__lte=now - LEFT_ALONE).update(state="Timeout", response_code="AS200", changed_at=now)


def attempts_of(order_number: str) -> list[SimulatedAttempt]:
    """All attempts to pay an order, the first one first."""
    return list(SimulatedAttempt.objects.filter(order_number=order_number).order_by("begun_at", "bill"))


def _send(attempt: SimulatedAttempt, *, how: str, now: datetime) -> None:
    if how == "lost":
        return
    body = push_of(attempt)
    if how == "altered":
        body = body.replace("amount=" + plain(attempt.amount_kopecks), "amount=" + plain(attempt.amount_kopecks * 100))
    due = now + DELAY if how == "late" else now
    for _ in range(5 if how == "copies" else 1):
        SimulatedPush.objects.create(id=uuid.uuid4(), bill=attempt.bill, body=body, due_at=due)


def push_of(attempt: SimulatedAttempt) -> str:
    """The form that tells of an attempt's last operation, signed as Assist signs it."""
    amount, currency, when = plain(attempt.amount_kopecks), attempt.currency, gmt(attempt.changed_at)
    approved = attempt.response_code == "AS000"
    text = f"{SIMULATOR['merchant_id']}{attempt.order_number}{amount}{currency}{attempt.state}"
    return urlencode(
        {
            "merchant_id": SIMULATOR["merchant_id"],
            "ordernumber": attempt.order_number,
            "billnumber": f"{attempt.bill}.{attempt.operations}",
            "testmode": "1",
            "orderamount": amount,
            "ordercurrency": currency,
            "amount": amount,
            "currency": currency,
            "rate": "1",
            "meantype_id": "1",
            "meantypename": "VISA",
            "meannumber": attempt.masked_card,
            "issuebank": "Simulated Bank",
            "bankcountry": "Belarus",
            "orderdate": gmt(attempt.begun_at),
            "orderstate": attempt.state,
            "responsecode": attempt.response_code,
            "approvalcode": attempt.bill[-6:] if approved else "",
            "protocoltypename": "NET",
            "operationtype": "300" if attempt.state == "Canceled" else "100",
            "operationdate": when,
            "authresult": "Y" if approved else "N",
            "authrequired": "1",
            "packetdate": when,
            "checkvalue": check_value(text, SIMULATOR["salt"]),
            "version": "2.2.0",
        }
    )


def gmt(moment: datetime) -> str:
    """An instant as Assist writes it."""
    return moment.astimezone(UTC).strftime("%d.%m.%Y %H:%M:%S")
