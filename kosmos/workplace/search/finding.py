"""The search itself: what of everything is meant, in groups, as far as whoever asks may see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from kosmos.connections.models import Application
from kosmos.kernel.sql import array, rows, statement
from kosmos.support.models import Request
from kosmos.workplace.search.asked import Asked, asked
from kosmos.workplace.search.numbers import (
    WHOLE,
    FoundPayment,
    accounts_by,
    application_by,
    by_contact,
    by_phone,
    payments_by,
    requests_by,
)
from kosmos.workplace.search.people import Found, people_by

LISTED = 20
"""So many of each group are shown."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever asks may see: parts of phones, and e-mails, so that he learns them; requests; applications."""

    personal: bool
    requests: bool
    applications: bool


@dataclass(slots=True)
class Place:
    """Where an account's services are; what a place does not have is empty."""

    city: str
    street: str
    house: str
    building: str
    apartment: str
    dormitory: str
    room: str


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account, whose it is and where; ``by`` says what it was found by: account, contract, unp, phone,
    email, login or words."""

    account_id: int
    number: str
    contract: str
    subscriber_id: int
    kind: int
    name: str
    phone: str
    address: Place
    by: str
    score: float


Hit = FoundAccount | FoundPayment | Request | Application


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, in groups, each with the best first.

    ``more`` if accounts are left out; ``guessed`` if no typed word was found as it stands, but others like it;
    ``too_common`` if a city was asked for that holds more than anybody wants to read.
    """

    accounts: tuple[FoundAccount, ...] = ()
    payments: tuple[FoundPayment, ...] = ()
    requests: tuple[Request, ...] = ()
    applications: tuple[Application, ...] = ()
    more: bool = False
    guessed: bool = False
    too_common: bool = False
    numbered: Application | None = None
    """The application whose whole number was typed; it stands first among the others."""

    @property
    def count(self) -> int:
        """How many were found in all."""
        return len(self.accounts) + len(self.payments) + len(self.requests) + len(self.applications)

    @property
    def only(self) -> Hit | None:
        """The one that is meant: the only one found, or else the only one whose whole number was typed."""
        every: tuple[Hit, ...] = (*self.accounts, *self.payments, *self.requests, *self.applications)
        if len(every) == 1 and not self.more:
            return every[0]
        whole = [one for one in every if one is self.numbered or _is_whole(one)]
        return whole[0] if len(whole) == 1 else None


def find(text: str, sight: Sight) -> Results:
    """Look for something by whatever was typed. Reads only, at most a dozen statements; see docs/performance.md."""
    told = asked(text)
    words = people_by(told.readings, LISTED + 1) if told.has_words else Found()
    scores: dict[int, tuple[float, str]] = {hit.account_id: (hit.score, hit.what) for hit in accounts_by(told)}
    people, wishes = by_phone(told, in_part=sight.personal, limit=LISTED + 1)
    holders = {int(hit.id): (hit.score, "phone") for hit in people}
    holders |= {who: (score, "words") for score, who in words.subscribers}
    holders |= by_contact(told) if sight.personal else {}
    for score, account_id in words.accounts:
        scores.setdefault(account_id, (score, "words"))
    accounts = _accounts(scores, holders)
    numbered = application_by(told) if sight.applications else None
    others = _applications(words, [hit.id for hit in wishes]) if sight.applications else []
    return Results(
        accounts=tuple(accounts[:LISTED]),
        payments=tuple(_payments(told, accounts)),
        requests=tuple(requests_by(told)) if sight.requests else (),
        applications=(*([numbered] if numbered else []), *(one for one in others if one != numbered)),
        more=len(accounts) > LISTED,
        guessed=words.guessed and bool(words),
        too_common=words.too_common,
        numbered=numbered,
    )


def _accounts(scores: dict[int, tuple[float, str]], holders: dict[int, tuple[float, str]]) -> list[FoundAccount]:
    """The likeliest accounts, each once, by the best that it was found by."""
    likeliest = sorted(scores, key=lambda one: -scores[one][0])[: LISTED + 1]
    people = sorted(holders, key=lambda one: -holders[one][0])[: LISTED + 1]
    if not likeliest and not people:
        return []
    given = {"accounts": array(likeliest), "subscribers": array(people)}
    found = []
    for account_id, number, contract, holder, kind, name, phone, *place in rows(
        statement("workplace.search", "cards"), given
    ):
        score, by = max(scores.get(account_id, (0.0, "")), holders.get(holder, (0.0, "")))
        address = Place(*place)
        found.append(FoundAccount(account_id, number, contract, holder, kind, name, phone, address, by, score))
    return sorted(found, key=lambda one: (-round(one.score, 3), one.name.casefold(), one.account_id))


def _payments(told: Asked, accounts: Sequence[FoundAccount]) -> list[FoundPayment]:
    """Payments by number; an order's number begins with its account's, which is not meant by that."""
    found = payments_by(told)
    if any(one.by == "account" for one in accounts):
        return [one for one in found if one.whole]
    return found[:LISTED]


def _applications(words: Found, by_phones: Sequence[str]) -> list[Application]:
    """Applications by phone or words, the latest first; those that have become accounts are found as such."""
    ids = [uuid.UUID(one) for one in by_phones]
    if words.names or words.places:
        given = {"names": words.names, "places": words.places, "limit": LISTED}
        ids += [row[0] for row in rows(statement("workplace.search", "applications_like"), given)]
    held = Application.objects.filter(id__in=ids, account=None).order_by("-created_at", "id")
    return list(held[:LISTED]) if ids else []


def _is_whole(one: Hit) -> bool:
    """Whether it was found by a number of its own that was typed to its end."""
    if isinstance(one, FoundAccount):
        return one.score >= WHOLE or (one.by == "phone" and one.score >= 8)
    return one.whole if isinstance(one, FoundPayment) else isinstance(one, Request)
