"""The signature by a shared salt, which iPay of the phone operators puts on both sides; ERIP itself does not sign.

UPPER(MD5(salt + body)) over the bytes as they are sent. Some providers' modules change the body before they sign it
(one drops carriage returns): ``drops_returns`` does so too. MD5 is used nowhere else in this rail.
"""

import hashlib
import re

from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.signing import same_hex
from kosmos.payments.rails.wire.texts import encode_asking

HEADER = "ServiceProvider-Signature"
_GIVEN = re.compile(r"\s*SALT\+MD5\s*:\s*([0-9A-Fa-f]{32})\s*", re.IGNORECASE)


def signature(body: bytes, salt: str, *, encoding: str = "cp1251", drops_returns: bool = False) -> str:
    """The 32 hexadecimal digits. MessageError for a salt that the encoding lacks."""
    signed = body.replace(b"\r", b"") if drops_returns else body
    digest = hashlib.md5(encode_asking(salt, encoding) + signed, usedforsecurity=False)
    return digest.hexdigest().upper()


def header_of(body: bytes, salt: str, *, encoding: str = "cp1251") -> str:
    """The value of the header for a body."""
    return f"SALT+MD5: {signature(body, salt, encoding=encoding)}"


def check(body: bytes, given: str, salt: str, *, encoding: str = "cp1251", drops_returns: bool = False) -> None:
    """Compare a header's value with the body's, in constant time. MessageError: missing, unsigned."""
    if not given.strip():
        raise MessageError("missing", HEADER)
    found = _GIVEN.fullmatch(given)
    right = signature(body, salt, encoding=encoding, drops_returns=drops_returns)
    if found is None or not same_hex(found[1], right):
        raise MessageError("unsigned", HEADER)
