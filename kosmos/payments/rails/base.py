"""What every card rail can do, and how payments find the one that was wired."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.news import News


class RailUnreachable(Exception):
    """The provider gave no answer that can be believed: nothing is known, and it is asked again later."""


TEXT, XML = "text/plain; charset=utf-8", "text/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PushReply:
    """What a push is answered with over HTTP, word by word."""

    body: str
    status: int = 200
    content_type: str = TEXT


class PushRefused(Exception):
    """A push that is not the provider's, or not of our merchant; nothing is done. ``reply`` says so to its sender."""

    def __init__(self, code: str, reply: PushReply) -> None:
        super().__init__(code)
        self.code = code
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Push:
    """A push whose signature is right: its news, and what its sender expects to hear once it is dealt with (``reply``).

    ``sure`` is False if the signature does not cover all that the push says of the amount: then the provider's status
    query has to confirm it.
    """

    news: News
    reply: PushReply
    test: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answers about an order: nothing if it knows none, else each attempt in order."""

    news: tuple[News, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A payer's leave to take later payments without him: sums within bounds, each some days after the one before."""

    least_kopecks: int
    most_kopecks: int
    period_days: int
    until: date


@dataclass(frozen=True, slots=True)
class Wish:
    """What a hosted page is told of an order; ``language`` is ru, be or en, ``leave`` what the payer is to allow."""

    number: str
    amount_kopecks: int
    currency: str
    return_url: str
    language: str = "ru"
    expires_at: datetime | None = None
    leave: Leave | None = None


@dataclass(frozen=True, slots=True)
class HostedPage:
    """Where a payer pays: an address, or a form that he posts there. ``made`` by the provider for this order alone."""

    url: str
    fields: tuple[tuple[str, str], ...] = ()
    made: bool = False


class Rail(Protocol):
    """A provider that takes cards on a page of its own."""

    @property
    def name(self) -> str:
        """The provider of its payments in the ledger."""

    @property
    def credits_tests(self) -> bool:
        """Whether payments made for a test are credited: only in the demo."""

    @property
    def makes_pages(self) -> bool:
        """Whether the provider has to be asked for an order's page."""

    def hosted_page(self, wish: Wish) -> HostedPage:
        """Where to send the payer. RailUnreachable where the provider has to be asked, so never in a transaction."""

    def read_push(self, body: bytes, headers: Mapping[str, str]) -> Push:
        """Read and verify a push from its raw bytes; headers by their names in small letters. PushRefused."""

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask the provider what became of an order made after ``since``, of whose ``attempt`` we have heard.

        RailUnreachable. Never in a transaction.
        """


@runtime_checkable
class TwoStage(Protocol):
    """A provider that can hold money until it is told to take it; beside ``Rail``."""

    @property
    def charges(self) -> bool:
        """Whether money that is held is taken, or given up: the operator's choice."""

    def settle(self, held: News, *, take: bool) -> Answer:
        """Take held money, or give it up; no news if that is refused. RailUnreachable. Never in a transaction."""


@runtime_checkable
class Reporter(Protocol):
    """A provider that tells of all orders of a day; beside ``Rail``."""

    def report(self, since: datetime, until: datetime) -> Answer:
        """What became of all orders between two instants, a day apart at most. RailUnreachable."""


@runtime_checkable
class ChargesAgain(Protocol):
    """A provider that takes later payments by a payer's leave; beside ``Rail``."""

    def charge_again(self, wish: Wish, *, bill: str) -> Answer:
        """Take a payment by the leave given with ``bill``. RailUnreachable, after which the order has to be asked."""


@dataclass(frozen=True, slots=True)
class BillHeard:
    """Where a bill that was made is paid; no address if it was refused for good."""

    url: str
    raw: str


@runtime_checkable
class MakesBills(Protocol):
    """A provider that makes bills, which payers open by an address and pay until an instant; beside ``Rail``."""

    def make_bill(self, wish: Wish, *, comment: str) -> BillHeard:
        """Make a bill of an order, payable until it expires. RailUnreachable, after which it may have been made."""


@dataclass(frozen=True, slots=True)
class _Wiring:
    find: Callable[[str], Rail]
    names: Callable[[], Sequence[str]]
    sells_erip: Callable[[], bool]


_found: list[_Wiring] = []


def find_rails_with(
    wiring: Callable[[str], Rail],
    names: Callable[[], Sequence[str]] = lambda: ("assist",),
    sells_erip: Callable[[], bool] = lambda: False,
) -> None:
    """Say how a rail is found by its name, which take cards, in the operator's order, and whether ERIP is sold by one.

    Called once, by a door.
    """
    _found[:] = [_Wiring(wiring, names, sells_erip)]


def rail_named(name: str) -> Rail:
    """The rail that was wired under a name. RailNotConfigured."""
    if not _found:
        raise RailNotConfigured("no rails are wired", rail=name)
    return _found[0].find(name)


def card_rails() -> tuple[str, ...]:
    """The names of the rails that take cards, in the operator's order."""
    return tuple(_found[0].names()) if _found else ()


def erip_is_sold() -> bool:
    """Whether a provider puts demands of ours into ERIP."""
    return bool(_found) and _found[0].sells_erip()
