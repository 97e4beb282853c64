"""The forms of acts: which fields each has, what can be chosen in them, and the act that was typed."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kosmos.backoffice.money_words import source_words
from kosmos.catalogue.models import Plan, PlanStatus, Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Correction, Planned, Status, Subscription
from kosmos.charging.services.corrections import CORRECTABLE
from kosmos.kernel.cards import without_cards
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.ledger.models import AccountNumber, Posting, PostingKind
from kosmos.payments.errors import UnknownMoney
from kosmos.payments.models import Order, OrderState, Unidentified, UnidentifiedState
from kosmos.payments.queries import orders_paid_on
from kosmos.payments.services.refunds import refundable
from kosmos.payments.services.suspense import money_of, sought
from kosmos.payments.sums import BadSum, read_sum
from kosmos.subscribers.queries import audience_of
from kosmos.wording.typography import account_number, byn, day, money, quoted, signed, text
from kosmos.workplace.acting import Doing
from kosmos.workplace.wishes import Wish

FIELDS: Mapping[Doing, tuple[str, ...]] = {
    Doing.UNBLOCK: ("until",),
    Doing.CHARGE: ("sum",),
    Doing.ADJUST: ("direction", "sum"),
    Doing.REVERSE: ("line",),
    Doing.CHANGE: ("change",),
    Doing.ON: ("plan",),
    Doing.OFF: ("number",),
    Doing.CANCEL: ("planned",),
    Doing.SUSPEND: ("first", "last"),
    Doing.ASSIGN: ("money",),
    Doing.REFUND: ("payment", "sum"),
    Doing.CHARGEBACK: ("payment", "sum"),
    Doing.BILL: ("sum", "comment", "until"),
}
"""The fields of an act besides its reason; one that is not here has none."""
MOST_KOPECKS = 100_000_00
LINES = 40
"""So many of the newest lines can be chosen to be taken back; an older one is named by its address."""
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: as it is sent, and in words."""

    code: str
    words: str


@dataclass(slots=True)
class Typed:
    """What was typed into the fields of an act, what is wrong with it, and the act if nothing is."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    wish: Wish | None = None


def typed_of(doing: Doing, account_id: int, sent: Mapping[str, str]) -> Typed:
    """Read an act's fields."""
    names = FIELDS.get(doing, ())
    found = Typed({name: str(sent.get(name, ""))[:_LONGEST].strip() for name in names})
    told: dict[str, object] = {}
    for name in names:
        try:
            told |= _READ[name](found.values[name])
        except ValueError as error:
            found.errors[name] = str(error)
    if doing == Doing.ADJUST and not found.errors and told.pop("sign", 1) == -1:
        told["amount_kopecks"] = -int(str(told["amount_kopecks"]))
    if not found.errors:
        found.wish = Wish(doing, account_id, **told)  # type: ignore[arg-type]
    return found


def values_of(wish: Wish) -> dict[str, str]:
    """What the fields of an act say, for a link to its page."""
    told = {"line": wish.line, "number": wish.number if wish.doing == Doing.OFF else 0}
    told |= {"planned": wish.number if wish.doing == Doing.CANCEL else 0}
    return {name: str(value) for name, value in told.items() if value and name in FIELDS.get(wish.doing, ())}


def options_of(doing: Doing, account_id: int, today: date, values: Mapping[str, str]) -> dict[str, list[Option]]:
    """What can be chosen in the fields of an act; money that an address names is beside what waits."""
    found = {name: _OPTIONS[name](account_id, today) for name in FIELDS.get(doing, ()) if name in _OPTIONS}
    named = values.get("money", "")
    rail, _sign, operation = named.partition(" ")
    if operation and named not in {one.code for one in found["money"]}:
        with suppress(UnknownMoney):
            found["money"].append(Option(named, money_words(money_of(rail, operation))))
    return found


