"""Statements of banks and the post by their profile: read by the service, written by the simulator."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kosmos.kernel.money import plain
from kosmos.payments.rails.registry.client_bank import BEGIN, END, FIRST, LAST, OUR_ACCOUNT, RECIPIENT, read_client_bank
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.registry.profile import Layout, Place, Profile
from kosmos.payments.rails.registry.tables import StatementLine, read_table
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.texts import encode_asking
from kosmos.payments.rails.wire.times import write_day


def read_statement(profile: Profile, stream: BinaryIO) -> Iterator[StatementLine]:
    """Each credit as it is read, and each bad line by its number; a file of any length takes little memory."""
    if profile.layout is Layout.ONE_C:
        return read_client_bank(profile, stream)
    return read_table(profile, stream)


def write_statement(profile: Profile, entries: Iterable[Credit]) -> Iterator[bytes]:
    """A statement's lines. MessageError: unencodable, or a value that does not fit its column."""
    write = _write_client_bank if profile.layout is Layout.ONE_C else _write_table
    for line in write(profile, entries):
        yield encode_asking(line, profile.encoding) + b"\r\n"


def _write_table(profile: Profile, entries: Iterable[Credit]) -> Iterator[str]:
    count = amount = 0
    line = _fixed if profile.layout is Layout.FIXED else _csv
    yield from [""] * profile.skip
    for one in entries:
        count, amount = count + 1, amount + one.amount_kopecks
        yield line(profile, list(_placed(profile, one)))
    if total := profile.total:
        places = [(total.amount, _sum(profile, amount)), *([(total.count, str(count))] if total.count else [])]
        first: Place = (0, len(total.mark)) if profile.layout is Layout.FIXED else 0
        yield line(profile, [(first, total.mark), *places])


def _texts(profile: Profile, credit: Credit) -> dict[str, str]:
    """What stands in each column that the profile has."""
    clock = credit.paid_at.astimezone(profile.zone)
    texts = {
        "reference": credit.reference,
        "date": write_day(clock, form=profile.date_form),
        "time": write_day(clock, form=profile.time_form),
        "amount": _sum(profile, credit.amount_kopecks),
        "account": credit.account,
        "payer": credit.payer,
        "purpose": credit.purpose,
        "fee": _sum(profile, credit.fee_kopecks),
        "direction": profile.direction,
    }
    return {name: texts[name] for name in profile.columns}


def _placed(profile: Profile, credit: Credit) -> Iterator[tuple[Place, str]]:
    """Places and values, the reference taken apart first; a place that has two meanings is written once."""
    places = profile.columns["reference"]
    parts = credit.reference.split("/", len(places) - 1)
    if len(parts) != len(places):
        raise MessageError("wrong_columns", "reference")
    values: dict[Place, str] = dict(zip(places, parts, strict=True))
    for name, text in _texts(profile, credit).items():
        values.setdefault(profile.columns[name][0], text)
    yield from values.items()


def _sum(profile: Profile, amount_kopecks: int) -> str:
    return str(amount_kopecks) if profile.in_kopecks else plain(amount_kopecks)


def _csv(profile: Profile, places: list[tuple[Place, str]]) -> str:
    columns = {place: text for place, text in places if isinstance(place, int)}
    row = [columns.get(at, "") for at in range(max(columns) + 1)]
    made = io.StringIO()
    csv.writer(made, delimiter=profile.delimiter, lineterminator="").writerow(row)
    return made.getvalue()


def _fixed(profile: Profile, places: list[tuple[Place, str]]) -> str:
    row: list[str] = []
    for place, text in places:
        first, last = place if isinstance(place, tuple) else (0, 0)
        if len(text) > last - first:
            raise MessageError("too_long", detail=f"{last - first} signs at most")
        row.extend(" " * (last - len(row)))
        row[first:last] = text.ljust(last - first)
    return "".join(row).rstrip()


def _write_client_bank(profile: Profile, entries: Iterable[Credit]) -> Iterator[str]:
    own = profile.own_accounts[0] if profile.own_accounts else ""
    yield from (FIRST, "ВерсияФормата=1.02", "Кодировка=Windows", *([f"{OUR_ACCOUNT}={own}"] if own else []))
    for one in entries:
        yield f"{BEGIN}=Платежное поручение"
        yield f"{RECIPIENT[0]}={own}"
        yield from (f"{key}={part}" for key, part in _placed(profile, one))
        yield END
    yield LAST
