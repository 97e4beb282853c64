"""Typed data as JSON and back: what a query remembers in a column comes out as it went in."""

import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Packed = TypeVar("Packed")
Reader = Callable[[Any], Any]

_OPEN = dict[str, Any]
_DAY = "day"
"""The key under which a day stands where the type leaves open what it is."""


def pack(value: object) -> str:
    """A dataclass of numbers, texts, days, instants, tuples and dataclasses as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def unpack(kind: type[Packed], text: str) -> Packed:
    """What `pack` made of a dataclass of this kind."""
    reader = _reader(cast("Hashable", kind))
    found: Packed = reader(json.loads(text))
    return found


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        types = _types(type(value))
        return [_open(getattr(value, name)) if types[name] == _OPEN else _plain(getattr(value, name)) for name in types]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _open(values: dict[str, Any]) -> dict[str, Any]:
    """Texts, numbers and days by name; only the days need a mark."""
    return {key: {_DAY: value.isoformat()} if isinstance(value, date) else value for key, value in values.items()}


@cache
def _types(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def _reader(kind: Hashable) -> Reader:
    """How a value of a type is read from JSON."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        readers = [_reader(one) for one in _types(kind).values()]
        return lambda values: kind(*(read(value) for read, value in zip(readers, values, strict=True)))
    if get_origin(kind) is tuple:
        one = _reader(get_args(kind)[0])
        return lambda values: tuple(map(one, values))
    if get_origin(kind) in (UnionType, Union):
        (some,) = (_reader(one) for one in get_args(kind) if one is not NoneType)
        return lambda value: None if value is None else some(value)
    return _as_it_is


def _closed(values: dict[str, Any]) -> dict[str, Any]:
    return {key: date.fromisoformat(one[_DAY]) if isinstance(one, dict) else one for key, one in values.items()}


_PLAIN: dict[Hashable, Reader] = {date: date.fromisoformat, datetime: datetime.fromisoformat, _OPEN: _closed}


def _as_it_is(value: object) -> object:
    return value
