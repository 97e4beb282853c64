"""SMS by an HTTP gateway: JSON over POST, a bearer key, and our id by which it takes a message once."""

from collections.abc import Callable
from functools import cached_property

import httpx

from kosmos.notifications.channels.base import GatewayDown, Letter, LetterRefused

LIMITS = httpx.Timeout(10, connect=3)
TRY_AGAIN = {401, 403, 404, 408, 425, 429}
"""Answers that are about us or the moment, not about the message: nothing is given up for them."""


class HttpSms:
    """A gateway at one address: POST takes a message, GET with ``client_id`` says what became of one."""

    def __init__(self, *, url: str, key: str, transport: httpx.BaseTransport | None = None) -> None:
        """``key`` goes in the Authorization header; ``transport`` takes the place of the network."""
        self.url, self.key, self.transport = url, key, transport

    @cached_property
    def _http(self) -> httpx.Client:
        """One client for all messages: its connections are used again."""
        ours = "//127.0.0.1" in self.url
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(timeout=LIMITS, trust_env=not ours, headers=headers, transport=self.transport)

    def send(self, letter: Letter, *, again: bool) -> str:
        """Hand a message over; one that may have arrived is asked for first."""
        known = self._known(letter.id) if again else None
        return known or self._posted(letter)

    def _known(self, client_id: str) -> str | None:
        answer = _asked(lambda: self._http.get(self.url, params={"client_id": client_id}))
        return None if answer.status_code == httpx.codes.NOT_FOUND else _id_in(answer)

    def _posted(self, letter: Letter) -> str:
        said = {"client_id": letter.id, "to": letter.to, "text": letter.text}
        answer = _asked(lambda: self._http.post(self.url, json=said))
        if answer.is_client_error and answer.status_code not in TRY_AGAIN:
            raise LetterRefused(f"{answer.status_code} {answer.text}"[:200])
        return _id_in(answer)


def _asked(ask: Callable[[], httpx.Response]) -> httpx.Response:
    try:
        return ask()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GatewayDown(type(error).__name__) from error


def _id_in(answer: httpx.Response) -> str:
    """The gateway's name for a message; GatewayDown for any answer without one."""
    try:
        answer.raise_for_status()
        return str(answer.json()["id"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise GatewayDown(f"{answer.status_code}") from error
