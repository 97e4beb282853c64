"""Forms and queries: names and values in percent code, each name said once."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, quote_plus

from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.texts import decode, encode_asking

MOST_BYTES = 65_536
MOST_FIELDS = 200


def read_form(body: bytes, *, encoding: str = "utf-8", most_bytes: int = MOST_BYTES) -> dict[str, str]:
    """A form's values by their names in small letters. MessageError: too_long, unreadable, repeated."""
    text = decode(body, encoding, most_bytes=most_bytes)
    try:
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=True,
            encoding=encoding,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise MessageError("unreadable", detail="not a form") from error
    fields: dict[str, str] = {}
    for name, value in pairs:
        if name.lower() in fields:
            raise MessageError("repeated", name.lower()[:40] if name.isprintable() else "")
        fields[name.lower()] = value
    return fields


def write_form(pairs: Iterable[tuple[str, str]], *, encoding: str = "utf-8") -> bytes:
    """A form in the order given; what is empty is left out. MessageError: unencodable."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(encode_asking(value, encoding), safe=':')}" for name, value in pairs if value
    ).encode("ascii")
