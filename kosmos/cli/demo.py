"""kosmos demo: the demo operator, a month of his life, and every kopeck's why."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.table import Table

import kosmos
from kosmos.cli.output import console, progress_bar
from kosmos.config.database import installation
from kosmos.kernel.days import ONE_DAY, days_in_month, each_day, month_end, month_start, start_of
from kosmos.kernel.errors import DomainError, SetupError
from kosmos.kernel.money import plain

OPERATOR_FILE = Path(kosmos.__file__).parent.parent / "demo" / "operator.yaml"
FIRST_EVE = date(2026, 10, 31)
ZONE = ZoneInfo("Europe/Minsk")
SEED = 1


@click.command()
@click.option("--accounts", default=1_000, show_default=True, type=click.IntRange(min=20))
@click.option("--days", type=click.IntRange(0, 31), help="Days to play (default: to the month's end).")
@click.option("--language", type=click.Choice(("ru", "be", "en")), default="ru", show_default=True)
def demo(accounts: int, days: int | None, language: str) -> None:
    """Open the demo operator, play a month day by day with payments, and show what came of it.

    Started again it goes on with the next month. The demo's clock can be moved with kosmos clock.

    \b
    Example: kosmos demo
    """
    with installation():
        _prepare(accounts)
        first, last = _play(days)
        _show_month(first, last)
        _show_accounts(first, language)
        console.print("\nNext: kosmos account NUMBER · kosmos clock advance 1d · kosmos ledger check · kosmos demo")


def _prepare(accounts: int) -> None:
    """Load the demo's operator and people into an empty database. SetupError if it holds a real operator's."""
    from kosmos.catalogue.models import Operator  # noqa: PLC0415 - needs Django set up
    from kosmos.cli.loads import load_file  # noqa: PLC0415
    from kosmos.kernel.models import DemoClock  # noqa: PLC0415
    from kosmos.ledger.models import Account  # noqa: PLC0415
    from kosmos.loading.sample_subscribers import write_sample  # noqa: PLC0415
    from kosmos.loading.services import load_operator  # noqa: PLC0415

    if not DemoClock.objects.exists():
        if Operator.objects.exists():
            raise SetupError(
                "not_the_demo",
                "This database holds a real operator: the demo needs one of its own (set KOSMOS_HOME or DATABASE_URL).",
            )
        if not OPERATOR_FILE.exists():
            raise SetupError("demo_files_missing", f"There is no {OPERATOR_FILE}: run the demo from the project.")
        DemoClock.objects.create(ahead=start_of(FIRST_EVE, ZONE) + timedelta(hours=12) - datetime.now(UTC))
    load_operator(OPERATOR_FILE, on=FIRST_EVE)
    if Account.objects.exists():
        return
    with tempfile.TemporaryDirectory() as folder, progress_bar("subscribers") as report:
        file = Path(folder) / "subscribers.csv"
        write_sample(file, count=accounts, seed=SEED, opened_through=FIRST_EVE)
        load_file(file, eve=FIRST_EVE, dry_run=False, progress=lambda done, total: report("subscribers", done, total))


def _play(days: int | None) -> tuple[date, date]:
    """Let days pass, with people paying, promising, pausing and changing; the first and the last of them."""
    from kosmos.charging.services import next_day_to_open  # noqa: PLC0415 - needs Django set up
    from kosmos.kernel.clock import move, now  # noqa: PLC0415
    from kosmos.ledger.services.seals import seal_days  # noqa: PLC0415

    first = next_day_to_open() or FIRST_EVE + ONE_DAY
    last = month_end(first) if days is None else first + timedelta(days=days - 1)
    with progress_bar("a month") as report:
        for number, day in enumerate(each_day(first, last), 1):
            _live(day, random.Random(f"{SEED} {day}"))  # noqa: S311 - a demo's people, not a secret
            report(f"day {day}", number, (last - first).days + 1)
    end = start_of(last, ZONE) + timedelta(hours=20)
    if end > now():
        move(end)
    seal_days()
    return month_start(last), last


def _live(day: date, dice: random.Random) -> None:
    """One day: it opens, and then people do what people do."""
    from kosmos.charging import services  # noqa: PLC0415 - needs Django set up
    from kosmos.charging.models import Status, Subscription  # noqa: PLC0415
    from kosmos.ledger.models import Account  # noqa: PLC0415

    services.open_days(now=start_of(day, ZONE), workers=2)
    at = start_of(day, ZONE) + timedelta(hours=9)
    ids = list(Account.objects.order_by("id").values_list("id", flat=True)[:1000])
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
    from kosmos.charging import services  # noqa: PLC0415 - needs Django set up
    from kosmos.charging.models import Payment  # noqa: PLC0415

    for account in dice.sample(stuck, min(3, len(stuck))):
        yield partial(services.take_promise, account_id=account)
    for account in dice.sample(ids, 2):
        first_on = day + timedelta(days=dice.randint(1, 5))
        yield partial(services.suspend, account_id=account, first_on=first_on, days=dice.randint(3, 30))
    yield partial(services.charge_once, account_id=dice.choice(ids), amount_kopecks=4900, note="router")
    paid = Payment.objects.filter(reversed_by=None).order_by("-posted_on", "reference").first()
    if paid is not None and day.day % 7 == 0:
        yield partial(services.reverse_payment, account_id=paid.account_id, reference=paid.reference)


def _show_month(first: date, last: date) -> None:
    from django.db.models import Count, Sum  # noqa: PLC0415 - needs Django set up

    from kosmos.charging.models import Status, Subscription  # noqa: PLC0415
    from kosmos.ledger.models import Posting, PostingKind  # noqa: PLC0415

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
    from django.db.models import Count  # noqa: PLC0415 - needs Django set up

    from kosmos.catalogue.models import Settlement  # noqa: PLC0415
    from kosmos.charging.models import Subscription  # noqa: PLC0415
    from kosmos.charging.queries import account_view  # noqa: PLC0415
    from kosmos.charging.why import statement_of  # noqa: PLC0415
    from kosmos.cli.accounts import show_account  # noqa: PLC0415
    from kosmos.kernel.clock import now  # noqa: PLC0415
    from kosmos.ledger.models import AccountNumber, Posting  # noqa: PLC0415

    for settlement in Settlement:
        holders = Subscription.objects.filter(plan__settlement=settlement).values("account_id")
        lines = Posting.objects.filter(posted_on__gte=first, account_id__in=holders).values("account_id")
        events = Count("cause", distinct=True) + Count("kind", distinct=True)
        busiest = lines.annotate(events=events).order_by("-events", "account_id").first()
        if busiest is not None:
            number = AccountNumber.objects.get(account_id=busiest["account_id"]).number
            console.print()
            show_account(account_view(number, now=now()), statement_of(busiest["account_id"], first=first), language)


COMMANDS = (demo,)
