"""What the worker does for payments, again and again."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.sql import rows, statement
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import Bill, Order, Refund, Statement, StatementState
from kosmos.payments.services import poll_order
from kosmos.payments.services.bills import pursue_bill
from kosmos.payments.services.refunds import pursue_refund
from kosmos.payments.services.registry import pursue_statement, take_spool

AT_ONCE = 50
FORGOTTEN_AT_ONCE = 5_000


def poll_orders(now: datetime) -> int:
    """Ask about the orders whose time has come, a few dozen at once; how many. Safe from several workers."""
    due = list(Order.objects.filter(next_ask_at__lte=now).order_by("next_ask_at")[:AT_ONCE])
    for order in due:
        poll_order(order, now)
    return len(due)


def pursue_refunds(now: datetime) -> int:
    """Send the refunds that wait, ask about those that were sent, a few dozen at once; how many."""
    due = list(Refund.objects.filter(next_ask_at__lte=now).order_by("next_ask_at")[:AT_ONCE])
    for refund in due:
        with suppress(RailNotConfigured):
            pursue_refund(refund, now)
    return len(due)


def pursue_bills(now: datetime) -> int:
    """Have the bills made that wait for it, a few dozen at once; how many."""
    due = list(Bill.objects.filter(next_ask_at__lte=now).order_by("next_ask_at")[:AT_ONCE])
    for bill in due:
        with suppress(RailNotConfigured):
            pursue_bill(bill, now)
    return len(due)


def forget_raw_messages(now: datetime) -> int:
    """Forget what providers and we said longer ago than the policy ``raw_message_days`` says; how many messages.

    A few thousand at once, so that nobody waits long; those of an order with an open case stay.
    """
    days = policies_on(business_day(now, operator_zone())).raw_message_days
    told, gone = {"before": now - timedelta(days=days), "most": FORGOTTEN_AT_ONCE}, 0
    while here := rows(statement("payments", "forget_raw_messages"), told)[0][0]:
        gone += here
    return gone


def post_statements(now: datetime, *, spool: Path, lanes: int = 1) -> int:
    """Take the statements that lie in the spool folder, and post those that were chosen, each on so many connections.

    How many.
    """
    taken = len(take_spool(spool, now=now, lanes=lanes))
    chosen = list(
        Statement.objects.filter(state=StatementState.POSTING).order_by("came_at").values_list("id", flat=True)
    )
    for statement_id in chosen:
        pursue_statement(statement_id, now=now, lanes=lanes)
    return taken + len(chosen)
