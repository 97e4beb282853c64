"""What a dialect of check and pay can do; one service speaks them all."""

from typing import Protocol

from kosmos.payments.rails.osmp.messages import Answer, Request
from kosmos.payments.rails.wire.errors import MessageError


class Dialect(Protocol):
    """Bytes to messages and back: the service reads requests and writes answers, the simulator does the reverse."""

    @property
    def name(self) -> str:
        """The rail's name."""

    def read_request(self, body: bytes) -> Request:
        """A request from a query or a form. MessageError."""

    def write_request(self, request: Request) -> bytes:
        """The query or form of a request. MessageError."""

    def write_answer(self, answer: Answer) -> bytes:
        """An answer's bytes; signs that its encoding lacks are replaced. MessageError for a sum or number that no
        answer can bear."""

    def read_answer(self, body: bytes) -> Answer:
        """An answer. MessageError, after which the agent asks again."""

    def refusal(self, error: MessageError) -> Answer:
        """What a request that cannot be read means to the agent: fatal, unless it is to be repeated."""

    def write_refusal(self, error: MessageError, body: bytes = b"") -> bytes:
        """The answer to a request that cannot be read; ``body`` is that request."""
