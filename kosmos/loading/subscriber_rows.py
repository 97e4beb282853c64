"""One line of a subscribers file as a checked row (loading.md): every field, and how they go together."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from kosmos.catalogue.models import Kind
from kosmos.kernel.days import ONE_DAY
from kosmos.loading import values
from kosmos.loading.csv_source import Record, unprintable
from kosmos.loading.errors import SeveralWrong, Wrong, found
from kosmos.subscribers.models import AUDIENCE_OF, Language, SubscriberKind

HEADER = (
    "account",
    "kind",
    "name",
    "unp",
    "login",
    "phone",
    "email",
    "city",
    "street",
    "house",
    "building",
    "apartment",
    "dormitory",
    "room",
    "language",
    "opened_on",
    "balance",
    "plans",
)
OPTIONAL = frozenset(
    ("unp", "phone", "email", "street", "house", "building", "apartment", "dormitory", "room", "plans")
)
LANGUAGES = tuple(Language.values)
KINDS = {kind.label: kind for kind in SubscriberKind}
MAX_TEXT = 200


class SoldPlan(NamedTuple):
    """What a row must know of a plan."""

    id: int
    code: str
    service: int
    kind: Kind
    audiences: frozenset[str]
    first_price_on: date


class Row(NamedTuple):
    """A line whose fields are right: its place, and the values as they are kept."""

    line: int
    offset: int
    account: str
    kind: SubscriberKind
    name: str
    unp: str
    login: str
    phone: str
    email: str
    city: str
    street: str
    house: str
    building: str
    apartment: str
    dormitory: str
    room: str
    language: str
    opened_on: date
    balance_kopecks: int
    plans: tuple[tuple[SoldPlan, date], ...]


Fault = tuple[str, str]
"""What is wrong with a field: the column's name, and the words."""


class RowReader:
    """Reads lines against the plans that are sold and the newest business day that is open."""

    def __init__(self, plans: Mapping[str, SoldPlan], opened: date) -> None:
        self.plans, self.latest = plans, opened + ONE_DAY
        checks: dict[str, Callable[[str], object]] = {
            "account": values.account_number,
            "kind": lambda text: KINDS[values.one_of(text, KINDS)],
            "unp": values.unp,
            "login": values.login,
            "phone": values.phone,
            "email": values.email,
            "language": lambda text: values.one_of(text, LANGUAGES),
            "opened_on": self._day,
            "balance": values.money,
            "plans": self._plans,
        }
        self._checks = [(name, checks.get(name), name in OPTIONAL) for name in HEADER]

    def read(self, record: Record) -> tuple[Row | None, list[Fault]]:
        """The row, or all that is wrong with it."""
        faults: list[Fault] = []
        read: dict[str, Any] = {}
        for (name, check, optional), text in zip(self._checks, record.fields, strict=True):
            try:
                if not text and optional:
                    read[name] = () if name == "plans" else ""
                else:
                    _refuse_unclean(text)
                    read[name] = check(text) if check else text
            except SeveralWrong as several:
                faults.extend((name, message) for message in several.messages)
            except Wrong as wrong:
                faults.append((name, found(text, wrong)))
        faults.extend(self._together(read))
        return (None, faults) if faults else (Row(record.number, record.offset, *read.values()), [])

    def _day(self, text: str) -> date:
        day = values.day(text)
        if day > self.latest:
            raise Wrong(f"a day not after {self.latest}, the next that opens")
        return day

    def _plans(self, text: str) -> tuple[tuple[SoldPlan, date], ...]:
        connected, wrongs = [], []
        for item in text.split(";"):
            try:
                connected.append(self._plan(item))
            except Wrong as wrong:
                wrongs.append(found(item, wrong))
        codes = [plan.code for plan, _ in connected]
        wrongs += [found(code, "each plan once") for code in sorted(set(codes)) if codes.count(code) > 1]
        if wrongs:
            raise SeveralWrong(wrongs)
        return tuple(connected)

    def _plan(self, item: str) -> tuple[SoldPlan, date]:
        code, at, connected_on = item.partition("@")
        if not at:
            raise Wrong("a plan and its day, such as kombo-50@2016-01-15; one ; between two")
        plan = self.plans.get(code)
        if plan is None:
            near = get_close_matches(code, self.plans, 3) or sorted(self.plans)[:3]
            raise Wrong(f"a plan of the operator's file, such as {', '.join(near)}")
        if plan.first_price_on > self.latest:
            raise Wrong(f"a plan that has a price on {self.latest}; this has one from {plan.first_price_on}")
        return plan, self._day(connected_on)

    def _together(self, read: Mapping[str, Any]) -> list[Fault]:
        """How fields go together; a field that is wrong by itself is not judged again."""
        faults = [*_unp_faults(read), *_address_faults(read)]
        if "plans" in read:
            faults += [("plans", fault) for fault in _plan_faults(read)]
        return faults


def _refuse_unclean(text: str) -> None:
    """What no field may be: nothing, invisible, spaced or endless."""
    if not text:
        raise Wrong("a value, not nothing")
    if not text.isprintable():
        raise Wrong(f"no invisible character such as {unprintable(text)}")
    if text[0] == " " or text[-1] == " " or len(text) > MAX_TEXT:
        raise Wrong(f"no space at the ends, and at most {MAX_TEXT} characters")


def _unp_faults(read: Mapping[str, Any]) -> list[Fault]:
    if "unp" not in read or "kind" not in read:
        return []
    organisation = read["kind"] is SubscriberKind.ORGANISATION
    if organisation and not read["unp"]:
        return [("unp", found("", "the УНП of the organisation"))]
    if read["unp"] and not organisation:
        return [("unp", found(read["unp"], f"nothing: a {read['kind'].label} has no УНП here"))]
    return []


def _address_faults(read: Mapping[str, Any]) -> list[Fault]:
    """A house in a street, or a room in a dormitory; both where both are known."""
    if not read.keys() >= {"street", "house", "dormitory", "room"}:
        return []
    house, room = bool(read["house"]), bool(read["room"])
    street, dormitory = bool(read["street"]), bool(read["dormitory"])
    if house and not street:
        return [("street", found("", "the street of the house"))]
    if dormitory is not room:
        return [("room", found("", "the room"))] if dormitory else [("dormitory", found("", "the dormitory"))]
    if not house and not dormitory:
        missing = "house" if street else "street"
        return [(missing, found("", "a street and a house, or a dormitory and a room"))]
    return []


def _plan_faults(read: Mapping[str, Any]) -> Iterator[str]:
    audience = AUDIENCE_OF.get(read.get("kind", 0))
    bases = {plan.service for plan, _ in read["plans"] if plan.kind is Kind.BASE}
    for plan, connected_on in read["plans"]:
        if audience and audience not in plan.audiences:
            whose = ", ".join(sorted(plan.audiences))
            yield found(plan.code, f"plans for {audience}; {plan.code} is for {whose}")
        if plan.kind is Kind.PACKAGE and plan.service not in bases:
            yield found(plan.code, "a package only beside a base plan of its service")
        if "opened_on" in read and connected_on < read["opened_on"]:
            yield found(
                f"{plan.code}@{connected_on}",
                f"days from {read['opened_on']} on, when the account was opened",
            )
