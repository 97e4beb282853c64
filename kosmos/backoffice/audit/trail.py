"""The timeline: the lines of all sources, the latest first, a page at a time."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from kosmos.backoffice.audit.asked import Asked
from kosmos.backoffice.audit.sources import SOURCES, Line, Place
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.models import Contract

PAGE = 50


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of the timeline, and from where the next one goes on; none if this is the last."""

    lines: Sequence[Line]
    further: Place | None
    numbers: Mapping[int, str]
    """The numbers of the accounts that the lines are about."""


def trail(asked: Asked, place: Place | None = None, *, limit: int = PAGE) -> Trail:
    """The lines that are asked for, after a place; none where what is asked makes no sense."""
    if asked.errors:
        return Trail([], None, {})
    found = [source(asked, place, limit + 1) for source in SOURCES]
    merged = list(islice(heapq.merge(*found, key=lambda one: (one.at, one.order[0]), reverse=True), limit + 1))
    shown = _with_accounts(merged[:limit])
    last = shown[-1] if len(merged) > limit else None
    held = {one.account_id for one in shown if one.account_id is not None}
    numbers = AccountNumber.objects.filter(account_id__in=held).values_list("account_id", "number")
    return Trail(shown, Place(last.at, last.order) if last else None, dict(numbers))


def whole_trail(asked: Asked, *, most: int, limit: int = 1_000) -> Iterator[Trail]:
    """The timeline part by part, up to so many lines, for a file; the last part says if there are more."""
    place: Place | None = None
    for _part in range(most // limit):
        part = trail(asked, place, limit=limit)
        yield part
        if part.further is None:
            return
        place = part.further


def place_of(text: str) -> Place | None:
    """A place as an address bears it; None for what is none."""
    at, _sign, order = text.partition("~")
    try:
        found = Place(datetime.fromisoformat(at), order)
    except ValueError:
        return None
    return found if found.at.tzinfo and _is_order(order) else None


def text_of(place: Place) -> str:
    """A place for an address."""
    return f"{place.at.isoformat()}~{place.order}"


def _is_order(order: str) -> bool:
    key, _dot, number = order[1:].partition(".")
    hexadecimal = key.replace("-", "")
    uuid = len(hexadecimal) == 32 and all(sign in "0123456789abcdef" for sign in hexadecimal)
    numbered = number.isascii() and number.isdecimal() and len(number) < 10
    return uuid and (numbered if order[0] == "a" else order[0] in "res" and not number)


def _with_accounts(lines: Sequence[Line]) -> list[Line]:
    """Sign-ins of subscribers lead to the first of their accounts."""
    holders = {one.holder_id for one in lines if one.holder_id is not None and one.account_id is None}
    held = Contract.objects.filter(subscriber__sign_in_id__in=holders).order_by("-account_id")
    first = dict(held.values_list("subscriber__sign_in_id", "account_id")) if holders else {}
    return [replace(one, account_id=first[one.holder_id]) if one.holder_id in first else one for one in lines]
