"""The demo's people brought to life: loaded as any operator's file, their stories told by the engine's services."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from kosmos.catalogue.queries import plan_by_code
from kosmos.charging import services
from kosmos.charging.rules import share
from kosmos.charging.services.moment import fee_of
from kosmos.cli.demo_people import (
    PEOPLE,
    Connects,
    Holding,
    IsCharged,
    Leaves,
    Pauses,
    Pays,
    Person,
    Promises,
    Step,
)
from kosmos.cli.demo_traffic import SHOWN_AT, create_traffic
from kosmos.cli.loads import load_file
from kosmos.kernel.days import ONE_DAY, each_day, month_start, next_month, start_of
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account, AccountNumber
from kosmos.ledger.services import open_months
from kosmos.loading.subscriber_rows import HEADER
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services import set_password

CONNECTED_DAYS_BEFORE = 200
"""How long before the demo's first day people had become subscribers."""
UNDER_THE_LAST_SHARE = 5
"""Kopecks by which money runs out on its last day: that day still runs, the next one does not."""


def add_people(*, eve: date, today: date, zone: ZoneInfo) -> None:
    """Add everybody, with their stories from the day after ``eve`` to ``today``, and their passwords; all or nothing.

    An event opens the missing days of its own account; the opening of days then passes over them.
    """
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        _write(file, eve=eve, today=today)
        load_file(file, eve=eve, dry_run=False, progress=lambda _done, _total: None)
        open_months(eve, today)
        for person in PEOPLE:
            for holding in person.accounts:
                _tell(holding, eve=eve, today=today, zone=zone)
            _let_in(person, now=start_of(today, zone))


def people_are_here() -> bool:
    """Whether everybody was added; they come all at once."""
    return SignIn.objects.filter(login=PEOPLE[0].login).exists()


def told_through() -> date:
    """The last day of their stories that is open for somebody: if no business day is, a first start was cut short."""
    numbers = [holding.number for person in PEOPLE for holding in person.accounts]
    accounts = Account.objects.filter(accountnumber__number__in=numbers)
    last: date = accounts.aggregate(on=Max("open_through_on"))["on"]
    return last


def _write(file: Path, *, eve: date, today: date) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        for person in PEOPLE:
            writer.writerows(_row(person, holding, eve=eve, today=today) for holding in person.accounts)


def _row(person: Person, holding: Holding, *, eve: date, today: date) -> dict[str, str]:
    since = (eve - timedelta(days=CONNECTED_DAYS_BEFORE)).isoformat()
    place = holding.place
    return {
        "account": holding.number,
        "kind": person.kind,
        "name": person.name,
        "unp": person.unp,
        "login": person.login,
        "phone": person.phone,
        "city": place.city,
        "street": place.street,
        "house": place.house,
        "apartment": place.apartment,
        "dormitory": place.dormitory,
        "room": place.room,
        "language": person.language,
        "opened_on": since,
        "balance": plain(_came_with(holding, eve=eve, today=today)),
        "plans": ";".join(f"{plan}@{since}" for plan in holding.plans),
    }


def _came_with(holding: Holding, *, eve: date, today: date) -> int:
    """The balance to start with, so that what happens until today's month leaves what the table says."""
    before = [step for step in holding.steps if eve < step.on(today) < month_start(today)]
    paid = sum(step.kopecks for step in before if isinstance(step, Pays))
    charged = sum(step.kopecks for step in before if isinstance(step, IsCharged))
    return _on_the_first(holding, today) + _fees(holding, eve + ONE_DAY, today) + charged - paid


def _on_the_first(holding: Holding, today: date) -> int:
    if holding.lasts_days is None:
        return holding.on_the_first
    days = each_day(month_start(today), today + timedelta(days=holding.lasts_days))
    shares = sum(share(fee_of(plan_by_code(plan), day), day) for day in days for plan in holding.plans)
    return shares - UNDER_THE_LAST_SHARE


def _fees(holding: Holding, first: date, today: date) -> int:
    """The fees of the whole months from ``first`` to the one before today's."""
    return sum(fee_of(plan_by_code(plan), month) for month in _months(first, today) for plan in holding.plans)


def _months(first: date, today: date) -> Iterator[date]:
    month = month_start(first)
    while month < month_start(today):
        yield month
        month = next_month(month)


def _tell(holding: Holding, *, eve: date, today: date, zone: ZoneInfo) -> None:
    """Let an account's story happen; of what was before the first day, only what is not money."""
    account_id = AccountNumber.objects.get(number=holding.number).account_id
    for number, step in enumerate(holding.steps, 1):
        on = step.on(today)
        if on <= eve and isinstance(step, Pays | IsCharged):
            continue
        at = start_of(max(on, eve + ONE_DAY), zone) + timedelta(hours=step.hour)
        create_traffic(holding.number, account_id, eve=eve, until=at, today=today, zone=zone)
        _do(step, account_id, at, today=today, reference=f"чек-{holding.number}-{number}")
    create_traffic(holding.number, account_id, eve=eve, until=start_of(today, zone) + SHOWN_AT, today=today, zone=zone)


def _do(step: Step, account_id: int, at: datetime, *, today: date, reference: str) -> None:
    match step:
        case Pays(kopecks=kopecks):
            services.post_payments([services.NewPayment(account_id, kopecks, reference)], now=at)
        case IsCharged(kopecks=kopecks, note=note):
            services.charge_once(account_id=account_id, amount_kopecks=kopecks, note=note, now=at)
        case Promises():
            services.take_promise(account_id=account_id, now=at)
        case Pauses(days=days):
            first_on = max(step.on(today), at.date()) + ONE_DAY
            services.suspend(account_id=account_id, first_on=first_on, days=days, now=at)
        case Connects(plan=plan):
            services.connect(account_id=account_id, plan=plan_by_code(plan), now=at)
        case Leaves(plan=plan):
            services.disconnect(account_id=account_id, plan=plan_by_code(plan), now=at)


def _let_in(person: Person, *, now: datetime) -> None:
    sign_in = SignIn.objects.get(login=person.login)
    set_password(sign_in, person.password, now, must_change=person.must_change)
