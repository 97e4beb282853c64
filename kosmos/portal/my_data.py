"""Everything that we hold on a sign-in and its accounts, as sheets of a ZIP that is made while it is sent.

Each feature's data comes by an exporter of its own in ``EXPORTERS``: a new feature adds one.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from kosmos.charging.statement import months_of, statement_month
from kosmos.kernel.money import plain
from kosmos.notifications.models import Channel, Message
from kosmos.notifications.queries import messages_of
from kosmos.payments.models import Order
from kosmos.portal.words import charge_title, why_words
from kosmos.subscribers.models import ContactChange, Contract, DeletionRequest, SignInEvent, Subscriber
from kosmos.subscribers.queries import consent_history, open_sessions
from kosmos.support.queries import conversation_of, requests_of

Cell = str | int | bool | date | datetime | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the name of its file without the ending, its columns, and its rows, which are read while it is sent."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Held:
    """An account whose data is exported."""

    account_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data is exported, and when, in the operator's zone."""

    owner: Subscriber
    accounts: Sequence[Held]
    login: str
    made_at: datetime


Exporter = Callable[[Whose], Iterator[Sheet]]


def zip_of(whose: Whose) -> Iterator[bytes]:
    """The ZIP piece by piece: profile.json, and a CSV for each sheet. Never more than some rows in memory."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(_named("profile.json", whose), _profile(whose))
        for exporter in EXPORTERS:
            for sheet in exporter(whose):
                with made.open(_named(f"{sheet.name}.csv", whose), "w") as file:
                    for line in _lines(sheet):
                        file.write(line.encode())
                        yield from pipe.taken()
    yield from pipe.taken()


def _profile(whose: Whose) -> str:
    owner = whose.owner
    said = {
        "made_at": whose.made_at.isoformat(),
        "login": whose.login,
        "name": owner.name,
        "kind": owner.get_kind_display(),
        "unp": owner.unp,
        "phone": owner.phone,
        "email": owner.email,
        "email_confirmed_at": owner.email_confirmed_at.isoformat() if owner.email_confirmed_at else None,
        "language": owner.language,
        "accounts": [account.number for account in whose.accounts],
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _about_people(whose: Whose) -> Iterator[Sheet]:
    """Contracts, consents, what was changed, and how he signed in."""
    numbers = {account.account_id: account.number for account in whose.accounts}
    place = ("city", "street", "house", "building", "apartment", "dormitory", "room")
    contracts = Contract.objects.filter(subscriber=whose.owner).order_by("account_id")
    yield Sheet(
        "contracts",
        ("contract", "signed_on", "account", *place),
        (
            (one.number, one.signed_on, numbers.get(one.account_id, ""), *(getattr(one, field) for field in place))
            for one in contracts.iterator()
        ),
    )
    yield Sheet(
        "consents",
        ("at", "purpose", "text_version", "given", "address", "device", "guardian"),
        (
            (one.at, one.purpose, one.version, one.given, one.address, one.device, one.guardian)
            for one in consent_history(whose.owner).iterator()
        ),
    )
    changes = ContactChange.objects.filter(subscriber=whose.owner).order_by("at")
    yield Sheet(
        "changes",
        ("at", "field", "before", "after", "address", "device"),
        ((one.at, one.field, one.before, one.after, one.address, one.device) for one in changes.iterator()),
    )
    asked = DeletionRequest.objects.filter(subscriber=whose.owner).order_by("asked_at")
    yield Sheet(
        "deletion_requests",
        ("asked_at", "planned_at", "cancelled_at", "done_at"),
        ((one.asked_at, one.planned_at, one.cancelled_at, one.done_at) for one in asked.iterator()),
    )


def _about_sign_ins(whose: Whose) -> Iterator[Sheet]:
    events = SignInEvent.objects.filter(sign_in_id=whose.owner.sign_in_id).order_by("at")
    yield Sheet(
        "sign_ins",
        ("at", "what", "address", "device"),
        ((one.at, one.get_kind_display(), one.address, one.device) for one in events.iterator()),
    )
    yield Sheet(
        "sessions",
        ("begun_at", "address", "device"),
        ((one.begun_at, one.address, one.device) for one in open_sessions(whose.owner.sign_in).iterator()),
    )


def _about_money(whose: Whose) -> Iterator[Sheet]:
    for account in whose.accounts:
        head = ("number", "day", "at", "operation", "amount_byn", "balance_byn", "why")
        yield Sheet(f"statement-{account.number}", head, _statement(account.account_id))
        orders = Order.objects.filter(account_id=account.account_id).order_by("created_at")
        yield Sheet(
            f"payments-{account.number}",
            ("number", "rail", "amount_byn", "state", "paid_byn", "created_at", "paid_at", "provider_number"),
            (
                (
                    one.number,
                    one.rail,
                    plain(one.amount_kopecks),
                    one.state,
                    plain(one.paid_kopecks),
                    one.created_at,
                    one.paid_at,
                    one.provider_number,
                )
                for one in orders.iterator()
            ),
        )


def _statement(account_id: int) -> Iterator[Sequence[Cell]]:
    """The passbook, month by month."""
    for month in months_of(account_id):
        for row in statement_month(account_id, month).rows:
            sums = plain(row.amount_kopecks), plain(row.balance_kopecks)
            yield (row.number, row.day, row.at, charge_title(row), *sums, " ".join(why_words(row)))


def _about_requests(whose: Whose) -> Iterator[Sheet]:
    for account in whose.accounts:
        head = ("request", "topic", "state", "at", "who", "text", "files")
        yield Sheet(f"requests-{account.number}", head, _said(account.account_id))


def _said(account_id: int) -> Iterator[Sequence[Cell]]:
    for request in requests_of(account_id):
        for said in conversation_of(request):
            files = ", ".join(file.name for file in said.files)
            yield request.number, request.topic, request.state, said.at, said.who or "subscriber", said.text, files


def _about_messages(whose: Whose) -> Iterator[Sheet]:
    """What was told: the list of the cabinet, and what went to an address."""
    ids = [account.account_id for account in whose.accounts]
    yield Sheet("messages", ("at", "event", "subject", "text", "read"), _listed(ids, whose))
    letters = Message.objects.filter(account_id__in=ids).exclude(channel=Channel.CABINET).order_by("at")
    yield Sheet(
        "letters",
        ("at", "channel", "address", "state", "sent_at", "subject", "text"),
        (
            (one.at, one.channel, one.address, one.get_state_display(), one.sent_at, one.subject, one.text)
            for one in letters.iterator()
        ),
    )


def _listed(ids: Sequence[int], whose: Whose) -> Iterator[Sequence[Cell]]:
    for page in count(1):
        found, more = messages_of(ids, language=whose.owner.language, now=whose.made_at, page=page)
        yield from ((one.at, one.event, one.subject, one.text, one.read) for one in found)
        if not more:
            return


EXPORTERS: tuple[Exporter, ...] = (_about_people, _about_sign_ins, _about_money, _about_requests, _about_messages)


def _lines(sheet: Sheet) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK + writer.writerow(sheet.head)
    for row in sheet.rows:
        yield writer.writerow([_written(cell) for cell in row])


def _written(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula; a sum is a number, also below zero."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    flat = cell.replace("\u00a0", " ")
    number = flat.removeprefix("-").replace(".", "", 1).isdecimal()
    return f"'{flat}" if flat.startswith(_FORMULA) and not number else flat


def _named(name: str, whose: Whose) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, whose.made_at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


class _Pipe(io.RawIOBase):
    """A file that cannot go back: what was written is handed on and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, piece: object) -> int:
        """Keep a piece until it is taken."""
        kept = bytes(piece)  # type: ignore[call-overload]
        self._written.append(kept)
        return len(kept)

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        pieces, self._written = self._written, []
        if found := b"".join(pieces):
            yield found


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line
