"""A profile: how one bank or the post writes its statements, as data that an operator can change.

```
layout: csv                      # or fixed, or 1c
encoding: cp1251                 # or utf-8, cp866
columns: {reference: [1], date: 2, amount: 5, payer: 6, purpose: 7}
date_form: DD.MM.YYYY            # and time_form where there is a column time
account_after: [л/с, лицевой счет, договор]
total: {mark: "ИТОГО", count: 2, amount: 5}
```

Columns are numbers from 1 (csv), pairs of first and last sign (fixed), or keys (1c, which has its own by default). The
account stands in a column of its own, or in the purpose after one of the words of ``account_after``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kosmos.kernel.iban import SHAPE, iban_in
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.times import parts_of

MEANINGS = frozenset({"reference", "date", "time", "amount", "account", "payer", "purpose", "fee", "direction"})
ENCODINGS = frozenset({"utf-8", "cp1251", "cp866"})
ONE_C = {
    "reference": ("Дата", "Номер", "ПлательщикСчет"),
    "date": ("ДатаПоступило", "Дата"),
    "amount": ("Сумма",),
    "payer": ("Плательщик1", "Плательщик"),
    "purpose": ("НазначениеПлатежа",),
}
MOST_COLUMN = 1_000
MINSK = ZoneInfo("Europe/Minsk")


class Layout(StrEnum):
    """How a statement's lines are made."""

    CSV = "csv"
    FIXED = "fixed"
    ONE_C = "1c"


