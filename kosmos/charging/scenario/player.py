"""Playing a scenario with the real engine, under a clock that the story moves."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from kosmos.catalogue.models import (
    Blocks,
    Kind,
    Needs,
    Operator,
    Plan,
    PlanStatus,
    Price,
    Service,
    Settlement,
)
from kosmos.charging import services
from kosmos.charging.models import Status, Subscription
from kosmos.charging.scenario.reading import Event, PlanSpec, Scenario
from kosmos.kernel.days import ONE_DAY, each_day, start_of
from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account, BusinessDay, Posting, PostingKind
from kosmos.ledger.services import open_account

ZONE = ZoneInfo("Europe/Minsk")
END_OF_DAY = time(23, 59)


@dataclass
class _Stage:
    """The accounts and plans of the story as the engine knows them, and what came out so far."""

    accounts: dict[str, int]
    plans: dict[str, Plan]
    days: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[dict[str, Any]] = field(default_factory=list)
    away_until: datetime | None = None


def play(scenario: Scenario) -> dict[str, Any]:
    """Play a story and undo it; what was refused, each account's postings and days, and what did not hold."""
    with transaction.atomic():
        try:
            stage = _set_up(scenario)
            _perform(scenario, stage)
            return _outcome(scenario, stage)
        finally:
            transaction.set_rollback(True)


def _set_up(scenario: Scenario) -> _Stage:
    Operator.objects.get_or_create(
        defaults={
            "code": "scenario",
            "name": {"ru": "Сценарий"},
            "timezone": ZONE.key,
            "currency": "BYN",
        }
    )
    eve = scenario.first - ONE_DAY
    BusinessDay.objects.create(day=eve, begun_at=start_of(eve, ZONE), finished_at=start_of(eve, ZONE))
    accounts = {number: open_account(number=number, day=eve) for number in scenario.accounts}
    services_by_code: dict[str, Service] = {}
    plans = {spec.code: _plan(spec, services_by_code) for spec in scenario.plans}
    return _Stage(accounts, plans)


def _plan(spec: PlanSpec, known: dict[str, Service]) -> Plan:
    if spec.service not in known:
        known[spec.service] = Service.objects.create(code=spec.service, name={"ru": spec.service})
    plan = Plan.objects.create(
        code=spec.code,
        name={"ru": spec.code},
        service=known[spec.service],
        kind=Kind[spec.kind.upper()],
        settlement=Settlement[spec.settlement.upper()],
        blocks=Blocks[spec.blocks.upper()],
        needs=Needs[spec.needs.upper()],
        status=PlanStatus[spec.status.upper()],
        **spec.columns,
    )
    for from_on, fee in spec.prices:
        Price.objects.create(plan=plan, from_on=from_on, fee_kopecks=fee)
    return plan


def _perform(scenario: Scenario, stage: _Stage) -> None:
    by_day: dict[date, list[tuple[int, Event]]] = defaultdict(list)
    for index, event in sorted(enumerate(scenario.events), key=lambda numbered: numbered[1].at):
        by_day[event.at.date()].append((index, event))
    for day in each_day(scenario.first, scenario.last):
        midnight = start_of(day, ZONE)
        if stage.away_until is None:
            services.open_days(now=midnight)
        for index, event in by_day[day]:
            _come_back(stage, event.at.replace(tzinfo=ZONE))
            _happen(index, event, stage)
        evening = datetime.combine(day, END_OF_DAY, ZONE)
        _come_back(stage, evening)
        if stage.away_until is None:
            services.lapse_due_promises(now=evening)
            _snapshot(evening, stage)


def _come_back(stage: _Stage, now: datetime) -> None:
    """The system is up again: what was missed is opened now, in order."""
    if stage.away_until is not None and stage.away_until <= now:
        services.open_days(now=stage.away_until)
        stage.away_until = None


def _happen(index: int, event: Event, stage: _Stage) -> None:
    now = event.at.replace(tzinfo=ZONE)
    try:
        if event.account is None:
            _OPERATOR[event.do](event.fields, stage)
        else:
            ACTS[event.do](stage.accounts[event.account], event.fields, stage.plans, now)
    except DomainError as refusal:
        stage.refused.append({"event": index, "why": refusal.code})


def _pay(account_id: int, fields: Mapping[str, Any], _: Mapping[str, Plan], now: datetime) -> None:
    payment = services.NewPayment(account_id, fields["amount"], fields["ref"])
    services.post_payments([payment], now=now)


def _change(account_id: int, fields: Mapping[str, Any], plans: Mapping[str, Plan], now: datetime) -> None:
    services.change_plan(
        account_id=account_id,
        plan=plans[fields["plan"]],
        to=plans[fields["to"]],
        by_staff=fields.get("by_staff", False),
        now=now,
    )


def _connect(account_id: int, fields: Mapping[str, Any], plans: Mapping[str, Plan], now: datetime) -> None:
    by_staff = fields.get("by_staff", False)
    services.connect(account_id=account_id, plan=plans[fields["plan"]], by_staff=by_staff, now=now)


def _connect_or_wait(account_id: int, fields: Mapping[str, Any], plans: Mapping[str, Plan], now: datetime) -> None:
    by_staff = fields.get("by_staff", False)
    services.connect_or_wait(account_id=account_id, plan=plans[fields["plan"]], by_staff=by_staff, now=now)


def _correct(account_id: int, fields: Mapping[str, Any], _: Mapping[str, Plan], now: datetime) -> None:
    key = _key_of(fields["ref"])
    services.correct(account_id=account_id, amount_kopecks=fields["amount"], key=key, now=now)


