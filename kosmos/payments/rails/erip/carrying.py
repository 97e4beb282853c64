"""How a request's XML travels: as the field XML of a form, multipart or in percent code; its bytes are signed."""

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

from kosmos.payments.rails.wire.errors import MessageError

FIELD = "XML"
FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 131_072
MOST_PARTS = 20

_BOUNDARY = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([^\s";,]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'[; \t]name=(?:"([^"\r\n]{0,100})"|([^\s";]{1,100}))', re.IGNORECASE)


def carried(body: bytes, content_type: str) -> bytes:
    """The XML inside a request's body. MessageError: too_long, unreadable, missing, repeated, unknown_value."""
    if len(body) > MOST_BYTES:
        raise MessageError("too_long")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        found = _of_parts(body, content_type)
    elif kind in {FORM, ""}:
        found = _of_form(body)
    elif kind in {"text/xml", "application/xml"}:
        return body
    else:
        raise MessageError("unknown_value", "Content-Type")
    if len(found) != 1:
        raise MessageError("repeated" if found else "missing", FIELD)
    return found[0]


def as_form(xml: bytes) -> tuple[str, bytes]:
    """Content type and body of a form in percent code."""
    return FORM, f"{FIELD}={quote_from_bytes(xml, safe='')}".encode("ascii")


def as_parts(xml: bytes, boundary: str) -> tuple[str, bytes]:
    """Content type and body of a multipart form. MessageError: unencodable if the boundary stands in the XML."""
    mark = boundary.encode("ascii")
    if mark in xml:
        raise MessageError("unencodable", FIELD)
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % (mark, FIELD.encode())
    return f"multipart/form-data; boundary={boundary}", head + xml + b"\r\n--%s--\r\n" % mark


def _of_form(body: bytes) -> list[bytes]:
    pairs = body.split(b"&", MOST_PARTS)
    if len(pairs) > MOST_PARTS:
        raise MessageError("too_long", detail="too many fields")
    named = [pair.partition(b"=") for pair in pairs]
    return [_unquoted(value) for name, _, value in named if name.strip().upper() == FIELD.encode()]


def _unquoted(value: bytes) -> bytes:
    return unquote_to_bytes(value.replace(b"+", b" "))


def _of_parts(body: bytes, content_type: str) -> list[bytes]:
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise MessageError("missing", "boundary")
    mark = b"--" + (found[1] or found[2]).encode("utf-8", "replace")
    parts = (b"\r\n" + body).split(b"\r\n" + mark, MOST_PARTS)
    if len(parts) < 3 or not parts[-1].startswith(b"--"):
        raise MessageError("unreadable", detail="not a whole form")
    return [content for part in parts[1:-1] for content in _content(part)]


def _content(part: bytes) -> list[bytes]:
    head, parted, content = part.partition(b"\r\n\r\n")
    if not parted:
        raise MessageError("unreadable", detail="a part without an end of its head")
    name = _NAME.search(head)
    said = (name[1] or name[2] or b"") if name else b""
    return [content] if said.upper() == FIELD.encode() else []
