"""ERIP's QR code as a reader takes it apart; `kosmos.payments.erip_qr` makes it, and says what is unconfirmed."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kosmos.payments.erip_qr import ADDRESS, BYN, MAY_NOT_CHANGE, checked
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.sums import read_sum
from kosmos.payments.rails.wire.texts import refuse_control

MOST_SIGNS = 2_000
CHECK = "63"
SERVICE = "32"
_HEAD = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says: whom to pay, for which account, and how much if it says so."""

    service_code: str
    account: str
    amount_kopecks: int | None
    may_change: bool
    payee: str
    city: str


def is_checked(text: str) -> bool:
    """Whether a payload ends in its own check, as capitals or not."""
    begin, mark = text[:-8], text[-8:]
    try:
        right = checked(begin)[-8:]
    except (UnicodeEncodeError, ValueError):
        return False
    return len(text) > 8 and hmac.compare_digest(mark.upper().encode("utf-8", "replace"), right.encode())


def fields_of(text: str) -> Mapping[str, str]:
    """The fields of a payload or of a field, by their ids. MessageError: unreadable, repeated, too_long."""
    found: dict[str, str] = {}
    if len(text) > MOST_SIGNS:
        raise MessageError("too_long")
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        value = text[at + 4 : at + 4 + int(head[2:])] if _HEAD.fullmatch(head) else None
        if value is None or len(value) != int(head[2:]):
            raise MessageError("unreadable", head[:2] if _HEAD.fullmatch(head) else "")
        if head[:2] in found:
            raise MessageError("repeated", head[:2])
        found[head[:2]] = value
        at += 4 + len(value)
    return found


def read_code(text: str) -> Code:
    """A code, with or without the address in front. MessageError: unsigned (the check), missing, unknown_value."""
    payload = text.removeprefix(ADDRESS)
    refuse_control(payload, "")
    fields = fields_of(payload)
    if list(fields)[-1:] != [CHECK] or not is_checked(payload):
        raise MessageError("unsigned", CHECK)
    service = fields_of(fields.get(SERVICE, ""))
    for name, value in (("01", service.get("01")), ("10", service.get("10"))):
        if not value:
            raise MessageError("missing", f"{SERVICE}.{name}")
    if fields.get("53") != BYN:
        raise MessageError("unknown_value", "53")
    return Code(
        service_code=service["01"],
        account=service["10"],
        amount_kopecks=read_sum(fields["54"], "54") if "54" in fields else None,
        may_change=service.get("12") != MAY_NOT_CHANGE,
        payee=fields.get("59", ""),
        city=fields.get("60", ""),
    )
