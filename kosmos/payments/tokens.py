"""The token of a link to pay by: its id, and a signature that only this installation can make."""

import base64
import binascii
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "kosmos.payments.link"
_ID_BYTES, _SIGNATURE_BYTES = 16, 14
SIGNS = 40
"""How long a token is."""


def token_of(link_id: UUID) -> str:
    """The token by which a link's page is opened."""
    return base64.urlsafe_b64encode(link_id.bytes + _signature(link_id.bytes)).decode()


def read_token(token: str) -> UUID | None:
    """The id that a token bears; None if it was not made here."""
    if len(token) != SIGNS or not token.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(token)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _ID_BYTES + _SIGNATURE_BYTES:
        return None
    made = constant_time_compare(raw[_ID_BYTES:], _signature(raw[:_ID_BYTES]))
    return UUID(bytes=raw[:_ID_BYTES]) if made else None


def _signature(link: bytes) -> bytes:
    return salted_hmac(_SALT, link, algorithm="sha256").digest()[:_SIGNATURE_BYTES]
