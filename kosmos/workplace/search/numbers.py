"""What bears a number, a login or an e-mail that was typed: accounts, phones, contracts, payments, requests, wishes."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from kosmos.connections.models import Application
from kosmos.kernel.sql import rows, statement
from kosmos.support.models import Request
from kosmos.workplace.search.asked import LEAST_DIGITS, Asked

EACH = 10
"""So many are read of each kind of number."""
WHOLE_PHONE = 9
"""The digits of a phone without its country."""
LEAST_OF_PAYMENT = 6
_COUNTRY = ("375", "80")
_SCORES = {"account": 5.0, "unp": 4.5, "contract": 4.0}
_PHONE_SCORES = {3: 8.0, 2: 4.5, 1: 3.5}
_CONTACT_SCORE = 3.0
WHOLE = 10.0
"""What a number that was typed to its end is worth; more than any word."""


class ByNumber(NamedTuple):
    """An account that was found by a number of a kind (account, contract, unp), and how well it fits."""

    score: float
    account_id: int
    what: str


class ByPhone(NamedTuple):
    """A subscriber or an application that was found by a phone, and how well it fits."""

    score: float
    id: str


@dataclass(frozen=True, slots=True)
class FoundPayment:
    """A payment, or an order that may become one: ``state`` is an order's, or posted or reversed."""

    account_id: int
    number: str
    state: str
    amount_kopecks: int
    at: datetime
    whole: bool


def accounts_by(asked: Asked) -> list[ByNumber]:
    """Accounts by their number, their contract's or the payer's, the best first."""
    if not asked.codes:
        return []
    found = rows(statement("workplace.search", "numbers_like"), {"codes": list(asked.codes), "each": EACH})
    best: dict[int, ByNumber] = {}
    for what, account_id, _number, whole in found:
        hit = ByNumber(_SCORES[what] + WHOLE * whole, account_id, what)
        best[account_id] = max(best.get(account_id, hit), hit)
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.account_id))


def by_phone(asked: Asked, *, in_part: bool, limit: int) -> tuple[list[ByPhone], list[ByPhone]]:
    """Subscribers and applications by phone, the best first; by a part of one only if ``in_part``."""
    digits = phone_digits(asked.digits)
    if len(digits) < (LEAST_DIGITS if in_part else WHOLE_PHONE):
        return [], []
    found = rows(statement("workplace.search", "phones_like"), {"digits": digits, "limit": limit})
    hits = [(what, ByPhone(_PHONE_SCORES[rank], key)) for what, key, rank in found if in_part or rank == 3]
    return [hit for what, hit in hits if what == "subscriber"], [hit for what, hit in hits if what == "application"]


def by_contact(asked: Asked) -> dict[int, tuple[float, str]]:
    """Subscribers by a login or an e-mail: how well it fits, and which it is."""
    if not asked.contacts:
        return {}
    found = rows(statement("workplace.search", "contacts_like"), {"contacts": list(asked.contacts), "each": EACH})
    return {who: (_CONTACT_SCORE + WHOLE * whole, what) for what, who, whole in found}


def phone_digits(digits: str) -> str:
    """The digits that are looked for in phones: without the country's, if enough are left; at most a phone's."""
    for country in _COUNTRY:
        rest = digits.removeprefix(country)
        if rest != digits and len(rest) >= LEAST_DIGITS and (country == "375" or len(rest) == WHOLE_PHONE):
            return rest[-WHOLE_PHONE:]
    return digits[-WHOLE_PHONE:] if len(digits) <= len("00375") + WHOLE_PHONE else ""


def payments_by(asked: Asked) -> list[FoundPayment]:
    """Payments and orders by a number of theirs, the best and latest first."""
    codes = [code for code in asked.codes if len(code) >= LEAST_OF_PAYMENT]
    if not codes:
        return []
    found = rows(statement("workplace.search", "payments_like"), {"codes": codes, "each": EACH})
    held = [FoundPayment(*row) for row in found]
    return sorted(dict.fromkeys(held), key=lambda one: (not one.whole, -one.at.timestamp(), one.number))


def requests_by(asked: Asked) -> list[Request]:
    """Requests of a number, the latest first."""
    if not asked.digits:
        return []
    return list(Request.objects.filter(number=asked.digits).order_by("-changed_at")[:EACH])


def application_by(asked: Asked) -> Application | None:
    """The application of a number."""
    return Application.objects.filter(number=asked.digits).first() if asked.digits else None
