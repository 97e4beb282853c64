"""What every card rail can do, and how payments find the one that was wired."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.news import News


class RailUnreachable(Exception):
    """The provider gave no answer that can be believed: nothing is known, and it is asked again later."""


class PushRefused(Exception):
    """A push that is not the provider's, or not of our merchant; nothing is done. ``answer`` says so to its sender."""

    def __init__(self, code: str, answer: str) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Push:
    """A push whose signature is right: its news, and what its sender expects to hear once it is dealt with.

    ``sure`` is False if the signature does not cover all that the push says of the amount: then the provider's status
    query has to confirm it.
    """

    news: News
    answer: str
    test: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answers about an order: nothing if it knows none, else each attempt in order."""

    news: tuple[News, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a hosted page is told of an order; ``language`` is ru, be or en."""

    number: str
    amount_kopecks: int
    currency: str
    return_url: str
    language: str = "ru"


class Rail(Protocol):
    """A provider that takes cards on a page of its own."""

    @property
    def name(self) -> str:
        """The provider of its payments in the ledger."""

    @property
    def credits_tests(self) -> bool:
        """Whether payments made for a test are credited: only in the demo."""

    def hosted_page(self, wish: Wish) -> str:
        """The address to send the payer to."""

    def read_push(self, body: bytes) -> Push:
        """Read and verify a push from its raw bytes. PushRefused."""

    def ask(self, order_number: str, *, since: datetime) -> Answer:
        """Ask the provider what became of an order made after ``since``. RailUnreachable. Never in a transaction."""


_found: list[Callable[[str], Rail]] = []


def find_rails_with(wiring: Callable[[str], Rail]) -> None:
    """Say how a rail is found by its name; called once, by a door, when the application starts."""
    _found[:] = [wiring]


def rail_named(name: str) -> Rail:
    """The rail that was wired under a name. RailNotConfigured."""
    if not _found:
        raise RailNotConfigured("no rails are wired", rail=name)
    return _found[0](name)
