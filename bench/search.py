"""The search of the workplace among a crowd: as people type, against one look at an account by its key."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from random import Random
from statistics import median, quantiles
from typing import LiteralString

from bench.crowd import load_crowd
from bench.search_typing import COMMONEST, SORTS, Known
from kosmos.kernel.sql import rows
from kosmos.ledger.models import AccountNumber
from kosmos.workplace.search.finding import Sight, find

ALL = Sight(personal=True, requests=True, applications=True)
KNOWN: LiteralString = """
SELECT contract.account_id, number.number, contract.number, holder.name, holder.phone, contract.city, contract.street,
       contract.house, contract.apartment,
       coalesce((SELECT bought.number FROM payments_order AS bought
                  WHERE bought.account_id = number.account_id LIMIT 1), ''),
       coalesce((SELECT wish.number FROM connections_application AS wish
                  WHERE wish.phone = holder.phone AND wish.name = holder.name LIMIT 1), '')
  FROM subscribers_contract AS contract TABLESAMPLE SYSTEM (%(share)s) REPEATABLE (7)
  JOIN subscribers_subscriber AS holder ON holder.id = contract.subscriber_id
  JOIN ledger_accountnumber AS number ON number.account_id = contract.account_id
 ORDER BY md5(number.number)
 LIMIT %(limit)s
"""
Say = Callable[[str], object]


@dataclass(frozen=True)
class Sort:
    """One sort of typing: how long the search took, and how often the account was among the listed, and the first.

    ``worst`` is the text that took longest.
    """

    queries: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    found: float
    first: float
    worst: str


@dataclass(frozen=True)
class Result:
    """The whole run; ``key_ms`` is the median of one look by key, ``ratio`` the search's median to it."""

    accounts: int
    load_s: float
    queries: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    key_ms: float
    ratio: float
    sorts: dict[str, Sort]

    def as_dict(self) -> dict[str, object]:
        """The figures by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    took_ms: float
    place: int | None


def measure(accounts: int, *, queries: int, say: Say) -> Result:
    """Load a crowd into an empty database that the caller made, and search it."""
    say(f"{accounts} accounts: loading")
    load_s = _seconds(lambda: load_crowd(accounts))
    say(f"loaded in {load_s:.0f} s; asking")
    return asked_of(accounts, load_s, queries=queries)


def asked_of(accounts: int, load_s: float, *, queries: int) -> Result:
    """Search a crowd that is there already."""
    dice = Random(7)
    given = {"share": min(100.0, 100_000 * queries / accounts), "limit": 4 * queries}
    known = [Known(*row) for row in rows(KNOWN, given)]
    find("разогрев", ALL)
    sorts = {name: _sort(name, known, dice, queries) for name in SORTS}
    sorts["commonest and none"] = [_ask(text, None) for text in COMMONEST for _ in range(3)]
    every = [one for sort in sorts.values() for one in sort]
    key_ms = median(_seconds(lambda one=one: _by_key(one)) * 1000 for one in known[:200])  # type: ignore[misc]
    whole = _of(every)
    return Result(
        accounts=accounts,
        load_s=round(load_s, 1),
        queries=len(every),
        p50_ms=whole.p50_ms,
        p95_ms=whole.p95_ms,
        worst_ms=whole.worst_ms,
        key_ms=round(key_ms, 2),
        ratio=round(whole.p50_ms / key_ms, 1),
        sorts={name: _of(sort) for name, sort in sorts.items()},
    )


def _sort(name: str, known: Sequence[Known], dice: Random, queries: int) -> list[_Asked]:
    """Ask in one sort of typing, of accounts that have what is typed."""
    typed = ((one, SORTS[name](one, dice)) for one in known)
    chosen = [(one, text) for one, text in typed if text.strip()][:queries]
    return [_ask(text, one) for one, text in chosen]


def _ask(text: str, one: Known | None) -> _Asked:
    began = time.perf_counter()
    found = find(text, ALL)
    took = (time.perf_counter() - began) * 1000
    if one is None:
        return _Asked(text, took, 0)
    ids = [account.account_id for account in found.accounts] + [payment.account_id for payment in found.payments]
    numbers = [wish.number for wish in found.applications]
    wanted = ids.index(one.account_id) if one.account_id in ids else None
    return _Asked(text, took, 0 if text in numbers else wanted)


def _of(asked: Sequence[_Asked]) -> Sort:
    times = [one.took_ms for one in asked]
    places = [one.place for one in asked]
    slowest = max(asked, key=lambda one: one.took_ms)
    return Sort(
        queries=len(asked),
        p50_ms=round(median(times), 1),
        p95_ms=round(quantiles(times, n=20)[-1], 1),
        worst_ms=round(slowest.took_ms, 1),
        found=round(sum(place is not None for place in places) / len(places), 3),
        first=round(sum(place == 0 for place in places) / len(places), 3),
        worst=slowest.text,
    )


def _by_key(one: Known) -> None:
    AccountNumber.objects.get(number=one.number)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
