"""Which reasons an act can bear; their words are in ``kosmos.wording.reasons``."""

from collections.abc import Mapping

from kosmos.workplace.acting import Doing

OTHER = "other"
"""Has to be explained by a note."""
_TRUST = ("asked", "payment_on_way", "our_mistake", OTHER)
_WISH = ("asked", "agreed", "our_mistake", OTHER)
OF: Mapping[Doing, tuple[str, ...]] = {
    Doing.PROMISE: _TRUST,
    Doing.UNBLOCK: _TRUST,
    Doing.END_UNBLOCK: _WISH,
    Doing.CHARGE: ("visit", "equipment", "repair", "papers", OTHER),
    Doing.ADJUST: ("outage", "wrong_charge", "agreed", "equipment_back", "wrong_addition", "our_mistake", OTHER),
    Doing.REVERSE: ("wrong_charge", "wrong_addition", "outage", "equipment_back", "our_mistake", OTHER),
    Doing.CHANGE: _WISH,
    Doing.ON: _WISH,
    Doing.OFF: _WISH,
    Doing.CANCEL: _WISH,
    Doing.SUSPEND: _WISH,
    Doing.RESUME: _WISH,
    Doing.CLOSE: ("asked", "moved", "agreed", OTHER),
    Doing.STAY: _WISH,
    Doing.ASSIGN: ("payer_found", "asked", "our_mistake", OTHER),
    Doing.SEND_BACK: ("payer_unknown", "asked", "wrong_addition", OTHER),
    Doing.REFUND: ("asked", "paid_twice", "wrong_addition", "agreed", "our_mistake", OTHER),
    Doing.CHARGEBACK: ("bank_took_back", OTHER),
    Doing.BILL: ("asked", "agreed", "visit", "equipment", "repair", "papers", OTHER),
}
"""The codes that an act may bear, the commonest first."""
