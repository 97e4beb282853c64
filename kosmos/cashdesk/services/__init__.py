"""What is done at the desk, one function for each use-case."""

from kosmos.cashdesk.services.fiscal import register
from kosmos.cashdesk.services.keeping import Hand
from kosmos.cashdesk.services.shifts import Counted, Kept, close_shift, hand_over, open_shift
from kosmos.cashdesk.services.taking import Money, Taken, take_money, taken_by
from kosmos.cashdesk.services.voids import Asked, ask_void, decide_void, withdraw_void

__all__ = [
    "Asked",
    "Counted",
    "Hand",
    "Kept",
    "Money",
    "Taken",
    "ask_void",
    "close_shift",
    "decide_void",
    "hand_over",
    "open_shift",
    "register",
    "take_money",
    "taken_by",
    "withdraw_void",
]