def _take_back(account_id: int, fields: Mapping[str, Any], _: Mapping[str, Plan], now: datetime) -> None:
    key = _key_of(fields["ref"])
    services.reverse_posting(account_id=account_id, number=fields["line"], key=key, now=now)


def _unblock(account_id: int, fields: Mapping[str, Any], _: Mapping[str, Plan], now: datetime) -> None:
    services.unblock(account_id=account_id, until_at=fields["until"].replace(tzinfo=ZONE), now=now)


def _key_of(ref: str) -> UUID:
    return uuid5(NAMESPACE_OID, ref)


DayFigures = Callable[[int, Mapping[str, Plan], datetime], Mapping[str, Any]]
DAY_FIGURES: list[DayFigures] = []
"""What features above charging say of an account as a day ends."""

Act = Callable[[int, Mapping[str, Any], Mapping[str, Plan], datetime], object]
ACTS: dict[str, Act] = {
    "pay": _pay,
    "reverse": lambda i, f, _, now: services.reverse_payment(account_id=i, reference=f["ref"], now=now),
    "charge": lambda i, f, _, now: services.charge_once(account_id=i, amount_kopecks=f["amount"], now=now),
    "connect": _connect,
    "connect_or_wait": _connect_or_wait,
    "stop_waiting": lambda i, _, __, now: services.stop_waiting(account_id=i, now=now),
    "disconnect": lambda i, f, p, now: services.disconnect(account_id=i, plan=p[f["plan"]], now=now),
    "cancel": lambda i, f, p, now: services.cancel_planned(account_id=i, plan=p[f["plan"]], now=now),
    "change_plan": _change,
    "promise": lambda i, _, __, now: services.take_promise(account_id=i, now=now),
    "suspend": lambda i, f, _, now: services.suspend(account_id=i, first_on=f["first"], days=f["days"], now=now),
    "resume": lambda i, _, __, now: services.resume(account_id=i, now=now),
    "correct": _correct,
    "take_back": _take_back,
    "unblock": _unblock,
    "end_unblock": lambda i, _, __, now: services.end_unblock(account_id=i, now=now),
}
"""What an account's events do; features above charging add theirs."""


def _price(fields: Mapping[str, Any], stage: _Stage) -> None:
    Price.objects.create(plan=stage.plans[fields["plan"]], from_on=fields["from"], fee_kopecks=fields["fee"])


def _outage(fields: Mapping[str, Any], stage: _Stage) -> None:
    stage.away_until = fields["until"].replace(tzinfo=ZONE)


_OPERATOR: dict[str, Callable[[Mapping[str, Any], _Stage], None]] = {"price": _price, "outage": _outage}


def _snapshot(evening: datetime, stage: _Stage) -> None:
    """Each account as the day ends."""
    figures = {account.id: account for account in Account.objects.filter(id__in=stage.accounts.values())}
    held: dict[int, dict[str, str]] = defaultdict(dict)
    live = Subscription.objects.filter(account_id__in=figures).exclude(status=Status.ENDED)
    order = live.order_by("account_id", "plan__kind", "connected_at", "number")
    for account_id, code, status in order.values_list("account_id", "plan__code", "status"):
        held[account_id][code] = Status(status).label
    for number, account_id in stage.accounts.items():
        account = figures[account_id]
        overdue = max(0, -(account.balance_kopecks + account.unpaid_kopecks))
        stage.days[number].append(
            {
                "date": evening.date().isoformat(),
                "balance": plain(account.balance_kopecks),
                "overdue": plain(overdue),
                "subscriptions": held[account_id],
                **_figures_above(account_id, stage, evening),
            }
        )


def _figures_above(account_id: int, stage: _Stage, evening: datetime) -> dict[str, Any]:
    return {key: value for figures in DAY_FIGURES for key, value in figures(account_id, stage.plans, evening).items()}


def _postings(account_id: int, codes: Mapping[int, str]) -> list[dict[str, Any]]:
    lines = Posting.objects.filter(account_id=account_id).order_by("number")
    return [
        {
            "at": at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M"),
            "kind": PostingKind(kind).label,
            "plan": codes[price_id] if price_id else None,
            "amount": plain(amount),
        }
        for at, kind, price_id, amount in lines.values_list("posted_at", "kind", "price_id", "amount_kopecks")
    ]


def _outcome(scenario: Scenario, stage: _Stage) -> dict[str, Any]:
    codes = dict(Price.objects.annotate(code=F("plan__code")).values_list("id", "code"))
    failures = list(_failures(scenario, stage))
    return {
        "name": scenario.name,
        "ok": not failures,
        "refused": stage.refused,
        "accounts": {
            number: {
                "balance": plain(Account.objects.get(id=account_id).balance_kopecks),
                "postings": _postings(account_id, codes),
                "days": stage.days[number],
            }
            for number, account_id in stage.accounts.items()
        },
        "failures": failures,
    }


def _failures(scenario: Scenario, stage: _Stage) -> list[str]:
    found = []
    for row in scenario.expect:
        day = next((day for day in stage.days[row.account] if day["date"] == row.on.isoformat()), None)
        for key, expected in row.figures.items():
            wanted = expected if isinstance(expected, dict) else plain(expected)
            actual = day.get(key) if day else "no such day"
            if actual != wanted:
                found.append(f"{row.on} account {row.account}: {key} is {actual}, expected {wanted}")
    return found
