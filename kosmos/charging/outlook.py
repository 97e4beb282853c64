"""Home pages remembered: the engine plays an account's days again only when something it reads has changed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import LiteralString

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.home import Home, play_home
from kosmos.charging.imagining import imagined
from kosmos.charging.packing import pack, unpack
from kosmos.charging.present import Present, present_of
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import business_day
from kosmos.kernel.sql import execute, rows, statement
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Account, AccountNumber
from kosmos.ledger.services import lock_accounts

VERSION = "4"
"""To be raised when the engine's rules or Home's fields change: what older code remembered is then played again."""
KEPT_UNPACKED = 500
"""So many home pages are kept ready in a process, by their data."""
SEEN_DAYS = 14
"""Accounts that nobody has looked at for so many days are not played ahead."""

_STORE: LiteralString = """
INSERT INTO charging_outlook (account_id, day, digest, made_at, seen_on, data)
VALUES (%(id)s, %(day)s, %(digest)s, %(at)s, %(day)s, %(data)s::jsonb)
ON CONFLICT (account_id) DO UPDATE
   SET day = excluded.day, digest = excluded.digest, made_at = excluded.made_at, data = excluded.data,
       seen_on = CASE WHEN %(seen)s THEN greatest(charging_outlook.seen_on, excluded.seen_on)
                      ELSE charging_outlook.seen_on END
"""
_STALE: LiteralString = """
SELECT outlook.account_id
  FROM charging_outlook AS outlook
  JOIN ledger_account AS account ON account.id = outlook.account_id AND account.open_through_on = %(day)s
 WHERE outlook.day < %(day)s AND outlook.seen_on >= %(since)s
 ORDER BY outlook.seen_on DESC, outlook.account_id
 LIMIT %(limit)s
"""


def home_of(account_id: int, *, now: datetime) -> Home:
    """What the home page says of an account; one statement as long as nothing has changed. UnknownAccount.

    Else the engine plays it, with the account locked for that moment, and it is remembered.
    """
    data = _remembered(account_id, now, seen=True)[-1]
    return _unpacked(data) if data is not None else _play_and_remember(account_id, now, seen=True)


def known_of(account: Account, number: str, *, now: datetime) -> Home | Present:
    """What can be said of an account without playing it: all, or how it stands at present; four statements at most.

    It is played all the same where nothing else can say how it stands. UnknownAccount.
    """
    _, day, data = _remembered(account.id, now, seen=True)
    if data is not None:
        return _unpacked(data)
    return present_of(account, number, day=day, now=now) or _play_and_remember(account.id, now, seen=True)


def remember_outlooks(*, now: datetime, limit: int) -> int:
    """Play at most so many accounts that were looked at lately and whose day has opened since; how many.

    Each is played in a transaction of its own. Safe to run at any time, again, and by two hosts at once.
    """
    day = business_day(now, operator_zone())
    scope = {"day": day, "since": day - timedelta(days=SEEN_DAYS), "limit": limit}
    stale = [account_id for (account_id,) in rows(_STALE, scope)]
    for account_id in stale:
        _play_and_remember(account_id, now, seen=False)
    return len(stale)


@lru_cache(KEPT_UNPACKED)
def _unpacked(data: str) -> Home:
    return unpack(Home, data)


def _play_and_remember(account_id: int, now: datetime, *, seen: bool) -> Home:
    number = AccountNumber.objects.values_list("number", flat=True).get(account_id=account_id)
    with imagined():
        lock_accounts([account_id])
        digest, day, _ = _remembered(account_id, now, seen=False)
        home = replace(play_home(number, begin(account_id, now=now)), digest=digest)
    scope = {"id": account_id, "day": day, "digest": digest, "at": now, "data": pack(home), "seen": seen}
    execute(_STORE, scope)
    return home


def _remembered(account_id: int, now: datetime, *, seen: bool) -> tuple[str, date, str | None]:
    """The digest of what the engine would read, the business day, and what is remembered under it."""
    found = rows(statement("charging", "outlook"), {"id": account_id, "at": now, "version": VERSION, "seen": seen})
    if not found:
        raise UnknownAccount(f"no account with id {account_id}", ids=[account_id])
    digest, day, data = found[0]
    return digest, day, data
