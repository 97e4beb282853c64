"""What is connected now: accounts and connections by service, plan and status."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from kosmos.charging.models import Status
from kosmos.kernel.sql import rows, statement

_ACCOUNTS: LiteralString = """
SELECT held.account_id, number.number, held.status, held.status_on, -(account.balance_kopecks + account.unpaid_kopecks)
  FROM charging_subscription AS held
  JOIN ledger_account AS account ON account.id = held.account_id
  JOIN ledger_accountnumber AS number ON number.account_id = held.account_id
 WHERE held.plan_id = %(plan)s AND held.status = ANY (%(statuses)s::smallint[])
   AND held.account_id > %(after)s::bigint
 ORDER BY held.account_id
 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class OnPlan:
    """The connections of a plan by status, and its monthly fee on a day."""

    service: int
    plan: int
    running: int
    blocked: int
    suspended: int
    fee_kopecks: int

    @property
    def connections(self) -> int:
        """How many are connected."""
        return self.running + self.blocked + self.suspended


@dataclass(frozen=True, slots=True)
class Holder:
    """An account on a plan: its status since when, and what it owes."""

    account_id: int
    number: str
    status: int
    status_on: date
    overdue_kopecks: int


def connections_by_plan(day: date) -> list[OnPlan]:
    """Every plan that something is connected to, by service and the number of connections."""
    return [OnPlan(*row) for row in rows(statement("reports", "plans"), {"day": day})]


def accounts_by_service() -> dict[int, int]:
    """How many accounts have a service, whatever its state; 0 is any service."""
    return {service or 0: accounts for service, accounts in rows(statement("reports", "services"), {})}


def holders_of(plan: int, *, statuses: tuple[int, ...] = (), after: int = 0, limit: int = 50) -> list[Holder]:
    """Accounts on a plan, by id."""
    wanted = statuses or (Status.RUNNING, Status.BLOCKED, Status.SUSPENDED)
    scope = {"plan": plan, "statuses": [int(one) for one in wanted], "after": after, "limit": limit}
    return [Holder(*row) for row in rows(_ACCOUNTS, scope)]
