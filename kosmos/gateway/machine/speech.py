"""What comes to a desk, what it says, and what is said where it cannot."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network
from typing import NamedTuple, Protocol

from kosmos.payments.services.together import Answered, Question

Headers = list[tuple[str, str]]
Networks = tuple[IPv4Network | IPv6Network, ...]

XML: Headers = [("content-type", "text/xml"), ("cache-control", "no-store")]


class Names(Protocol):
    """Headers by their names in small letters."""

    def get(self, key: str, default: str = "", /) -> str:
        """The value of one."""

    def items(self) -> Iterable[tuple[str, str]]:
        """All of them."""


class Heard(NamedTuple):
    """A request: its method, its body (a GET's is its query), and its headers."""

    method: str
    body: bytes
    headers: Names


class Said(NamedTuple):
    """An answer."""

    body: bytes
    headers: Headers = XML
    status: int = 200


class Refused(Exception):
    """What is answered by an HTTP status alone."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Later(Exception):
    """Nothing may be said but "come again": 503. Whether it was done is not said."""


class Requests(Protocol):
    """Where questions gather."""

    async def ask(self, question: Question) -> Answered:
        """The answer, once its batch is done. Full, Unanswered."""

    async def aside(self, work: Callable[[], None]) -> None:
        """Have something else done between two batches."""


class Desk(Protocol):
    """Where one counterparty is served."""

    @property
    def name(self) -> str:
        """Who is served."""

    @property
    def networks(self) -> Networks | None:
        """Where it comes from; None if anybody may come, because its words are signed."""

    async def answer(self, heard: Heard, requests: Requests) -> Said:
        """Answer a request. Refused; Later, Full, Unanswered."""
