"""What staff put right by a posting of its own: money added or taken, and a mistaken line taken back (rulebook 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kosmos.charging.errors import AlreadyReversed, CorrectionKeyUsed, NotCorrectable, UnknownPosting
from kosmos.charging.models import Correction, Promise
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.waiting import connect_waiting
from kosmos.kernel.days import month_start
from kosmos.ledger.models import Cause, LedgerCode, Posting, PostingKind
from kosmos.ledger.rules import part_paid_early, unpaid_again
from kosmos.ledger.services import Line

CORRECTABLE = (PostingKind.SHARE, PostingKind.ONE_OFF, PostingKind.CORRECTION)
"""What a correction can take back; a payment is reversed, an accrual gives itself back."""


@transaction.atomic
def correct(*, account_id: int, amount_kopecks: int, key: UUID, now: datetime, note: str | None = None) -> int:
    """Add money to an account, or take it, once for each key; the posting's number.

    What is added covers what is overdue, then ``unpaid``, as a payment does, keeps a promise and connects the plan
    that waits; what is taken is due as a one-off charge is. CorrectionKeyUsed.
    """
    if not amount_kopecks:
        raise ValueError("a correction moves at least one kopeck")
    moment = begin(account_id, now=now)
    before = _before(account_id, key)
    if before is not None:
        if before.amount_kopecks != amount_kopecks or before.reverses is not None:
            raise CorrectionKeyUsed("this key was used for another correction", key=str(key))
        return before.posting
    line = Line(PostingKind.CORRECTION, amount_kopecks, note=note)
    drawn_in = -amount_kopecks if amount_kopecks < 0 and moment.runs_postpaid else 0
    return _post(moment, line, key, accrued_change=drawn_in, unpaid_change=drawn_in)


@transaction.atomic
def reverse_posting(*, account_id: int, number: int, key: UUID, now: datetime, note: str | None = None) -> int:
    """Take a share, a one-off charge or a correction back whole, once, by a posting that names it; its number.

    Errors, in this order: UnknownPosting, CorrectionKeyUsed, NotCorrectable, AlreadyReversed.
    """
    moment = begin(account_id, now=now)
    posted = Posting.objects.filter(account_id=account_id, number=number).first()
    if posted is None:
        raise UnknownPosting(f"no line {number} on this account", number=number)
    before = _before(account_id, key)
    if before is not None:
        if before.reverses != number:
            raise CorrectionKeyUsed("this key was used for another correction", key=str(key))
        return before.posting
    if posted.kind not in CORRECTABLE or posted.reverses is not None:
        raise NotCorrectable(f"line {number} is not one that a correction takes back", number=number)
    if Correction.objects.filter(account_id=account_id, reverses=number).exists():
        raise AlreadyReversed(f"line {number} is taken back already", number=number)
    line = Line(
        PostingKind.CORRECTION,
        -posted.amount_kopecks,
        code=LedgerCode(posted.code),
        subscription=posted.subscription,
        reverses=number,
        note=note,
    )
    taken = _post(moment, line, key, unpaid_change=_unpaid_again(moment, posted))
    Correction.objects.filter(account_id=account_id, posting=number).update(reversed_by=taken)
    return taken


def _before(account_id: int, key: UUID) -> Correction | None:
    return Correction.objects.filter(account_id=account_id, key=key).first()


def _unpaid_again(moment: Moment, posted: Posting) -> int:
    """What an addition of this month had paid early is not due at once when it is taken back, as of a payment."""
    if posted.amount_kopecks < 0 or month_start(posted.posted_on) != month_start(moment.day):
        return 0
    added = Correction.objects.get(account_id=moment.account_id, posting=posted.number)
    return unpaid_again(moment.figures, added.paid_early_kopecks)


def _post(moment: Moment, line: Line, key: UUID, *, accrued_change: int = 0, unpaid_change: int = 0) -> int:
    """Post the line, keep what it did and settle; one that adds money does what a payment does."""
    added = max(0, line.amount_kopecks)
    early = part_paid_early(moment.figures, added)
    keeps = added and moment.figures.overdue <= added
    number = moment.post(line, accrued_change=accrued_change, unpaid_change=unpaid_change - early)
    Correction.objects.create(
        account_id=moment.account_id,
        posting=number,
        key=key,
        posted_on=moment.day,
        amount_kopecks=line.amount_kopecks,
        paid_early_kopecks=early,
        reverses=line.reverses,
    )
    if keeps:
        Promise.objects.filter(account_id=moment.account_id, kept=False).update(kept=True)
    moment.settle(Cause.CORRECTED)
    if added:
        connect_waiting(moment.account_id, now=moment.at)
    return number
