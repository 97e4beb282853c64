"""From the bytes of a request to the bytes of its answer: what the gateway calls for each."""

from dataclasses import dataclass
from datetime import datetime

from kosmos.payments.erip_rules import Terms
from kosmos.payments.rails.erip.answers import write_answer
from kosmos.payments.rails.erip.carrying import carried
from kosmos.payments.rails.erip.messages import Answer, Refused, ServiceInfo
from kosmos.payments.rails.erip.requests import read_request
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.erip.signature import check, header_of
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.services.erip.online import EripAsked, take_requests
from kosmos.payments.services.erip.words import UNREADABLE, UNSIGNED

MOST_KEPT_OF_REFUSED = 4096
SETTINGS, TERMS = EripSettings(), Terms()


@dataclass(frozen=True, slots=True)
class EripDoor:
    """A door that ERIP or an operator's iPay comes by; unsigned without a ``salt``: then an address list guards it."""

    settings: EripSettings = SETTINGS
    terms: Terms = TERMS
    salt: str = ""
    drops_returns: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer with status 200, once the caller's commit is done; ``signature`` is the header's value, if any."""

    body: bytes
    content_type: str
    signature: str = ""


def read_erip(body: bytes, *, content_type: str, signature: str, door: EripDoor) -> EripAsked:
    """A request from its raw bytes; one that cannot be read is refused, and only its beginning is kept."""
    try:
        xml = carried(body, content_type)
        if door.salt:
            check(xml, signature, door.salt, encoding=door.settings.encoding, drops_returns=door.drops_returns)
        request = read_request(xml, door.settings)
    except MessageError as error:
        words = UNSIGNED if error.code == "unsigned" else UNREADABLE
        kept, verdict = _text(body[:MOST_KEPT_OF_REFUSED], door), f"refused: {error.code} {error.field}"
        return EripAsked(Refused((words,)), door.terms, kept, verdict)
    return EripAsked(request, door.terms, "" if isinstance(request, ServiceInfo) else _text(xml, door))


def write_erip(answer: Answer, door: EripDoor) -> Reply:
    """The bytes of an answer, signed if the door has a salt."""
    body = write_answer(answer, door.settings)
    signed = header_of(body, door.salt, encoding=door.settings.encoding) if door.salt else ""
    return Reply(body, door.settings.content_type, signed)


def answer_erip(body: bytes, *, content_type: str, signature: str, door: EripDoor, now: datetime) -> Reply:
    """Answer a request by its raw bytes. Any exception is a fault of ours: 5xx, so that it is asked again."""
    asked = read_erip(body, content_type=content_type, signature=signature, door=door)
    return write_erip(take_requests([asked], now=now)[0], door)


def _text(content: bytes, door: EripDoor) -> str:
    return content.decode(door.settings.encoding, "replace")
