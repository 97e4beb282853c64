"""Reading a scenario file: every field checked, nothing guessed, one clear line where it cannot be read."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from kosmos.kernel.money import kopecks

_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class ScenarioError(Exception):
    """The file is not a scenario; the message says where and why."""


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """A plan of a scenario; ``prices`` are (from, fee in kopecks), the first of them from the beginning.

    ``columns`` are what the fields of features above say of the plan's row.
    """

    code: str
    service: str
    settlement: str
    kind: str
    blocks: str
    needs: str
    status: str
    prices: tuple[tuple[date, int], ...]
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens: to an account, or to the whole operator where ``account`` is None."""

    at: datetime
    do: str
    account: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold as a day ends."""

    on: date
    account: str
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole story, its events as the file lists them; times are the operator's local ones."""

    name: str
    first: date
    last: date
    plans: tuple[PlanSpec, ...]
    accounts: tuple[str, ...]
    events: tuple[Event, ...]
    expect: tuple[Expectation, ...] = field(default=())


def text_of(value: object) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"text expected, found {value!r}")
    return value


def _day(value: object) -> date:
    return date.fromisoformat(text_of(value))


def _minute(value: object) -> datetime:
    at = text_of(value)
    if _MINUTE.fullmatch(at) is None:
        raise ValueError(f"a local time such as 2016-11-01T09:00 expected, found {at!r}")
    return datetime.fromisoformat(at)


def amount_of(value: object) -> int:
    """An amount above zero, in kopecks."""
    amount = kopecks(text_of(value))
    if amount <= 0:
        raise ValueError(f"an amount above zero expected, found {value!r}")
    return amount


def _moved(value: object) -> int:
    amount = kopecks(text_of(value))
    if not amount:
        raise ValueError(f"an amount above or below zero expected, found {value!r}")
    return amount


def _fee(value: object) -> int:
    amount = kopecks(text_of(value))
    if amount < 0:
        raise ValueError(f"a fee is not below zero: {value!r}")
    return amount


def whole_of(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"a whole number expected, found {value!r}")
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false expected, found {value!r}")
    return value


def one_of(*allowed: str) -> Callable[[object], str]:
    """A reader of one of some words."""

    def check(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} expected, found {value!r}")
        return str(value)

    return check


Reader = Callable[[object], Any]
EVENTS: dict[str, tuple[dict[str, Reader], dict[str, Reader]]] = {
    "pay": ({"amount": amount_of, "ref": text_of}, {}),
    "reverse": ({"ref": text_of}, {}),
    "charge": ({"amount": amount_of}, {}),
    "connect": ({"plan": text_of}, {"by_staff": _yes}),
    "connect_or_wait": ({"plan": text_of}, {"by_staff": _yes}),
    "stop_waiting": ({}, {}),
    "disconnect": ({"plan": text_of}, {}),
    "cancel": ({"plan": text_of}, {}),
    "change_plan": ({"plan": text_of, "to": text_of}, {"by_staff": _yes}),
    "promise": ({}, {}),
    "suspend": ({"first": _day, "days": whole_of}, {}),
    "resume": ({}, {}),
    "correct": ({"amount": _moved, "ref": text_of}, {}),
    "take_back": ({"line": whole_of, "ref": text_of}, {}),
    "unblock": ({"until": _minute}, {}),
    "end_unblock": ({}, {}),
}
"""What happens to an account: fields that must be there, and that may be."""

OPERATOR_EVENTS: dict[str, tuple[dict[str, Reader], dict[str, Reader]]] = {
    "price": ({"plan": text_of, "from": _day, "fee": _fee}, {}),
    "outage": ({"until": _minute}, {}),
}
"""What happens to the operator: a new price version; no day opens until the system is back."""

PLAN_FIELDS: dict[str, Reader] = {}
"""Fields of a plan that features above charging add, as EVENTS of theirs; each reads as columns of the plan's row."""

WHOLE_NUMBERS = {"days", "line"}
"""Fields that are whole numbers in YAML too, where all else is text."""


def read_scenario(path: Path) -> Scenario:
    """Read a JSON or YAML file; ScenarioError with one line if it is not a scenario."""
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read: {error}") from error
    except (ValueError, yaml.YAMLError) as error:
        raise ScenarioError(f"{path}: {' '.join(str(error).split())}") from error
    try:
        return scenario_of(content if path.suffix == ".json" else _typed(content))
    except ValueError as error:
        raise ScenarioError(f"{path}: {error}") from error


