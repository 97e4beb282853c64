"""Files 202, by which ERIP's terminals know what is owed, and the receipts (204) of them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kosmos.charging.glance import glances_of
from kosmos.ledger.models import AccountKind, AccountNumber
from kosmos.ledger.services import allocate_ids
from kosmos.payments.erip_models import EripDemands
from kosmos.payments.rails.erip.file_kinds import DEMANDS
from kosmos.payments.rails.erip.file_messages import DemandRecord, DemandsHeader, ReceiptHeader, ReceiptRecord
from kosmos.payments.rails.erip.files import write_file
from kosmos.payments.services.cases import suspense_account
from kosmos.payments.services.erip.keeping import RAIL, case_of

AT_ONCE, MOST_SAID = 1_000, 1_000


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, as the header of a file 202 says."""

    subscriber_code: str
    unp: str
    bank_code: str
    bank_account: str
    service: str
    version: str = "5"


def write_demands(folder: Path, payee: Payee, *, now: datetime) -> int | None:
    """Write what every subscriber's account owes as a file 202 into ``in``; its number, None if nothing is owed.

    Names and addresses are left out: a terminal shows them to whoever types a number. A file comes to be whole.
    """
    records = list(_records(now))
    if not records:
        return None
    with transaction.atomic():
        number = allocate_ids("erip_demands", 1)[0]
        EripDemands.objects.create(number=number, made_at=now, records=len(records))
    header = DemandsHeader(
        version=payee.version,
        subscriber_code=payee.subscriber_code,
        message_number=str(number),
        sent_at=now,
        count=len(records),
        unp=payee.unp,
        bank_code=payee.bank_code,
        bank_account=payee.bank_account,
        service=payee.service,
        currency="933",
    )
    _write(folder / "in", f"{number}.202", b"".join(write_file(DEMANDS, header, records)))
    return number


def _records(now: datetime) -> Iterator[DemandRecord]:
    numbers = AccountNumber.objects.filter(account__kind=AccountKind.SUBSCRIBER).order_by("account_id")
    after = -1
    while part := list(numbers.filter(account_id__gt=after).values_list("account_id", "number")[:AT_ONCE]):
        after, named = part[-1][0], dict(part)
        for glance in glances_of(list(named), now=now):
            if glance.asked_kopecks > 0:
                yield DemandRecord(named[glance.account_id], "", "", "", glance.asked_kopecks, 0, now)


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{name}.part"
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / name)


def take_receipt(header: ReceiptHeader, records: Sequence[ReceiptRecord], *, now: datetime) -> None:
    """Keep what ERIP said of demands that were sent, with a case if it refused any; of others nothing is known."""
    said = [f"{one.entry}: {one.error}" for one in records]
    errors = [header.error, *said] if header.error else said
    number = int(header.demands_number or 0)
    sent = EripDemands.objects.filter(number=number, answered_at=None)
    if sent.update(result=header.result, answered_at=now, errors=errors) and (header.result or errors):
        details = f"result {header.result}: {'; '.join(errors)}"[:MOST_SAID]
        case_of(suspense_account(RAIL, now=now), f"{number}.202", "erip_demands_refused", details, now=now)
