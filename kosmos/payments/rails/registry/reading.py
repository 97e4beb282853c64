"""What is made of a statement's values, by a profile: money, times, and the account that the purpose names."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter

from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.registry.profile import Place, Profile
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.sums import read_minor, read_sum
from kosmos.payments.rails.wire.texts import refuse_control
from kosmos.payments.rails.wire.times import read_time

REFERENCE_SIGNS = 120
TEXT_SIGNS = 1_000
REMEMBERED = 4_096
"""Days and sums repeat in a statement: so many of each are read once."""

Value = Callable[[Sequence[str]], str]
_SPACES = str.maketrans(dict.fromkeys(" \u00a0\u202f'"))
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{0,29}")


class Reader:
    """Makes credits of the values at ``places``, with what a profile says prepared once."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.meanings = tuple(meaning for meaning, places in profile.columns.items() for _ in places)
        self.places: tuple[Place, ...] = tuple(place for places in profile.columns.values() for place in places)
        self._references = tuple(at for at, said in enumerate(self.meanings) if said == "reference")
        self._whole = profile.layout != "1c"
        self._date, self._time, self._amount = self._first("date"), self._first("time"), self._first("amount")
        self._account, self._payer, self._purpose = self._first("account"), self._first("payer"), self._first("purpose")
        self._fee, self._direction = self._first("fee"), self._first("direction")
        self._named = account_finder(profile.account_after, *profile.account_digits) if profile.account_after else None
        self._moment = lru_cache(maxsize=REMEMBERED)(self._read_moment)
        self.sum = lru_cache(maxsize=REMEMBERED)(self._read_sum)

    def _first(self, meaning: str) -> Value:
        """What finds, among the values, the first one of a meaning that is not empty."""
        places = [at for at, said in enumerate(self.meanings) if said == meaning]
        if len(places) == 1:
            return itemgetter(places[0])
        return lambda values: next((values[at] for at in places if values[at]), "")

    def wanted(self, values: Sequence[str]) -> bool:
        """Whether the values are of incoming money."""
        return not self._profile.direction or self._direction(values) == self._profile.direction

    def credit(self, values: Sequence[str]) -> Credit:
        """A credit. MessageError names the meaning of the value."""
        refuse_control("".join(values), "")
        purpose = self._purpose(values)
        amount = self.sum(_needed(self._amount(values), "amount"), "amount")
        if not amount:
            raise MessageError("sum_too_small", "amount")
        return Credit(
            self._reference_of(values),
            self._moment(_needed(self._date(values), "date"), self._time(values)),
            amount,
            self._account_of(values, purpose),
            self._payer(values)[:TEXT_SIGNS],
            purpose[:TEXT_SIGNS],
            self.sum(self._fee(values) or "0", "fee"),
        )

    def _read_sum(self, text: str, field: str) -> int:
        """A sum in the profile's units; thousands may be parted by spaces. MessageError."""
        tight = text.translate(_SPACES)
        return read_minor(tight, field) if self._profile.in_kopecks else read_sum(tight, field)

    def _reference_of(self, values: Sequence[str]) -> str:
        parts = [values[at] for at in self._references]
        reference = "/".join(parts)
        if not any(parts) or (self._whole and not all(parts)):
            raise MessageError("missing", "reference")
        if len(reference) > REFERENCE_SIGNS:
            raise MessageError("too_long", "reference")
        return reference

    def _read_moment(self, day: str, time: str) -> datetime:
        profile = self._profile
        if not time:
            return read_time(day, "date", form=profile.date_form, zone=profile.zone)
        return read_time(f"{day} {time}", "date", form=f"{profile.date_form} {profile.time_form}", zone=profile.zone)

    def _account_of(self, values: Sequence[str], purpose: str) -> str:
        given = self._account(values)
        if given:
            if not _ACCOUNT.fullmatch(given):
                raise MessageError("not_a_number", "account")
            return given
        found = self._named(purpose) if self._named and purpose else set()
        return found.pop() if len(found) == 1 else ""


def account_finder(words: Sequence[str], least: int, most: int) -> Callable[[str], set[str]]:
    """What finds digits after one of the words, with a colon, a number sign or spaces between; capitals are one."""
    spelled = tuple(" ".join(word.lower().split()) for word in words)
    behind = re.compile(rf"[\s:.,№#=-]{{0,5}}([0-9]{{{least},{most}}})(?![0-9])")

    def find(purpose: str) -> set[str]:
        text, found = " ".join(purpose.lower().split()), set[str]()
        for word in spelled:
            at = text.find(word)
            while at >= 0:
                alone = at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")
                if alone and (digits := behind.match(text, at + len(word))):
                    found.add(digits[1])
                at = text.find(word, at + 1)
        return found

    return find


def _needed(value: str, meaning: str) -> str:
    if not value:
        raise MessageError("missing", meaning)
    return value
