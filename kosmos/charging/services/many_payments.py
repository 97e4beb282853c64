"""Very many payments of one provider and instant: those after which nothing can turn are posted by one statement."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import repeat

from django.db import transaction

from kosmos.catalogue.queries import OPERATOR_ZONE, zone_in
from kosmos.charging.services.payments import NewPayment, post_payments
from kosmos.kernel.days import business_day
from kosmos.kernel.pipeline import Rows
from kosmos.kernel.sql import Statement, array, rows_of_each, statement, texts
from kosmos.ledger.models import LedgerCode
from kosmos.ledger.services import accounts_lock

Money = tuple[int, int, str]
"""The account that it came to, kopecks, and its provider's reference."""

_SEEN = 1
"""What sql/before_payments.sql tells of a payment, by its place; all else that it tells is of an account."""


@transaction.atomic(savepoint=False)
def post_many(payments: Sequence[Money], *, provider: str, code: LedgerCode, now: datetime) -> None:
    """Post thousands of payments of different references as `post_payments` does; one seen before changes nothing.

    An account is calm that is open today, owes nothing, and has nothing that waits for money: nothing but the money
    changes there, however many payments come to it. To the others they are posted in the usual way.
    """
    if not payments:
        return
    zones, locked, told = rows_of_each(
        OPERATOR_ZONE, accounts_lock(account_id for account_id, _, _ in payments), _look(payments, provider)
    )
    today = business_day(now, zone_in(zones))
    last_numbers = _of_calm(locked, told, today)
    seen = {place for what, place, _ in told if what == _SEEN}
    fresh = [one for place, one in enumerate(payments, 1) if place not in seen]
    others = [NewPayment(*one, provider, code) for one in fresh if one[0] not in last_numbers]
    if others:
        post_payments(others, now=now)
    calm = [one for one in fresh if one[0] in last_numbers] if others else fresh
    if calm:
        rows_of_each(_posting(calm, last_numbers, provider, code, day=today, now=now))


def _look(payments: Sequence[Money], provider: str) -> Statement:
    return statement("charging", "before_payments"), {
        "ids": array(sorted({account_id for account_id, _, _ in payments})),
        "numbers": texts(()),
        "accounts": array(account_id for account_id, _, _ in payments),
        "providers": texts(repeat(provider, len(payments))),
        "references": texts(reference for _, _, reference in payments),
    }


def _of_calm(locked: Rows, told: Rows, today: date) -> dict[int, int]:
    """Calm accounts with the numbers of their last postings."""
    calm = {
        account_id: last_number
        for account_id, balance, _, unpaid, last_number, through_on in locked
        if balance >= 0 and not unpaid and through_on == today
    }
    for what, account_id, through_on in told:
        if what != _SEEN and (through_on is None or through_on < today):
            calm.pop(account_id, None)
    return calm


def _posting(
    payments: Sequence[Money],
    last_numbers: dict[int, int],
    provider: str,
    code: LedgerCode,
    *,
    day: date,
    now: datetime,
) -> Statement:
    accounts, kopecks, references = zip(*payments, strict=True)
    numbers = []
    for account_id in accounts:
        last_numbers[account_id] += 1
        numbers.append(last_numbers[account_id])
    return statement("charging", "post_payments"), {
        "day": day,
        "at": now,
        "accounts": array(accounts),
        "numbers": array(numbers),
        "kopecks": array(kopecks),
        "early": array(repeat(0, len(payments))),
        "codes": array(repeat(int(code), len(payments))),
        "providers": texts(repeat(provider, len(payments))),
        "references": texts(references),
    }
