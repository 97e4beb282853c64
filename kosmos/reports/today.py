"""The operator's day so far: what came, what was charged, who is blocked, who owes, who applied and was connected."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.models import ENDED, Application, ApplicationKind
from kosmos.kernel.days import start_of
from kosmos.kernel.sql import rows, statement
from kosmos.reports.figures import Figure

_BLOCKED: LiteralString = """
SELECT count(*) FROM (SELECT account_id FROM charging_subscription WHERE status = 2 GROUP BY account_id) AS blocked
"""
_CONNECTED: LiteralString = "SELECT count(*) FROM charging_subscription WHERE connected_at >= %(begins)s"
_STANDING: LiteralString = """
SELECT count(*) FILTER (WHERE balance_kopecks + unpaid_kopecks < 0),
       coalesce(-sum(balance_kopecks + unpaid_kopecks) FILTER (WHERE balance_kopecks + unpaid_kopecks < 0), 0)::bigint,
       coalesce(sum(balance_kopecks) FILTER (WHERE balance_kopecks > 0), 0)::bigint,
       coalesce(sum(unpaid_kopecks), 0)::bigint
  FROM ledger_account
 WHERE kind = 1
"""
_BLOCKED_ACCOUNTS: LiteralString = """
SELECT held.account_id, number.number, min(held.status_on), greatest(0, -(balance_kopecks + unpaid_kopecks))
  FROM charging_subscription AS held
  JOIN ledger_account AS account ON account.id = held.account_id
  JOIN ledger_accountnumber AS number ON number.account_id = held.account_id
 WHERE held.status = 2 AND held.account_id > %(after)s::bigint
 GROUP BY held.account_id, number.number, account.balance_kopecks, account.unpaid_kopecks
 ORDER BY held.account_id
 LIMIT %(limit)s
"""
_DEBTORS: LiteralString = """
SELECT account.id, number.number, -(balance_kopecks + unpaid_kopecks)
  FROM ledger_account AS account
  JOIN ledger_accountnumber AS number ON number.account_id = account.id
 WHERE account.kind = 1 AND balance_kopecks + unpaid_kopecks < 0
   AND (balance_kopecks + unpaid_kopecks, account.id) > (%(owed)s::bigint, %(after)s::bigint)
 ORDER BY balance_kopecks + unpaid_kopecks, account.id
 LIMIT %(limit)s
"""
_MOST = -(2**62)


@dataclass(frozen=True, slots=True)
class Standing:
    """How accounts stand at this moment: those who owe and how much, money held, accruals that are not due yet."""

    debtors: int
    debt_kopecks: int
    held_kopecks: int
    unpaid_kopecks: int


@dataclass(frozen=True, slots=True)
class Applied:
    """Applications that came today, those that are being worked on and those of them that are late; and call-backs."""

    came: int
    open: int
    late: int
    calls: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """An account with something blocked since a day, and what it owes."""

    account_id: int
    number: str
    since: date
    overdue_kopecks: int


@dataclass(frozen=True, slots=True)
class Debtor:
    """An account that owes."""

    account_id: int
    number: str
    overdue_kopecks: int


def posted_on(day: date) -> list[Figure]:
    """What was posted on a day, in sums, straight from the ledger."""
    return [Figure(*row) for row in rows(statement("reports", "posted_on"), {"day": day})]


def standing() -> Standing:
    """How all accounts stand."""
    return Standing(*rows(_STANDING, {})[0])


def blocked_now() -> int:
    """How many accounts have something blocked for lack of money."""
    return int(rows(_BLOCKED, {})[0][0])


def connected_on(day: date) -> int:
    """How many services were connected since a day began, those of new and of old subscribers."""
    return int(rows(_CONNECTED, {"begins": start_of(day, operator_zone())})[0][0])


def applied_on(day: date, now: datetime) -> Applied:
    """What became of applications since a day began; call-backs are counted by themselves."""
    wishes = Application.objects.exclude(kind=ApplicationKind.CALL_BACK)
    begins = start_of(day, operator_zone())
    waiting = wishes.exclude(stage__in=ENDED)
    return Applied(
        came=wishes.filter(created_at__gte=begins).count(),
        open=waiting.count(),
        late=waiting.filter(due_at__lt=now).count(),
        calls=Application.objects.filter(kind=ApplicationKind.CALL_BACK, created_at__gte=begins).count(),
    )


def blocked_accounts(*, after: int = 0, limit: int = 50) -> list[Blocked]:
    """Accounts with something blocked, by id."""
    return [Blocked(*row) for row in rows(_BLOCKED_ACCOUNTS, {"after": after, "limit": limit})]


def debtors(*, after: tuple[int, int] | None = None, limit: int = 50) -> list[Debtor]:
    """Who owes most first; ``after`` is the sum and the id of the last one that was seen."""
    owed, account_id = (-after[0], after[1]) if after else (_MOST, 0)
    return [Debtor(*row) for row in rows(_DEBTORS, {"owed": owed, "after": account_id, "limit": limit})]