Place = int | tuple[int, int] | str
"""Where a value stands: a column from 0, signs from and up to (Python's slice), or a key."""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """The line of totals: what it begins with, and where count and sum stand."""

    mark: str
    amount: Place
    count: Place | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that was checked. ``direction`` is the value that incoming money has in the column of that name."""

    layout: Layout
    columns: Mapping[str, tuple[Place, ...]]
    encoding: str = "cp1251"
    delimiter: str = ";"
    skip: int = 0
    date_form: str = "DD.MM.YYYY"
    time_form: str = "hh:mm:ss"
    zone: ZoneInfo = MINSK
    in_kopecks: bool = False
    account_after: tuple[str, ...] = ()
    account_digits: tuple[int, int] = (4, 20)
    own_accounts: tuple[str, ...] = ()
    direction: str = ""
    total: TotalLine | None = None


def profile_of(data: Mapping[str, Any]) -> Profile:
    """A profile from data. MessageError names the key that is wrong, and says how: missing, not_an_iban …"""
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise MessageError("unknown_value", unknown[0])
    layout = _layout(data)
    columns = _columns(data, layout)
    needed = ("reference", "date", "amount", *(("direction",) if data.get("direction") else ()))
    for meaning in needed:
        if meaning not in columns:
            raise MessageError("missing", f"columns.{meaning}")
    words = _words(data, "account_after")
    if "account" not in columns and not (words and "purpose" in columns):
        raise MessageError("missing", "account_after")
    dates = _DAYS if "time" in columns else _DATES
    return Profile(
        layout,
        columns,
        encoding=_choice(data, "encoding", ENCODINGS, "cp1251"),
        delimiter=_delimiter(data),
        skip=_number(data.get("skip", 0), "skip", least=0),
        date_form=_form(data, "date_form", "DD.MM.YYYY", *dates),
        time_form=_form(data, "time_form", "hh:mm:ss", *_CLOCKS),
        zone=_zone(data),
        in_kopecks=data.get("in_kopecks", False) is True,
        account_after=words,
        account_digits=_digits(data),
        own_accounts=tuple(_iban(word) for word in _words(data, "own_accounts")),
        direction=_text(data.get("direction", ""), "direction"),
        total=_total(data, layout),
    )


_CLOCKS = (("hh", "mm"), ("hh", "mm", "ss"))
_DAYS = (("DD", "MM", "YYYY"), ("DD", "MM", "YY"))
_DATES = tuple((*day, *clock) for day in _DAYS for clock in ((), *_CLOCKS))
"""What a date may show: with a clock too where both stand in one column."""
_KEYS = frozenset(Profile.__dataclass_fields__)


def _layout(data: Mapping[str, Any]) -> Layout:
    return Layout(_choice(data, "layout", frozenset(Layout), None))


def _columns(data: Mapping[str, Any], layout: Layout) -> dict[str, tuple[Place, ...]]:
    given = data.get("columns", {})
    if not isinstance(given, Mapping):
        raise MessageError("unknown_value", "columns")
    columns: dict[str, tuple[Place, ...]] = dict(ONE_C) if layout is Layout.ONE_C else {}
    for meaning, value in given.items():
        if meaning not in MEANINGS:
            raise MessageError("unknown_value", f"columns.{meaning}")
        columns[meaning] = _places(value, layout, f"columns.{meaning}")
    return columns


def _places(value: object, layout: Layout, key: str) -> tuple[Place, ...]:
    """One place or several; for fixed width a pair of numbers is one place."""
    several = isinstance(value, list | tuple) and bool(value)
    if several and layout is Layout.FIXED and all(isinstance(one, int) for one in _list(value)):
        several = False
    return tuple(_place(one, layout, key) for one in (_list(value) if several else [value]))


def _place(value: object, layout: Layout, key: str) -> Place:
    if layout is Layout.ONE_C:
        return _text(value, key, empty=False)
    if layout is Layout.CSV:
        return _number(value, key, least=1) - 1
    pair = _list(value)
    if len(pair) != 2:
        raise MessageError("unknown_value", key)
    first = _number(pair[0], key, least=1)
    return first - 1, _number(pair[1], key, least=first)


def _total(data: Mapping[str, Any], layout: Layout) -> TotalLine | None:
    given = data.get("total")
    if given is None:
        return None
    if not isinstance(given, Mapping) or layout is Layout.ONE_C:
        raise MessageError("unknown_value", "total")
    if "amount" not in given:
        raise MessageError("missing", "total.amount")
    count = given.get("count")
    return TotalLine(
        _text(given.get("mark"), "total.mark", empty=False),
        _place(given["amount"], layout, "total.amount"),
        None if count is None else _place(count, layout, "total.count"),
    )


def _digits(data: Mapping[str, Any]) -> tuple[int, int]:
    pair = _list(data.get("account_digits", (4, 20)))
    if len(pair) != 2:
        raise MessageError("unknown_value", "account_digits")
    least = _number(pair[0], "account_digits", least=1, most=30)
    return least, _number(pair[1], "account_digits", least=least, most=30)


def _zone(data: Mapping[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(_text(data.get("zone", "Europe/Minsk"), "zone", empty=False))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise MessageError("unknown_value", "zone") from error


def _delimiter(data: Mapping[str, Any]) -> str:
    text = data.get("delimiter", ";")
    if not isinstance(text, str) or len(text) != 1 or text in '"\r\n':
        raise MessageError("unknown_value", "delimiter")
    return text


def _form(data: Mapping[str, Any], key: str, usual: str, *known: tuple[str, ...]) -> str:
    """A form whose parts, in any order, are one of the known sets."""
    text = _text(data.get(key, usual), key, empty=False)
    if tuple(sorted(parts_of(text))) not in {tuple(sorted(parts)) for parts in known} or len(text) > 40:
        raise MessageError("unknown_value", key)
    return text


def _choice(data: Mapping[str, Any], key: str, known: frozenset[str], usual: str | None) -> str:
    text = data.get(key, usual)
    if text is None:
        raise MessageError("missing", key)
    if not isinstance(text, str) or text not in known:
        raise MessageError("unknown_value", key)
    return text


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_text(word, key, empty=False) for word in _list(data.get(key, ())))


def _iban(text: str) -> str:
    number = iban_in(text)
    if number is None:
        raise MessageError("not_an_iban", "own_accounts", detail=f"{text}: {SHAPE}, or a sign of it is mistyped")
    return number


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _text(value: object, key: str, *, empty: bool = True) -> str:
    if not isinstance(value, str) or len(value) > 200 or not (empty or value.strip()):
        raise MessageError("unknown_value", key)
    return value


def _number(value: object, key: str, *, least: int, most: int = MOST_COLUMN * 10) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise MessageError("not_a_number", key)
    return value
