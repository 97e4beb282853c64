"""Money of nobody: found again by what was said of it, put on the account whose it is, or sent back; once.

What its provider takes back is followed to where it lies by then.
"""

import re
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, left_of, post_payments, reverse_payment
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account, AccountKind, AccountNumber, LedgerCode, Posting
from kosmos.ledger.services import lock_accounts
from kosmos.payments.errors import MoneyGoesBack, MoneySettled, NotPayable, UnknownMoney
from kosmos.payments.models import UNDER_WAY, Case, Refund, RefundState, Unidentified, UnidentifiedState
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.services.cases import of_attempt, open_case, suspense_account
from kosmos.payments.sums import BadSum, read_sum

MOST_SOUGHT_KOPECKS = 10**12
MOST_NUMBERS = 5
_STANDING = (UnidentifiedState.WAITING, UnidentifiedState.ASSIGNED)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{4,12}(?![0-9])")


def sought(text: str = "", *, state: str = UnidentifiedState.WAITING) -> QuerySet[Unidentified]:
    """Money that was nobody's, the newest first: by a part of what was said with it, or by its whole sum."""
    found = Unidentified.objects.filter(posted=True, state=state).order_by("-came_at", "rail", "operation")
    for word in text.split()[:6]:
        said = Q(payer__icontains=word) | Q(purpose__icontains=word) | Q(order_number__icontains=word)
        said |= Q(operation__icontains=word) | Q(rail__icontains=word)
        with suppress(BadSum):
            said |= Q(amount_kopecks=read_sum(word, least=1, most=MOST_SOUGHT_KOPECKS))
        found = found.filter(said)
    return found


def money_of(rail: str, operation: str) -> Unidentified:
    """Money by its rail and the provider's number. UnknownMoney."""
    found = Unidentified.objects.filter(rail=rail, operation=operation, posted=True).first()
    if found is None:
        raise UnknownMoney
    return found


def hold_money(rail: str, operation: str, *, beside: int | None = None) -> Unidentified:
    """Hold money, and the accounts that it lies on and may go to, until the transaction is over. UnknownMoney."""
    held = money_of(rail, operation)
    lock_accounts({one for one in (held.account_id, held.assigned_to_id, beside) if one})
    return money_of(rail, operation)


@transaction.atomic
def assign(*, rail: str, operation: str, account_id: int, now: datetime) -> int:
    """Put money on the account whose it is, as a payment of the same provider and number; the number of its line.

    What was put on another by mistake is taken off that first. UnknownMoney, NotPayable, MoneySettled, MoneyGoesBack.
    """
    held = hold_money(rail, operation, beside=account_id)
    if not Account.objects.filter(id=account_id, kind=AccountKind.SUBSCRIBER).exists():
        raise NotPayable
    if held.assigned_to_id == account_id:
        raise MoneySettled(state=held.state)
    taken, code = _take_off(held, now=now)
    payment = NewPayment(account_id, taken, operation, provider=rail, code=code)
    if not post_payments([payment], now=now)[0]:
        raise MoneySettled(state=UnidentifiedState.ASSIGNED.value)
    _settle(held, UnidentifiedState.ASSIGNED, now=now, assigned_to_id=account_id)
    return Payment.objects.get(account_id=account_id, provider=rail, reference=operation).posting


@transaction.atomic
def send_back(*, rail: str, operation: str, note: str, now: datetime) -> int:
    """Record that money went back to its sender; the number of the line. UnknownMoney, MoneySettled, MoneyGoesBack."""
    held = hold_money(rail, operation)
    if held.state != UnidentifiedState.WAITING:
        raise MoneySettled(state=held.state)
    _take_off(held, now=now)
    _settle(held, UnidentifiedState.RETURNED, now=now, note=note)
    reversed_by = Payment.objects.get(account_id=held.account_id, provider=rail, reference=operation).reversed_by
    return reversed_by or 0


def _take_off(held: Unidentified, *, now: datetime) -> tuple[int, LedgerCode]:
    """Take what is left of money off the account on which it lies; how much that was, and where it is by the ledger."""
    if goes_back(held):
        raise MoneyGoesBack
    where = _lies_on(held)
    payment = Payment.objects.filter(account_id=where, provider=held.rail, reference=held.operation).first()
    left = left_of(payment) if payment else 0
    if held.state not in _STANDING or payment is None or not left:
        raise MoneySettled(state=held.state)
    posted = Posting.objects.get(account_id=where, number=payment.posting, posted_on=payment.posted_on)
    reverse_payment(account_id=where, reference=held.operation, now=now, provider=held.rail)
    return left, LedgerCode(posted.code)


def goes_back(held: Unidentified) -> bool:
    """Whether a refund by the provider is under way."""
    return _refunds(held).filter(state__in=UNDER_WAY).exists()


def was_refunded(held: Unidentified) -> bool:
    """Whether a refund by the provider took it, or will."""
    return _refunds(held).exclude(state=RefundState.REFUSED).exists()


def _refunds(held: Unidentified) -> QuerySet[Refund]:
    return Refund.objects.filter(account_id=held.account_id, rail=held.rail, reference=held.operation)


def _lies_on(held: Unidentified) -> int:
    return held.assigned_to_id or held.account_id


def may_be_taken_back(payment: Payment) -> bool:
    """Whether something of a payment stands still, on its own account or on the one that it was put on."""
    if payment.reversed_by is None:
        return True
    moved = Unidentified.objects.filter(
        account_id=payment.account_id, rail=payment.provider, operation=payment.reference, posted=True
    )
    return moved.exclude(state=UnidentifiedState.TAKEN_BACK).exists()