def _sum(value: str) -> dict[str, object]:
    try:
        return {"amount_kopecks": read_sum(value, least=1, most=MOST_KOPECKS)}
    except BadSum:
        raise ValueError(_("Введите сумму цифрами, например 25,90")) from None


def _direction(value: str) -> dict[str, object]:
    if value not in {"add", "take"}:
        raise ValueError(_("Выберите, добавить или снять"))
    return {"sign": 1 if value == "add" else -1}


def _until(value: str) -> dict[str, object]:
    return {"until_at": start_of(_day(value) + ONE_DAY, operator_zone())}


def _comment(value: str) -> dict[str, object]:
    words = without_cards(" ".join(value.split()))
    if not words:
        raise ValueError(_("Напишите, за что счёт"))
    return {"comment": words}


def _first(value: str) -> dict[str, object]:
    return {"first_on": _day(value)}


def _last(value: str) -> dict[str, object]:
    return {"last_on": _day(value)}


def _day(value: str) -> date:
    dotted = _DOTTED.fullmatch(value)
    try:
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError(_("Введите день, например 05.12.2026")) from None
    if not 2000 <= found.year <= 2100:
        raise ValueError(_("Введите день, например 05.12.2026"))
    return found


def _line(value: str) -> dict[str, object]:
    return {"line": _whole(value)}


def _number(value: str) -> dict[str, object]:
    return {"number": _whole(value)}


def _plan(value: str) -> dict[str, object]:
    if not Plan.objects.filter(code=value).exists():
        raise ValueError(_("Выберите из списка"))
    return {"plan": value}


def _change(value: str) -> dict[str, object]:
    number, _sign, code = value.partition(":")
    return _number(number) | _plan(code)


def _money(value: str) -> dict[str, object]:
    """Money of nobody's, by its provider and number; its sum is the act's."""
    rail, _sign, operation = value.partition(" ")
    try:
        found = money_of(rail, operation)
    except UnknownMoney:
        raise ValueError(_("Выберите из списка")) from None
    return {"rail": rail, "operation": operation, "amount_kopecks": found.amount_kopecks}


def _payment(value: str) -> dict[str, object]:
    rail, _sign, operation = value.partition(" ")
    if not operation:
        raise ValueError(_("Выберите из списка"))
    return {"rail": rail, "operation": operation}


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and int(value)):
        raise ValueError(_("Выберите из списка"))
    return int(value)


def _live(account_id: int) -> list[Subscription]:
    held = Subscription.objects.select_related("plan__service", "planned_plan").filter(account_id=account_id)
    return list(held.exclude(status=Status.ENDED).order_by("plan__kind", "connected_at", "number"))


def _named(plan: Plan) -> str:
    return f"{text(plan.service.name)} {quoted(text(plan.name))}"


def _priced(plan: Plan, fee_kopecks: int) -> str:
    archived = _(", архивный") if plan.status == PlanStatus.ARCHIVED else ""
    return f"{quoted(text(plan.name))}, {_('%(sum)s в месяц') % {'sum': money(fee_kopecks)}}{archived}"


def _sold(account_id: int, today: date) -> list[tuple[Plan, str]]:
    """What staff may put an account on, with its price in words: plans for its audience, archived ones too."""
    audience = audience_of(account_id)
    prices = Price.objects.filter(from_on__lte=today).order_by("plan_id", "-from_on").distinct("plan_id")
    fees = dict(prices.values_list("plan_id", "fee_kopecks"))
    every = Plan.objects.select_related("service").order_by("service_id", "kind", "status", "code")
    fitting = [plan for plan in every if audience is None or not plan.audiences or audience in plan.audiences]
    return [(plan, _priced(plan, fees[plan.id])) for plan in fitting if plan.id in fees]


def _changes(account_id: int, today: date) -> list[Option]:
    plans = _sold(account_id, today)
    return [
        Option(f"{held.number}:{plan.code}", f"{_named(held.plan)} → {words}")
        for held in _live(account_id)
        for plan, words in plans
        if (plan.service_id, plan.kind) == (held.plan.service_id, held.plan.kind) and plan.id != held.plan_id
    ]


