"""An application becomes a contract: number, account, subscriber, charges and the plan, together or not at all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import LiteralString

from django.db import transaction

from kosmos.catalogue.models import Kind
from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone, plan_by_code
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services import begin_business, connect_or_wait, order_extra
from kosmos.connections.contract_errors import AlreadySigned, AskedOfAnother, BadAddress, NotAPlan
from kosmos.connections.errors import StageRefused
from kosmos.connections.models import Application, SignedContract, Stage
from kosmos.connections.services.keeping import locked_application
from kosmos.connections.services.stages import advance
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.kernel.sql import rows
from kosmos.ledger.models import AccountNumber
from kosmos.ledger.services import allocate_ids, open_account
from kosmos.subscribers.models import Contract, StaffMember, Subscriber
from kosmos.subscribers.services import (
    Address,
    Agreed,
    Contacts,
    add_subscriber,
    carry_consents,
    hold_account,
)

_LARGEST_NUMBER: LiteralString = """
SELECT coalesce(max(number::bigint), 0) FROM ledger_accountnumber WHERE number ~ '^[0-9]{1,12}$'
"""
FIRST_ACCOUNT_NUMBER = 100_001
"""Accounts are numbered from here on, or from the largest number that is there."""


@dataclass(frozen=True, slots=True)
class ContractDetails:
    """What stands in a contract: who, where, the plan and the equipment by their codes.

    ``holder`` is a subscriber, by id, who gets one more account; then kind and contacts are his, and not read here.
    """

    kind: int
    contacts: Contacts
    address: Address
    plan: str = ""
    extras: Sequence[str] = field(default_factory=tuple)
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it: the account, the numbers, and whether the plan runs already; ``fresh`` unless done before."""

    account_id: int
    account_number: str
    contract_number: str
    runs: bool
    fresh: bool = True


@transaction.atomic
def sign_contract(
    application_id: uuid.UUID, details: ContractDetails, *, key: str, by: StaffMember, now: datetime
) -> Signed:
    """Make a contract out of a connected application, once; the same form again is told what it made.

    In one transaction: the contract's number, which leaves no gaps, the account, the subscriber with his sign-in or the
    one that is named, the address, the consents, the equipment, and the plan, connected or waiting for its money.
    UnknownApplication, AlreadySigned, StageRefused, BadAddress, NotAPlan, and what the parts refuse.
    """
    application = locked_application(application_id)
    before = SignedContract.objects.filter(application=application).first()
    if before is not None:
        return _made_before(before, key)
    if application.stage != Stage.CONNECTED:
        raise StageRefused(before=application.stage, after=Stage.CONTRACT_SIGNED.value)
    _check(details)
    day = business_day(now, operator_zone())
    holder = _holder(details, application)
    account_id, account_number = _open_account(day)
    number = _contract_number(day)
    hold_account(holder, account_id=account_id, number=number, signed_on=day, address=details.address)
    carry_consents(holder, _agreed(application))
    _charge(account_id, details, key, now)
    SignedContract.objects.create(account_id=account_id, application=application, key=key, made_at=now, made_by=by)
    _move(application, account_id, by, now)
    return Signed(account_id, account_number, number, runs(account_id))


@transaction.atomic
def mark_signed(account_id: int, *, by: StaffMember, now: datetime) -> bool:
    """Note that both sides have signed the paper; False if that was noted before."""
    unsigned = SignedContract.objects.filter(account_id=account_id, signed_at=None)
    return bool(unsigned.update(signed_at=now, signed_by=by))


def note_active(*, now: datetime, limit: int = 200) -> int:
    """Move the applications on whose plan runs by now; how many. Safe to run at any time, again, and by two at once."""
    live = Subscription.objects.filter(status=Status.RUNNING).values("account_id")
    waiting = Application.objects.filter(stage=Stage.CONTRACT_SIGNED, account_id__in=live)
    found = list(waiting.order_by("stage_since_at").values_list("id", flat=True)[:limit])
    return sum(_activate(application_id, now) for application_id in found)


def runs(account_id: int) -> bool:
    """Whether something runs on an account."""
    return Subscription.objects.filter(account_id=account_id, status=Status.RUNNING).exists()


@transaction.atomic
def _activate(application_id: uuid.UUID, now: datetime) -> bool:
    application = locked_application(application_id)
    if application.stage != Stage.CONTRACT_SIGNED:
        return False
    advance(application, Stage.ACTIVE, None, now)
    return True


def _made_before(before: SignedContract, key: str) -> Signed:
    contract = Contract.objects.get(account_id=before.account_id)
    number = AccountNumber.objects.get(account_id=before.account_id).number
    if before.key != key:
        raise AlreadySigned(number=contract.number, account_id=before.account_id)
    return Signed(before.account_id, number, contract.number, runs(before.account_id), fresh=False)


def _check(details: ContractDetails) -> None:
    place = details.address
    if not place.city or not ((place.street and place.house) or (place.dormitory and place.room)):
        raise BadAddress
    if details.plan and plan_by_code(details.plan).kind != Kind.BASE:
        raise NotAPlan(plan=details.plan)


def _holder(details: ContractDetails, application: Application) -> Subscriber:
    """The subscriber who is named, if the application came from his phone; else a new one."""
    if details.holder is None:
        return add_subscriber(details.kind, details.contacts)
    found = Subscriber.objects.filter(id=details.holder, phone=application.phone).first()
    if found is None:
        raise AskedOfAnother
    return found


def _open_account(day: date) -> tuple[int, str]:
    """A new account, open through the newest business day that is."""
    newest = begin_business(eve=day - ONE_DAY)
    number = _account_number()
    return open_account(number=number, day=day, open_through_on=min(newest, day)), number


def _account_number() -> str:
    number = allocate_ids("account_number", 1)[0]
    if number < FIRST_ACCOUNT_NUMBER or AccountNumber.objects.filter(number=str(number)).exists():
        wanted = max(FIRST_ACCOUNT_NUMBER, rows(_LARGEST_NUMBER, {})[0][0] + 1)
        number = allocate_ids("account_number", wanted - number)[-1]
    return str(number)


def _contract_number(day: date) -> str:
    """The next number of the year; taken by a contract that came from elsewhere, the one after it."""
    form = policies_on(day).contract_number
    while True:
        number = form.format(year=day.year, number=allocate_ids(f"contract {day.year}", 1)[0])
        if not Contract.objects.filter(number=number).exists():
            return number


def _agreed(application: Application) -> list[Agreed]:
    given = application.consents.order_by("at", "id")
    return [Agreed(one.purpose, one.version, one.at, one.network_address) for one in given]


def _charge(account_id: int, details: ContractDetails, key: str, now: datetime) -> None:
    """Equipment first, then the plan: what is owed for the one is part of what the other waits for."""
    for position, code in enumerate(details.extras):
        order_extra(account_id=account_id, code=code, key=uuid.uuid5(uuid.NAMESPACE_OID, f"{key} {position}"), now=now)
    if details.plan:
        connect_or_wait(account_id=account_id, plan=plan_by_code(details.plan), now=now, by_staff=True)


def _move(application: Application, account_id: int, by: StaffMember, now: datetime) -> None:
    application.account_id = account_id
    Application.objects.filter(id=application.id).update(account_id=account_id)
    advance(application, Stage.CONTRACT_SIGNED, by, now)
    if runs(account_id):
        advance(application, Stage.ACTIVE, None, now)
