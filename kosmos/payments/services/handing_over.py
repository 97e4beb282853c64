"""Money that an agent, the post or a provider handed over: from its clearing code to the bank, and its fee; once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.ledger.models import LedgerCode, OperatorPosting
from kosmos.ledger.services.moves import Move, post_move
from kosmos.payments.errors import AmountOutOfRange, HandedOverOtherwise

CODES = (LedgerCode.AGENTS, LedgerCode.POST, LedgerCode.ERIP_CLEARING, LedgerCode.CARD_CLEARING)
"""Where money is that somebody took for us and owes us."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A transfer to our bank: of whom, by which document, how much came, and what was kept as a fee."""

    code: LedgerCode
    provider: str
    document: str
    came_kopecks: int
    fee_kopecks: int = 0

    @property
    def reference(self) -> str:
        """What makes it once."""
        return f"handed-over {self.code.label} {self.provider} {self.document}"


def hand_over(one: HandedOver, *, now: datetime) -> bool:
    """Post a transfer and its fee; False if it was posted before. AmountOutOfRange, HandedOverOtherwise."""
    if one.came_kopecks <= 0 or one.fee_kopecks < 0:
        raise AmountOutOfRange
    if _known(one):
        return False
    day = business_day(now, operator_zone())
    try:
        with transaction.atomic():
            for move in _moves(one):
                post_move(move, day=day, at=now)
    except IntegrityError:
        return not _known(one)
    return True


def _moves(one: HandedOver) -> list[Move]:
    note = f"{one.provider}, {one.document}"
    moves = [Move(one.code, LedgerCode.BANK, one.came_kopecks, one.reference, note)]
    if one.fee_kopecks:
        moves.append(Move(one.code, LedgerCode.PROVIDER_FEES, one.fee_kopecks, f"{one.reference} fee", note))
    return moves


def _known(one: HandedOver) -> bool:
    """Whether it is posted already. HandedOverOtherwise if that was of other sums."""
    told = dict(
        OperatorPosting.objects.filter(reference__in=[one.reference, f"{one.reference} fee"]).values_list(
            "reference", "amount_kopecks"
        )
    )
    if told and told != {move.reference: move.amount_kopecks for move in _moves(one)}:
        raise HandedOverOtherwise
    return bool(told)