def _additions(account_id: int, today: date) -> list[Option]:
    mine = {held.plan_id for held in _live(account_id)}
    plans = _sold(account_id, today)
    return [Option(plan.code, f"{text(plan.service.name)} {words}") for plan, words in plans if plan.id not in mine]


def _endings(account_id: int, _today: date) -> list[Option]:
    held = [one for one in _live(account_id) if one.planned != Planned.END]
    return [Option(str(one.number), _named(one.plan)) for one in held]


def _planned(account_id: int, _today: date) -> list[Option]:
    return [Option(str(one.number), f"{_named(one.plan)}: {_what(one)}") for one in _live(account_id) if one.planned]


def _what(held: Subscription) -> str:
    if held.planned_plan:
        return _("смена на %(plan)s") % {"plan": quoted(text(held.planned_plan.name))}
    return _("отключение")


def _lines(account_id: int, _today: date) -> list[Option]:
    """The newest lines that a correction can take back, and was none yet."""
    newest = Posting.objects.filter(account_id=account_id, kind__in=CORRECTABLE, reverses=None).order_by("-number")
    lines = list(newest[:LINES])
    taken = Correction.objects.filter(account_id=account_id, reverses__in=[line.number for line in lines])
    gone = set(taken.values_list("reverses", flat=True))
    return [Option(str(line.number), _line_words(line)) for line in lines if line.number not in gone]


def _line_words(line: Posting) -> str:
    kind = {
        PostingKind.SHARE: _("доля за день"),
        PostingKind.ONE_OFF: _("разовое списание"),
        PostingKind.CORRECTION: _("исправление"),
    }[PostingKind(line.kind)]
    return f"№ {line.number}, {day(line.posted_on)}: {kind} {signed(line.amount_kopecks)}"


def _waiting(_account_id: int, _today: date) -> list[Option]:
    """The newest money of nobody's."""
    return [Option(f"{one.rail} {one.operation}", money_words(one)) for one in sought()[:LINES]]


def money_words(one: Unidentified) -> str:
    """Money of nobody's in one line."""
    came_on = day(one.came_at.astimezone(operator_zone()).date())
    words = f"{byn(one.amount_kopecks)}, {came_on}, {source_words(one.rail)} {one.operation}"
    if one.state != UnidentifiedState.ASSIGNED or one.assigned_to is None:
        return words
    number = account_number(AccountNumber.objects.get(account=one.assigned_to).number)
    return _("%(money)s, сейчас на счёте %(number)s") % {"money": words, "number": number}


def _card_payments(account_id: int, _today: date) -> list[Option]:
    """The newest payments by card of which something stands still."""
    paid = orders_paid_on(account_id).filter(state=OrderState.PAID).order_by("-paid_at")[:LINES]
    return [Option(f"{one.rail} {one.operation}", _card_words(one)) for one in paid]


def _card_words(one: Order) -> str:
    paid_on = day((one.paid_at or one.created_at).astimezone(operator_zone()).date())
    words = _("можно вернуть %(left)s: заказ %(number)s, %(day)s, оплачено %(paid)s")
    return words % {
        "day": paid_on,
        "number": one.number,
        "paid": money(one.paid_kopecks),
        "left": byn(refundable(one)),
    }


_READ: Mapping[str, Callable[[str], dict[str, object]]] = {
    "until": _until,
    "comment": _comment,
    "sum": _sum,
    "direction": _direction,
    "line": _line,
    "change": _change,
    "plan": _plan,
    "number": _number,
    "planned": _number,
    "first": _first,
    "last": _last,
    "money": _money,
    "payment": _payment,
}
_OPTIONS: Mapping[str, Callable[[int, date], list[Option]]] = {
    "line": _lines,
    "change": _changes,
    "plan": _additions,
    "number": _endings,
    "planned": _planned,
    "money": _waiting,
    "payment": _card_payments,
}