def _typed(value: object, key: str = "") -> object:
    """YAML without guesses: everything is text but whole numbers, and true or false of by_staff."""
    if isinstance(value, dict):
        return {name: _typed(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if key in WHOLE_NUMBERS and isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    if key == "by_staff" and value in ("true", "false"):
        return value == "true"
    return value


def scenario_of(content: object) -> Scenario:
    """Check what a file held; ValueError names the place and what was expected there."""
    top = fields_of(
        content,
        "the file",
        {"from": _day, "to": _day, "plans": _list, "accounts": _list, "events": _list},
        {"name": text_of, "expect": _list},
    )
    if top["to"] < top["from"]:
        raise ValueError(f"to ({top['to']}) is before from ({top['from']})")
    plans = tuple(_plan(item, f"plans[{index}]", top["from"]) for index, item in enumerate(top["plans"]))
    _unique([plan.code for plan in plans], "plan")
    accounts = tuple(
        fields_of(item, f"accounts[{index}]", {"number": text_of})["number"]
        for index, item in enumerate(top["accounts"])
    )
    _unique(accounts, "account")
    known = _Known(set(accounts), {plan.code for plan in plans}, top["from"], top["to"])
    events = tuple(_event(item, f"events[{index}]", known) for index, item in enumerate(top["events"]))
    expect = tuple(_expectation(item, f"expect[{index}]", known) for index, item in enumerate(top.get("expect", [])))
    return Scenario(top.get("name", ""), top["from"], top["to"], plans, accounts, events, expect)


@dataclass(frozen=True, slots=True)
class _Known:
    accounts: set[str]
    plans: set[str]
    first: date
    last: date

    def check(self, place: str, fields: Mapping[str, Any]) -> None:
        for key, known in (("account", self.accounts), ("plan", self.plans), ("to", self.plans)):
            if key in fields and fields[key] not in known:
                raise ValueError(f"{place}.{key}: there is no {fields[key]!r} in this file")
        day = fields["at"].date() if "at" in fields else fields["on"]
        if not self.first <= day <= self.last:
            raise ValueError(f"{place}: {day} is not between from and to")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"a list expected, found {value!r}")
    return value


def _unique(codes: tuple[str, ...] | list[str], what: str) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise ValueError(f"{what} {code!r} stands twice")


def fields_of(
    value: object, place: str, needed: Mapping[str, Reader], optional: Mapping[str, Reader] | None = None
) -> dict[str, Any]:
    """Read an object's fields, those that must be there and those that may be."""
    if not isinstance(value, dict):
        raise ValueError(f"{place}: an object expected, found {type(value).__name__}")
    readers = {**needed, **(optional or {})}
    for key in value:
        if key not in readers:
            raise ValueError(f"{place}.{key}: unknown; known are {', '.join(readers)}")
    for key in needed:
        if key not in value:
            raise ValueError(f"{place}.{key}: missing")
    read = {}
    for key, item in value.items():
        try:
            read[key] = readers[key](item)
        except ValueError as error:
            raise ValueError(f"{place}.{key}: {error}") from error
    return read


def _plan(item: object, place: str, first: date) -> PlanSpec:
    read = fields_of(
        item,
        place,
        {"code": text_of, "settlement": one_of("prepaid", "postpaid"), "fee": _fee},
        {
            "service": text_of,
            "kind": one_of("base", "package"),
            "base": text_of,
            "blocks": one_of("short", "negative"),
            "needs": one_of("full_fee", "next_share"),
            "status": one_of("open", "archived"),
            "family": text_of,
            "name": text_of,
            **PLAN_FIELDS,
        },
    )
    kind = read.get("kind", "base")
    if (kind == "package") != ("base" in read):
        raise ValueError(f"{place}.base: a package names its base service, a base plan does not")
    if kind == "package" and read["settlement"] == "postpaid":
        raise ValueError(f"{place}.settlement: packages are prepaid")
    return PlanSpec(
        code=read["code"],
        service=read.get("base") or read.get("service", "internet"),
        settlement=read["settlement"],
        kind=kind,
        blocks=read.get("blocks", "short"),
        needs=read.get("needs", "next_share"),
        status=read.get("status", "open"),
        prices=((first.replace(day=1), read["fee"]),),
        columns={column: value for name in PLAN_FIELDS for column, value in read.get(name, {}).items()},
    )


def _event(item: object, place: str, known: _Known) -> Event:
    do = item.get("do") if isinstance(item, dict) else None
    common: dict[str, Reader] = {"at": _minute, "do": text_of}
    if do in OPERATOR_EVENTS:
        needed, optional = OPERATOR_EVENTS[do]
    elif do in EVENTS:
        needed, optional = EVENTS[do]
        common["account"] = text_of
    else:
        raise ValueError(f"{place}.do: one of {', '.join([*EVENTS, *OPERATOR_EVENTS])} expected, found {do!r}")
    read = fields_of(item, place, {**common, **needed}, optional)
    known.check(place, read)
    rest = {key: value for key, value in read.items() if key not in ("at", "do", "account")}
    return Event(read["at"], read["do"], read.get("account"), rest)


def _statuses(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError(f"an object expected, found {value!r}")
    check = one_of("running", "blocked", "suspended")
    return {code: check(status) for code, status in value.items()}


def _money(value: object) -> int:
    return kopecks(text_of(value))


EXPECTED: dict[str, Reader] = {"balance": _money, "overdue": _money, "subscriptions": _statuses}
"""The figures of a day that a file can expect."""


def _expectation(item: object, place: str, known: _Known) -> Expectation:
    read = fields_of(
        item,
        place,
        {"on": _day, "account": text_of},
        EXPECTED,
    )
    known.check(place, read)
    figures = {key: value for key, value in read.items() if key not in ("on", "account")}
    return Expectation(read["on"], read["account"], figures)