@transaction.atomic
def take_back_nobodys(*, account_id: int, rail: str, operation: str, now: datetime) -> int | None:
    """Take money that its provider took back off the account on which it lies now, once; how much that was.

    None if it never was nobody's. ``account_id`` is the suspense account that it came to. Of money that was put on an
    account what is left there is taken, though it was spent (rulebook 9): a case says so. What was sent back to its
    sender cannot be taken a second time: that is a case, too.
    """
    mine = Unidentified.objects.filter(account_id=account_id, rail=rail, operation=operation, posted=True)
    held = mine.first()
    if held is None:
        return None
    lock_accounts({account_id} | ({held.assigned_to_id} if held.assigned_to_id else set()))
    held = mine.get()
    if held.state == UnidentifiedState.TAKEN_BACK:
        return 0
    if held.state == UnidentifiedState.RETURNED:
        by_card = _refunds(held).exclude(state=RefundState.REFUSED).values_list("amount_kopecks", flat=True)
        if sum(by_card) < held.amount_kopecks:
            _tell_people(held, "returned_taken_back", 0, now=now)
        return 0
    taken, asked = _reverse(held, now=now), goes_back(held)
    note_nothing_left(held, returned=asked, now=now)
    if asked:
        return taken
    if held.assigned_to_id and taken < held.amount_kopecks:
        _tell_people(held, "more_than_left", taken, now=now)
    elif held.assigned_to_id and Account.objects.get(id=held.assigned_to_id).balance_kopecks < 0:
        _tell_people(held, "assigned_taken_back", taken, now=now)
    return taken


def take_attempt_back(news: News, *, now: datetime) -> None:
    """Take back what an attempt to pay brought to nobody, if news says that it was given back; of a part is a case.

    Or that it never came: that counts if the provider was asked.
    """
    never_came = news.heard is Heard.DECLINED and news.source is Source.QUERY
    if not never_came and news.heard not in {Heard.CANCELLED, Heard.PART_CANCELLED}:
        return
    account_id = suspense_account(news.rail, now=now)
    came = Unidentified.objects.filter(of_attempt(news.attempt, "operation"), account_id=account_id, posted=True)
    for held in came.exclude(state=UnidentifiedState.TAKEN_BACK):
        if news.heard is Heard.PART_CANCELLED or news.amount_kopecks < held.amount_kopecks:
            _tell_people(held, "part_cancelled", 0, now=now, wanted=plain(news.amount_kopecks))
        else:
            take_back_nobodys(account_id=held.account_id, rail=held.rail, operation=held.operation, now=now)


def _reverse(held: Unidentified, *, now: datetime) -> int:
    """Take what is left of money off the account on which it lies; how much that was."""
    where = _lies_on(held)
    payment = Payment.objects.get(account_id=where, provider=held.rail, reference=held.operation)
    left = left_of(payment)
    if left:
        reverse_payment(account_id=where, reference=held.operation, now=now, provider=held.rail)
    return left


def _tell_people(held: Unidentified, kind: str, taken_kopecks: int, *, now: datetime, wanted: str = "all") -> None:
    open_case(
        account_id=_lies_on(held),
        order_number=held.order_number,
        kind=kind,
        operation=held.operation,
        details=f"{wanted} of {plain(held.amount_kopecks)} to be taken back, {plain(taken_kopecks)} were",
        now=now,
    )


def note_taken_back(payment: Payment, *, returned: bool, now: datetime) -> None:
    """Note that nothing is left of a payment, if it was nobody's; ``returned`` if its payer had it back by our wish."""
    mine = Q(account_id=payment.account_id) | Q(assigned_to_id=payment.account_id)
    came = Unidentified.objects.filter(mine, rail=payment.provider, operation=payment.reference, state__in=_STANDING)
    for held in came:
        if _lies_on(held) == payment.account_id:
            note_nothing_left(held, returned=returned, now=now)


def note_nothing_left(held: Unidentified, *, returned: bool = False, now: datetime) -> None:
    """Note that money is gone: back to its sender while it was nobody's, or taken back."""
    sent = returned and not held.assigned_to_id
    _settle(held, UnidentifiedState.RETURNED if sent else UnidentifiedState.TAKEN_BACK, now=now)


def _settle(held: Unidentified, state: UnidentifiedState, *, now: datetime, **more: object) -> None:
    Unidentified.objects.filter(pk=held.pk).update(state=state, settled_at=now, **more)
    cases = Case.objects.filter(account_id=held.account_id, operation=held.operation, closed_at=None)
    told = cases.exclude(kind="part_cancelled") if state == UnidentifiedState.ASSIGNED else cases
    told.update(closed_at=now, note=state.value)


def numbers_like(text: str) -> dict[str, int]:
    """The accounts whose numbers stand in a text, or differ from one in it by one digit or two that changed places."""
    near: set[str] = set()
    for word in _NUMBER.findall(text)[:MOST_NUMBERS]:
        near |= {word} | _mistyped(word)
    found = AccountNumber.objects.filter(number__in=near, account__kind=AccountKind.SUBSCRIBER)
    return dict(found.order_by("number").values_list("number", "account_id")[:MOST_NUMBERS])


def _mistyped(word: str) -> set[str]:
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = {head + tail[1:] for head, tail in parts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    other = {head + digit + tail[1:] for head, tail in parts if tail for digit in "0123456789"}
    more = {head + digit + tail for head, tail in parts for digit in "0123456789"}
    return fewer | swapped | other | more
