"""Bytes and texts of messages: strict when read and when we ask, kind when we answer."""

import re
import unicodedata

from kosmos.payments.rails.wire.errors import MessageError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor the database can hold."""
_SAME = str.maketrans(
    {
        "\u2212": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2015": "-",
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u02bc": "'",
        "\u20bd": "р.",
        "\u00d7": "x",
    }
)
"""Signs of typography by those of any alphabet that look like them."""
_MARKUP = frozenset("<>&\"'")


def decode(body: bytes, encoding: str, *, most_bytes: int, field: str = "") -> str:
    """A message's text, without a byte order mark. MessageError: too_long, unreadable."""
    if len(body) > most_bytes:
        raise MessageError("too_long", field)
    try:
        return body.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise MessageError("unreadable", field, detail=f"not {encoding}") from error


def clean(text: str, field: str, *, most: int) -> str:
    """A field's text without spaces around it. MessageError: too_long, control_signs."""
    if len(text) > most:
        raise MessageError("too_long", field, detail=f"{most} signs at most")
    refuse_control(text, field)
    return text.strip()


def refuse_control(text: str, field: str) -> None:
    """MessageError for what neither XML nor the database can hold: control_signs."""
    if not text.isprintable() and _CONTROL.search(text):
        raise MessageError("control_signs", field)


def encode_asking(text: str, encoding: str) -> bytes:
    """A request's bytes; what its encoding lacks is a fault of the request. MessageError: unencodable."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise MessageError("unencodable", detail=f"not in {encoding}") from error


def encode_answering(text: str, encoding: str) -> bytes:
    """An answer's bytes: what its encoding lacks becomes the nearest sign that it has, else a question mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(sign, encoding) for sign in text.translate(_SAME)).encode(encoding, "replace")


def printable(text: str) -> str:
    """A text for an answer: what no message can hold is a space."""
    return _CONTROL.sub(" ", text)


def _nearest(sign: str, encoding: str) -> str:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
        return "?" if not plain or _MARKUP & set(plain) else plain
    return sign
