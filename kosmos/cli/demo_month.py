"""The demo's month: days that pass with people paying, promising, pausing and changing; and what came of it."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from rich.table import Table

from kosmos.catalogue.models import Settlement
from kosmos.charging import services
from kosmos.charging.models import Payment, Status, Subscription
from kosmos.charging.queries import account_view
from kosmos.charging.why import statement_of
from kosmos.cli.accounts import show_account
from kosmos.cli.demo import SEED
from kosmos.cli.output import console, progress_bar
from kosmos.kernel.clock import move, now
from kosmos.kernel.days import business_day, days_in_month, each_day, month_end, month_start, start_of
from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import plain
from kosmos.ledger.models import AccountNumber, BusinessDay, Posting, PostingKind
from kosmos.ledger.services.seals import seal_days
from kosmos.loading.sample_subscribers import FIRST_NUMBER
from kosmos.reports.jobs import remember

SHOWN_AT = timedelta(hours=10)
"""When the demo's «today» is looked at: after what its people did in the morning."""
CLOSES_AT = timedelta(hours=23)
"""Where a demo goes on that was left alone past the end of its day."""


def crowd() -> QuerySet[AccountNumber]:
    """The accounts of the made-up crowd, not of the people who can sign in."""
    return AccountNumber.objects.filter(number__startswith=str(FIRST_NUMBER)[0])


def play(first: date, last: date, *, zone: ZoneInfo) -> None:
    """Let the days pass, seal those that closed, and stop the clock's jump in the last one's morning.

    The figures of the closed days are remembered, as the worker would.
    """
    with progress_bar("a month") as report:
        for number, day in enumerate(each_day(first, last), 1):
            _live(day, random.Random(f"{SEED} {day}"), zone)  # noqa: S311 - a demo's people, not a secret
            report(f"day {day}", number, (last - first).days + 1)
    if start_of(last, zone) + SHOWN_AT > now():
        move(start_of(last, zone) + SHOWN_AT)
    seal_days()
    remember()


def go_on(*, zone: ZoneInfo) -> None:
    """Go on where the demo was left: days that passed while it was stopped did not pass in it."""
    newest = BusinessDay.objects.exclude(finished_at=None).order_by("-day").values_list("day", flat=True).first()
    if newest is not None and business_day(now(), zone) > newest:
        move(start_of(newest, zone) + CLOSES_AT)


def _live(day: date, dice: random.Random, zone: ZoneInfo) -> None:
    """One day: it opens, and then people do what people do."""
    services.open_days(now=start_of(day, zone))
    at = start_of(day, zone) + timedelta(hours=9)
    ids = list(crowd().order_by("account_id").values_list("account_id", flat=True)[:1000])
    blocked = Subscription.objects.filter(status=Status.BLOCKED, account_id__in=ids).order_by("account_id")
    stuck = sorted(set(blocked.values_list("account_id", flat=True)))
    paying = dice.sample(ids, max(1, len(ids) // 60)) + dice.sample(stuck, len(stuck) // 6)
    payments = [
        services.NewPayment(account, dice.choice((1000, 2000, 2590, 3000, 5000)), f"demo-{day}-{place}")
        for place, account in enumerate(paying)
    ]
    services.post_payments(payments, now=at)
    for wish in _wishes(day, dice, ids, stuck):
        at += timedelta(minutes=5)
        with suppress(DomainError):
            wish(now=at)


def _wishes(day: date, dice: random.Random, ids: list[int], stuck: list[int]) -> Iterator[Callable[..., object]]:
    """A promise or two, a pause, a reversal and a sale a day; each waits to be told the time."""
    for account in dice.sample(stuck, min(3, len(stuck))):
        yield partial(services.take_promise, account_id=account)
    for account in dice.sample(ids, 2):
        first_on = day + timedelta(days=dice.randint(1, 5))
        yield partial(services.suspend, account_id=account, first_on=first_on, days=dice.randint(3, 30))
    yield partial(services.charge_once, account_id=dice.choice(ids), amount_kopecks=4900, note="router")
    came = Payment.objects.filter(reversed_by=None, account_id__in=ids)
    paid = came.order_by("-posted_on", "reference").first()
    if paid is not None and day.day % 7 == 0:
        yield partial(services.reverse_payment, account_id=paid.account_id, reference=paid.reference)


def show(first: date, last: date, language: str) -> None:
    """The figures of the month in which the days began, and two accounts with every why."""
    _show_month(month_start(first), min(last, month_end(first)))
    _show_accounts(month_start(first), language)


def _show_month(first: date, last: date) -> None:
    console.print(f"\n[bold]{first} to {last}[/bold] ({days_in_month(first)} days)")
    table = Table("what", "postings", "BYN", box=None, pad_edge=False)
    posted = Posting.objects.filter(posted_on__gte=first, posted_on__lte=last).values_list("kind").order_by("kind")
    for kind, count, total in posted.annotate(Count("number"), Sum("amount_kopecks")):
        table.add_row(PostingKind(kind).label, str(count), plain(total))
    console.print(table)
    held = Subscription.objects.values_list("status").order_by("status").annotate(Count("number"))
    console.print("subscriptions: " + ", ".join(f"{Status(status).label} {count}" for status, count in held))


def _show_accounts(first: date, language: str) -> None:
    """The prepaid and the postpaid account to which most happened in the month, each line with its why."""
    for settlement in Settlement:
        holders = Subscription.objects.filter(plan__settlement=settlement, account_id__in=crowd().values("account_id"))
        lines = Posting.objects.filter(posted_on__gte=first, account_id__in=holders.values("account_id"))
        events = Count("cause", distinct=True) + Count("kind", distinct=True)
        busiest = lines.values("account_id").annotate(events=events).order_by("-events", "account_id").first()
        if busiest is not None:
            number = AccountNumber.objects.get(account_id=busiest["account_id"]).number
            console.print()
            show_account(account_view(number, now=now()), statement_of(busiest["account_id"], first=first), language)
