"""What the worker does for payments, again and again."""

from datetime import datetime

from kosmos.payments.models import Order
from kosmos.payments.services import poll_order

AT_ONCE = 50


def poll_orders(now: datetime) -> int:
    """Ask about the orders whose time has come, a few dozen at once; how many. Safe from several workers."""
    due = list(Order.objects.filter(next_ask_at__lte=now).order_by("next_ask_at")[:AT_ONCE])
    for order in due:
        poll_order(order, now)
    return len(due)
