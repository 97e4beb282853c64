"""The daily registry of OSMP: successful payments, a tab between fields, and a line of totals at the end.

A payment stands if both sides have it. Unconfirmed, and therefore settings: the forms of date and time, the encoding.
Its clock is Moscow's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from kosmos.payments.rails.osmp.codec import MOSCOW
from kosmos.payments.rails.osmp.messages import ACCOUNT_SIGNS, TXN_ID_DIGITS
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.lines import BadLine, Line, is_blank, lines_of
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.times import write_day

COLUMNS = ("txn_id", "date", "time", "account", "sum")
TOTAL = "Total:"
NAME = re.compile(r"QIWI_([0-9A-Za-z-]{1,40})_([0-9]{8})([0-9]{1,3})\.csv")


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment that the agent counts as made."""

    txn_id: str
    paid_at: datetime
    account: str
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class Total:
    """The last line: how many payments there are, and their sum."""

    count: int
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class RegistryForm:
    """How an agent writes its registry."""

    date_form: str = "YYYY-MM-DD"
    time_form: str = "hh:mm:ss"
    encoding: str = "utf-8"
    zone: ZoneInfo = MOSCOW

    @property
    def clock(self) -> str:
        """Date and time as one form."""
        return f"{self.date_form} {self.time_form}"


def read_registry(stream: BinaryIO, form: RegistryForm) -> Iterator[Line[Settled | Total] | BadLine]:
    """Each line in turn; totals that are wrong, missing or not the last are a bad line. Never raises MessageError."""
    count = amount = number = 0
    ended = faulty = False
    for number, text in lines_of(stream, form.encoding):
        if is_blank(text):
            continue
        found = BadLine(number, MessageError("after_the_total", line=number)) if ended else _line(number, text, form)
        if isinstance(found, BadLine):
            faulty = True
        elif isinstance(found.read, Settled):
            count, amount = count + 1, amount + found.read.amount_kopecks
        else:
            ended = True
            if not faulty and found.read != Total(count, amount):
                found = BadLine(number, MessageError("wrong_total", TOTAL, line=number))
        yield found
    if not ended:
        yield BadLine(number + 1, MessageError("missing", TOTAL, line=number + 1))


def _line(number: int, text: str | BadLine, form: RegistryForm) -> Line[Settled | Total] | BadLine:
    if isinstance(text, BadLine):
        return text
    try:
        return Line(number, _total(text) if text.startswith(TOTAL) else _settled(text, form))
    except MessageError as error:
        return BadLine(number, error.at(number))


def _settled(text: str, form: RegistryForm) -> Settled:
    parts = text.split("\t")
    if len(parts) != len(COLUMNS):
        raise MessageError("wrong_columns", detail=f"{len(parts)} instead of {len(COLUMNS)}")
    fields = Fields(dict(zip(COLUMNS, parts, strict=True)) | {"when": f"{parts[1]} {parts[2]}"})
    return Settled(
        txn_id=fields.digits("txn_id", most=TXN_ID_DIGITS),
        paid_at=fields.time("when", form=form.clock, zone=form.zone),
        account=fields.needed("account", most=ACCOUNT_SIGNS),
        amount_kopecks=fields.paid("sum"),
    )


def _total(text: str) -> Total:
    parts = text.removeprefix(TOTAL).split()
    if len(parts) != 2:
        raise MessageError("wrong_columns", TOTAL)
    fields = Fields({"count": parts[0], "sum": parts[1]})
    return Total(fields.whole("count"), fields.sum("sum"))


def write_registry(payments: Iterable[Settled], form: RegistryForm) -> Iterator[bytes]:
    """The registry's lines, totals last. MessageError for a sum that none can bear."""
    count = amount = 0
    for one in payments:
        clock = one.paid_at.astimezone(form.zone)
        day, time = write_day(clock, form=form.date_form), write_day(clock, form=form.time_form)
        parts = (one.txn_id, day, time, one.account, write_sum(one.amount_kopecks, "sum"))
        yield "\t".join(parts).encode(form.encoding) + b"\n"
        count, amount = count + 1, amount + one.amount_kopecks
    yield f"{TOTAL}\t{count}\t{write_sum(amount, TOTAL)}\n".encode()


def registry_name(service: str, day: date, number: int = 1) -> str:
    """A registry's file name: its service, day, and number within the day."""
    return f"QIWI_{service}_{write_day(day, form='YYYYMMDD')}{number}.csv"
