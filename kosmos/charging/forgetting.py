"""Whether a subscriber may be forgotten: not while a contract runs, money is owed, or money is left to give back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kosmos.charging.models import Status, Subscription
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, AccountNumber
from kosmos.ledger.services import lock_accounts
from kosmos.subscribers.errors import ContractRuns, MoneyLeft, MoneyOwed, OrganisationStays
from kosmos.subscribers.models import Contract, DeletionRequest, SignIn, Subscriber, SubscriberKind
from kosmos.subscribers.services import Origin, erase, plan_deletion, prove_password

Eraser = Callable[[Sequence[int]], None]
"""Erases what a feature keeps of people, for accounts by id."""


def hindrance_to_deletion(subscriber: Subscriber) -> DomainError | None:
    """What stands in the way of forgetting a subscriber.

    OrganisationStays, ContractRuns, MoneyOwed or MoneyLeft, in this order; None if nothing does.
    """
    if subscriber.kind == SubscriberKind.ORGANISATION:
        return OrganisationStays()
    ids = _accounts_of(subscriber)
    running = Subscription.objects.filter(account_id__in=ids).exclude(status=Status.ENDED)
    if live := list(running.values_list("account_id", flat=True).distinct()):
        numbers = AccountNumber.objects.filter(account_id__in=live).order_by("number")
        return ContractRuns(accounts=tuple(numbers.values_list("number", flat=True)))
    balances = list(Account.objects.filter(id__in=ids).values_list("balance_kopecks", flat=True))
    if owed := -sum(balance for balance in balances if balance < 0):
        return MoneyOwed(owed_kopecks=owed)
    left = sum(balance for balance in balances if balance > 0)
    return MoneyLeft(left_kopecks=left) if left else None


def ask_deletion(sign_in: SignIn, *, password: str, origin: Origin, now: datetime) -> DeletionRequest:
    """Plan that a subscriber is forgotten; the plan that there is, if he asked before.

    WrongPassword, TooManyGuesses, and what ``hindrance_to_deletion`` says.
    """
    prove_password(sign_in, password, now)
    with transaction.atomic():
        _refuse_hindered(sign_in.subscriber)
        return plan_deletion(sign_in, origin=origin, now=now)


def erase_due(now: datetime, erasers: Sequence[Eraser] = ()) -> int:
    """Forget those whose day has come; the number. Who connected something meanwhile, owes or has money stays.

    ``erasers`` do the same for what features above keep of his accounts, in the same transaction.
    """
    due = DeletionRequest.objects.filter(planned_at__lte=now, cancelled_at=None, done_at=None)
    ids = list(due.order_by("planned_at").values_list("id", flat=True))
    return sum(_erase_one(found, now, erasers) for found in ids)


@transaction.atomic
def _erase_one(found: UUID, now: datetime, erasers: Sequence[Eraser]) -> bool:
    """Forget one, unless he withdrew meanwhile."""
    due = DeletionRequest.objects.select_for_update().filter(id=found, cancelled_at=None, done_at=None)
    planned = due.select_related("subscriber").first()
    if planned is None:
        return False
    try:
        _refuse_hindered(planned.subscriber)
    except DomainError:
        return False
    erase(planned, now)
    for eraser in erasers:
        eraser(_accounts_of(planned.subscriber))
    return True


def _refuse_hindered(subscriber: Subscriber) -> None:
    """Lock the accounts, so that nothing is connected or charged meanwhile, and see that nothing is in the way."""
    lock_accounts(_accounts_of(subscriber))
    hindered = hindrance_to_deletion(subscriber)
    if hindered is not None:
        raise hindered


def _accounts_of(subscriber: Subscriber) -> Sequence[int]:
    return list(Contract.objects.filter(subscriber=subscriber).values_list("account_id", flat=True))
