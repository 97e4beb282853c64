"""Money is taken at the desk: receipt, payment and audit together, once for each form."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from kosmos.cashdesk.errors import BadAmount, GivenTooLittle, NoShift, NotASubscriber, ReferenceTaken, TakenJustNow
from kosmos.cashdesk.models import Receipt, Shift, VoidState
from kosmos.cashdesk.queries import PROVIDER
from kosmos.cashdesk.rules import JUST_NOW, MOST_KOPECKS
from kosmos.cashdesk.services.keeping import Hand, find_locked_shift, note
from kosmos.charging.services import NewPayment, post_payments
from kosmos.ledger.models import Account, AccountKind, LedgerCode
from kosmos.subscribers.acts import Act


@dataclass(frozen=True, slots=True)
class Money:
    """What is paid, for which account, and what was given for it; ``again`` says that it is another payment."""

    account_id: int
    amount_kopecks: int
    given_kopecks: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The receipt, and whether the form took the money only now, not before."""

    receipt: Receipt
    fresh: bool


@transaction.atomic
def take_money(money: Money, hand: Hand) -> Taken:
    """Take money for an account in the cashier's shift; the same form again, whatever it says, takes nothing.

    NoShift, BadAmount, GivenTooLittle, NotASubscriber, TakenJustNow, and what posting refuses.
    """
    _check(money)
    shift = find_locked_shift(hand.by)
    before = taken_by(hand)
    if before is not None:
        return Taken(before, fresh=False)
    if shift is None:
        raise NoShift
    if not Account.objects.filter(id=money.account_id, kind=AccountKind.SUBSCRIBER).exists():
        raise NotASubscriber(id=money.account_id)
    _refuse_twin(shift, money, hand)
    return Taken(_take(shift, money, hand), fresh=True)


def taken_by(hand: Hand) -> Receipt | None:
    """The receipt that a form has made."""
    return Receipt.objects.filter(key=hand.key, shift__cashier=hand.by).first()


def _check(money: Money) -> None:
    if not 0 < money.amount_kopecks <= MOST_KOPECKS:
        raise BadAmount(most_kopecks=MOST_KOPECKS)
    if money.given_kopecks < money.amount_kopecks:
        raise GivenTooLittle(missing_kopecks=money.amount_kopecks - money.given_kopecks)


def _refuse_twin(shift: Shift, money: Money, hand: Hand) -> None:
    """TakenJustNow: a window that was lost sight of, or a reply that never came, looks like a second payment."""
    alike = Receipt.objects.filter(account_id=money.account_id, amount_kopecks=money.amount_kopecks, shift=shift)
    twin = alike.filter(at__gt=hand.now - JUST_NOW).exclude(voids__state=VoidState.APPROVED).order_by("-at").first()
    if twin is not None and not money.again:
        raise TakenJustNow(receipt=twin.id, at=twin.at)


def _take(shift: Shift, money: Money, hand: Hand) -> Receipt:
    number = shift.last_receipt + 1
    receipt = Receipt.objects.create(
        id=uuid.uuid4(),
        shift=shift,
        number=number,
        key=hand.key,
        account_id=money.account_id,
        reference=f"desk-{shift.number}-{number}",
        amount_kopecks=money.amount_kopecks,
        given_kopecks=money.given_kopecks,
        at=hand.now,
    )
    Shift.objects.filter(id=shift.id).update(last_receipt=number)
    payment = NewPayment(money.account_id, money.amount_kopecks, receipt.reference, PROVIDER, LedgerCode.CASH_DESK)
    if post_payments([payment], now=hand.now) != [True]:
        raise ReferenceTaken(reference=receipt.reference)
    after = {"reference": receipt.reference, "kopecks": money.amount_kopecks}
    note(Act.CASH_TAKEN, shift, hand, account_id=money.account_id, after=after)
    return receipt
