"""What every gateway can do that takes messages to people, and how the one that was wired is found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class GatewayDown(Exception):
    """The gateway gave no answer that can be believed, or asks to come later: nothing is known, it is tried again."""


class LetterDeferred(Exception):
    """The gateway is well, and asks to bring this letter later."""


class LetterRefused(Exception):
    """The gateway will never take this letter: an address that is none, a person who has left."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in the words of its channel; ``id`` stays the same however often it is handed over.

    SMS have no subject and no HTML.
    """

    id: str
    to: str
    text: str
    subject: str = ""
    html: str = ""
    language: str = "ru"


class Delivery(Protocol):
    """A gateway that takes letters."""

    def send(self, letter: Letter, *, again: bool) -> str:
        """Hand a letter over, never in a transaction; the gateway's name for it.

        Errors: GatewayDown, LetterDeferred, LetterRefused.
        ``again`` says that it may have arrived at an earlier try: it is handed over under the same id, and a gateway
        that can be asked is asked first.
        """


_found: list[Callable[[], dict[str, Delivery]]] = []


def find_gateways_with(wiring: Callable[[], dict[str, Delivery]]) -> None:
    """Say how gateways are found by their channel; called once, by a door, when the application starts."""
    _found[:] = [wiring]


def gateways() -> dict[str, Delivery]:
    """The gateways that are set up, by channel; a channel without one is not offered."""
    return _found[0]() if _found else {}
