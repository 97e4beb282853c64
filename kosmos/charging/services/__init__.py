"""What can be done to an account, one function for each use-case."""

from kosmos.charging.services.corrections import correct, reverse_posting
from kosmos.charging.services.days import begin_business, next_day_to_open, open_days
from kosmos.charging.services.dry_run import Totals, Trial, dry_run
from kosmos.charging.services.extras import order_extra
from kosmos.charging.services.leaving import Lost, cancel_leaving, finish_leavings, leave
from kosmos.charging.services.many_payments import post_many
from kosmos.charging.services.nobodys import post_nobodys
from kosmos.charging.services.part_reversals import left_of, reverse_part
from kosmos.charging.services.payments import (
    NewPayment,
    charge_once,
    look_before_payments,
    post_payments,
    reverse_payment,
)
from kosmos.charging.services.plans import cancel_planned, change_plan, connect, disconnect
from kosmos.charging.services.suspensions import resume, suspend
from kosmos.charging.services.trust import end_unblock, lapse_due_promises, take_promise, unblock
from kosmos.charging.services.waiting import connect_or_wait, connect_paid, stop_waiting

__all__ = [
    "Lost",
    "NewPayment",
    "Totals",
    "Trial",
    "begin_business",
    "cancel_leaving",
    "cancel_planned",
    "change_plan",
    "charge_once",
    "connect",
    "connect_or_wait",
    "connect_paid",
    "correct",
    "disconnect",
    "dry_run",
    "end_unblock",
    "finish_leavings",
    "lapse_due_promises",
    "leave",
    "left_of",
    "look_before_payments",
    "next_day_to_open",
    "open_days",
    "order_extra",
    "post_many",
    "post_nobodys",
    "post_payments",
    "resume",
    "reverse_part",
    "reverse_payment",
    "reverse_posting",
    "stop_waiting",
    "suspend",
    "take_promise",
    "unblock",
]
