"""Named values of a message, each read once as what it must be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from kosmos.payments.rails.wire import sums, times
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.texts import clean

MOST_SIGNS = 255
Word = TypeVar("Word", bound=StrEnum)

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by the protocol's names of them. What raises raises MessageError, and names the field."""

    values: Mapping[str, str]

    def text(self, name: str, *, most: int = MOST_SIGNS) -> str:
        """A text that may be absent: then it is empty."""
        return clean(self.values.get(name, ""), name, most=most)

    def needed(self, name: str, *, most: int = MOST_SIGNS) -> str:
        """A text that has to be there. Code: missing."""
        text = self.text(name, most=most)
        if not text:
            raise MessageError("missing", name)
        return text

    def digits(self, name: str, *, most: int = 20) -> str:
        """A number that names something: digits only. Code: not_a_number."""
        text = self.needed(name, most=most)
        if not _DIGITS.fullmatch(text):
            raise MessageError("not_a_number", name)
        return text

    def some_digits(self, name: str, *, most: int = 20) -> str:
        """Digits that may be absent."""
        return self.digits(name, most=most) if self.text(name, most=most) else ""

    def whole(self, name: str, *, least: int = 0, most: int = 999_999_999) -> int:
        """A whole number within its bounds. Codes: not_a_number, out_of_range."""
        number = int(self.digits(name, most=18))
        if not least <= number <= most:
            raise MessageError("out_of_range", name)
        return number

    def sum(self, name: str) -> int:
        """A sum in kopecks."""
        return sums.read_sum(self.needed(name, most=32), name)

    def paid(self, name: str) -> int:
        """A sum that moves: of one kopeck or more. Code: sum_too_small."""
        amount = self.sum(name)
        if not amount:
            raise MessageError("sum_too_small", name)
        return amount

    def some_sum(self, name: str) -> int | None:
        """A sum that may be absent."""
        return self.sum(name) if self.text(name, most=32) else None

    def time(self, name: str, *, form: str, zone: ZoneInfo) -> datetime:
        """An instant by the sender's clock."""
        return times.read_time(self.needed(name, most=40), name, form=form, zone=zone)

    def some_time(self, name: str, *, form: str, zone: ZoneInfo) -> datetime | None:
        """An instant that may be absent."""
        return self.time(name, form=form, zone=zone) if self.text(name, most=40) else None

    def word(self, name: str, words: type[Word]) -> Word:
        """One of the words that the protocol knows, as it is written there. Code: unknown_value."""
        text = self.needed(name)
        try:
            return words(text)
        except ValueError as error:
            raise MessageError("unknown_value", name) from error

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """Y or N. Codes: missing, unknown_value."""
        text = self.text(name).upper()
        if not text and default is not None:
            return default
        if text not in {"Y", "N"}:
            raise MessageError("unknown_value" if text else "missing", name)
        return text == "Y"
