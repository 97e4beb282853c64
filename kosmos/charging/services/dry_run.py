"""What a day would bring, without opening it: with today's prices, and with new ones or other plans."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Sum

from kosmos.catalogue.models import Plan, Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import DayTooFar, NoDayOpen
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.days import CHUNK, next_day_to_open, open_chunk
from kosmos.kernel.days import each_day, month_start
from kosmos.ledger.models import Account, Posting, PostingKind


@dataclass
class Totals:
    """A day's postings by kind (how many, and their sum in kopecks) and how subscriptions stand as it opens."""

    postings: Counter[str] = field(default_factory=Counter)
    kopecks: Counter[str] = field(default_factory=Counter)
    subscriptions: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For programs."""
        return {name: dict(sorted(counts.items())) for name, counts in vars(self).items()}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a dry run tries: fees in kopecks from the day's month on, and plans in place of others, by code."""

    fees: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)


def dry_run(*, day: date, trial: Trial | None = None, progress: Callable[[int, int], None] | None = None) -> Totals:
    """Open every day up to ``day`` in chunks of accounts, add up what ``day`` brings, and undo each chunk.

    Payments wait for a chunk's locks as they do at an opening. Errors: NoDayOpen, DayTooFar, and the
    catalogue's DoesNotExist for an unknown plan.
    """
    first = next_day_to_open()
    if first is None:
        raise NoDayOpen("No business day is open yet: load subscribers first")
    if not first <= day <= first + timedelta(days=HORIZON_DAYS):
        raise DayTooFar(f"A dry run looks at {first} to {first + timedelta(days=HORIZON_DAYS)}", day=day)
    totals, zone = Totals(), operator_zone()
    ends = Account.objects.aggregate(first=Min("id"), last=Max("id"))
    chunks = range(ends["first"] or 0, (ends["last"] or -1) + 1, CHUNK)
    for number, low in enumerate(chunks, 1):
        with imagined():
            _try(trial or Trial(), low, day)
            for each in each_day(first, day):
                open_chunk(low, each, zone, wait=True)
            _add_up(totals, low, day)
        if progress:
            progress(number, len(chunks))
    return totals


def _try(trial: Trial, low: int, day: date) -> None:
    for code, fee in trial.fees.items():
        plan = Plan.objects.get(code=code)
        from_on = month_start(day)
        Price.objects.update_or_create(plan=plan, from_on=from_on, defaults={"fee_kopecks": fee})
    for before, after in trial.moves.items():
        live = Subscription.objects.filter(account_id__gte=low, account_id__lt=low + CHUNK)
        live.filter(plan__code=before).exclude(status=Status.ENDED).update(plan=Plan.objects.get(code=after))


def _add_up(totals: Totals, low: int, day: date) -> None:
    chunk = {"account_id__gte": low, "account_id__lt": low + CHUNK}
    posted = Posting.objects.filter(posted_on=day, **chunk).values_list("kind")
    for kind, count, kopecks in posted.annotate(Count("number"), Sum("amount_kopecks")):
        totals.postings[PostingKind(kind).label] += count
        totals.kopecks[PostingKind(kind).label] += kopecks
    held = Subscription.objects.filter(**chunk).exclude(status=Status.ENDED).values_list("status")
    for status, count in held.annotate(Count("number")):
        totals.subscriptions[Status(status).label] += count
