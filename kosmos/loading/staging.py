"""A subscribers file in the database, for the length of a transaction, and what it means for what is here."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kosmos.charging.models import Status
from kosmos.charging.services.days import hold_loading
from kosmos.kernel.sql import copy, execute, rows, statement
from kosmos.ledger.models import PostingKind
from kosmos.loading.subscriber_rows import Row
from kosmos.subscribers.models import SubscriberKind
from kosmos.subscribers.services import Address, Contacts


class NewAccountRow(NamedTuple):
    """A row whose account is new; ranks count new accounts and new logins from 1."""

    account_rank: int
    subscriber_id: int | None
    login_rank: int | None
    is_new_subscriber: bool
    account: str
    kind: int
    login: str
    opened_on: date
    balance_kopecks: int
    plans: list[int]
    connected: list[date]
    contacts: Contacts
    address: Address


class Conflict(NamedTuple):
    """A field that cannot follow what is here."""

    line: int
    offset: int
    field: str
    found: str
    allowed: str


def take_turn() -> None:
    """Wait until no other load runs, and keep others waiting until this transaction ends."""
    hold_loading()


def stage(file_rows: Iterable[Row]) -> None:
    """Put a file's rows into this transaction's temporary table, in the memory of a row."""
    execute("DROP TABLE IF EXISTS pg_temp.loading_row, pg_temp.loading_target", {})
    execute(statement("loading", "stage"), {})
    copy(
        'loading_row (line, "offset", account, kind, name, unp, login, phone, email, city, street, house,'
        " building, apartment, dormitory, room, language, opened_on, balance_kopecks, plans, connected)",
        ((*row[:-1], [plan.id for plan, _ in row.plans], [day for _, day in row.plans]) for row in file_rows),
    )


def resolve() -> tuple[int, int]:
    """Find out which accounts and subscribers the rows are about; how many of each are new."""
    execute("ANALYZE loading_row", {})
    execute(statement("loading", "resolve"), {})
    execute("CREATE INDEX ON loading_target (account_rank)", {})
    execute("ANALYZE loading_target", {})
    counts = rows("SELECT max(account_rank), max(login_rank) FROM loading_target", {})[0]
    return counts[0] or 0, counts[1] or 0


def conflicts() -> list[Conflict]:
    """All rows that cannot follow what is here, in the file's order."""
    kinds = [kind.label for kind in SubscriberKind]
    found = rows(statement("loading", "conflicts"), {"opening": int(PostingKind.OPENING), "kinds": kinds})
    return [Conflict(*row) for row in found]


def new_accounts(after: int, count: int) -> list[NewAccountRow]:
    """The rows of new accounts after a rank, in the file's order."""
    page = rows(statement("loading", "new_accounts"), {"after": after, "count": count})
    return [NewAccountRow._make((*row[:11], Contacts(*row[11:16]), Address(*row[16:]))) for row in page]


def changed_contacts() -> list[tuple[int, str, Contacts, Contacts]]:
    """Subscribers whose contacts differ: id, login, before, after."""
    found = rows(statement("loading", "changed_contacts"), {})
    return [(row[0], row[1], Contacts(*row[2:7]), Contacts(*row[7:])) for row in found]


def changed_addresses() -> list[tuple[int, str, Address, Address]]:
    """Accounts whose address differs: id, number, before, after."""
    found = rows(statement("loading", "changed_addresses"), {})
    return [(row[0], row[1], Address(*row[2:9]), Address(*row[9:])) for row in found]


def new_plans(zone: str) -> list[tuple[int, str, int, date]]:
    """Plans that accounts here are to have besides: account id, number, plan id, day of connection."""
    return [tuple(row) for row in rows(statement("loading", "new_plans"), {"zone": zone, "ended": int(Status.ENDED)})]


def kept_plans() -> list[tuple[str, str]]:
    """Plans that accounts here keep though their row does not name them: account number, plan code."""
    return [(row[0], row[1]) for row in rows(statement("loading", "kept_plans"), {"ended": int(Status.ENDED)})]


def accounts_not_named() -> int:
    """How many subscribers' accounts are here that the file does not name."""
    text = (
        "SELECT (SELECT count(*) FROM subscribers_contract)"
        " - (SELECT count(*) FROM loading_target WHERE account_id IS NOT NULL)"
    )
    return int(rows(text, {})[0][0])
