"""JSON of messages: of limited size, without floats, each name said once, and values read as what they must be."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.sums import within_limit
from kosmos.payments.rails.wire.texts import clean, decode
from kosmos.payments.rails.wire.times import FIRST_YEAR, LAST_YEAR

MOST_BYTES = 131_072
MOST_NUMBER = 10**15
Json = Mapping[str, object] | Sequence[object] | str | int | bool | None


def read_json(body: bytes, *, most_bytes: int = MOST_BYTES) -> "Members":
    """A message that is an object. MessageError: too_long, unreadable, repeated."""
    text = decode(body, "utf-8", most_bytes=most_bytes)
    try:
        found = json.loads(
            text, parse_float=_Fraction, parse_int=_whole, parse_constant=_refuse, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise MessageError("unreadable", detail="not JSON") from error
    if not isinstance(found, dict):
        raise MessageError("unreadable", detail="not an object")
    return Members(found)


def write_json(message: Mapping[str, object]) -> bytes:
    """The bytes of a message; members that are None or empty texts are left out at every depth."""
    return json.dumps(_said(message), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _said(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _said(member) for name, member in value.items() if member is not None and member != ""}
    if isinstance(value, list):
        return [_said(one) for one in value]
    return value


class _Fraction(str):
    """A number with a point, as it was written."""

    __slots__ = ()


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError("a number that is too long")
    return int(text)


def _refuse(text: str) -> None:
    raise ValueError(text)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MessageError("repeated", detail="a name in an object")
    return found


@dataclass(frozen=True, slots=True)
class Members:
    """The members of an object. What raises raises MessageError, and names the member."""

    values: Mapping[str, object]

    def text(self, name: str, *, most: int = 255) -> str:
        """A text, or a whole number as one; empty if it is absent or null. Codes: not_a_text, too_long."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, _Fraction | bool) or not isinstance(value, str | int):
            raise MessageError("not_a_text", name)
        return clean(str(value), name, most=most)

    def needed(self, name: str, *, most: int = 255) -> str:
        """A text that has to be there. Code: missing."""
        text = self.text(name, most=most)
        if not text:
            raise MessageError("missing", name)
        return text

    def minor(self, name: str) -> int:
        """A sum in kopecks. Codes: missing, not_a_sum, negative_sum, sum_too_large."""
        value = self.values.get(name)
        if value is None:
            raise MessageError("missing", name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise MessageError("not_a_sum", name)
        return within_limit(value, name)

    def paid(self, name: str) -> int:
        """A sum in kopecks that moves. Code: sum_too_small."""
        amount = self.minor(name)
        if not amount:
            raise MessageError("sum_too_small", name)
        return amount

    def flag(self, name: str, *, default: bool = False) -> bool:
        """True or false. Code: unknown_value."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise MessageError("unknown_value", name)
        return value

    def some_time(self, name: str) -> datetime | None:
        """An instant by ISO 8601 with a zone; None if it is absent. Code: not_a_time."""
        text = self.text(name, most=40)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
                raise ValueError(text)
            return at.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise MessageError("not_a_time", name) from error

    def some_child(self, name: str) -> "Members | None":
        """An object inside; None if it is absent. Code: unknown_value."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise MessageError("unknown_value", name)
        return Members(value)

    def child(self, name: str) -> "Members":
        """An object inside that has to be there. Code: missing."""
        found = self.some_child(name)
        if found is None:
            raise MessageError("missing", name)
        return found

    def children(self, name: str, *, most: int = 100) -> tuple["Members", ...]:
        """A list of objects; empty if it is absent. Codes: unknown_value, too_long."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise MessageError("unknown_value", name)
        if len(value) > most:
            raise MessageError("too_long", name)
        return tuple(Members(one) for one in value)

    def texts(self, name: str, *, most: int = 50) -> tuple[str, ...]:
        """A list of texts; empty if it is absent. Codes: not_a_text, too_long."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise MessageError("not_a_text", name)
        if len(value) > most:
            raise MessageError("too_long", name)
        return tuple(Members({name: one}).text(name, most=1_000) for one in value)


def write_instant(at: datetime | None) -> str:
    """An instant by ISO 8601, in UTC; empty for none."""
    return "" if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def basic(name: str, secret: str) -> str:
    """The value of an Authorization header by name and secret."""
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode("ascii")


def from_base64(text: str, field: str) -> bytes:
    """Bytes of base64. MessageError: unreadable."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MessageError("unreadable", field, detail="not base64") from error
