"""What the worker remembers once a closed day, and once an opened one: see docs/operate/figures.md."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import LiteralString

from django.db import transaction

from kosmos.kernel.days import ONE_DAY, each_day, month_start
from kosmos.kernel.sql import execute, rows, statement
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.queries import last_closed_day
from kosmos.reports.debts import ages_of_all
from kosmos.reports.errors import FiguresDisagree
from kosmos.reports.models import AgedDebt, DayFigure, DayMoves, MonthPayers, ProvenDay
from kosmos.reports.moves import first_connected, held_on, moves_between

_PROVE: LiteralString = """
INSERT INTO reports_provenday (day, seal, postings, total_kopecks, made_at)
VALUES (%(day)s, %(seal)s, %(postings)s, %(total_kopecks)s, %(now)s)
ON CONFLICT (day) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A sealed day, and the one before it."""

    day: date
    after: date | None
    postings: int
    total_kopecks: int
    seal: str


def remember_figures(*, now: datetime) -> list[date]:
    """Remember the figures of every sealed day that has none yet, or none of its seal, in order; those days.

    Safe to kill, to run again and to run on two hosts at once. FiguresDisagree if a day's postings are not those of
    its seal.
    """
    new = [sealed.day for sealed in _unproven() if _remember_day(sealed, now)]
    for month, through in _uncounted():
        _remember_payers(month, through)
    return new


@transaction.atomic
def remember_moves() -> int:
    """Remember who came and left on each closed day that is not remembered yet; how many days that were.

    What they come to is proven by counting who was there as the last of them ended. Where days that were remembered
    before are no longer so, because connections of the past were loaded, all of them are counted anew.
    FiguresDisagree if even these do not come to what is counted.
    """
    closed, begun = last_closed_day(), first_connected()
    newest = DayMoves.objects.order_by("-day").first()
    if closed is None or begun is None or (newest and newest.day >= closed):
        return 0
    held = held_on(closed)
    made = _moves_from(newest.day + ONE_DAY if newest else begun, closed, newest.held if newest else 0)
    if newest and made[-1].held != held:
        DayMoves.objects.all().delete()
        made = _moves_from(begun, closed, 0)
    if made and made[-1].held != held:
        raise FiguresDisagree(f"{closed}: {made[-1].held} subscribers by who came and left, {held} counted")
    DayMoves.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@transaction.atomic
def remember_debts(*, now: datetime, day: date) -> bool:
    """Remember how old the debts are on a day that is open, once a day; whether it did."""
    if not BusinessDay.objects.filter(day=day, finished_at__isnull=False).exists():
        return False
    if AgedDebt.objects.filter(day=day).exists():
        return False
    made = [
        AgedDebt(age=age, accounts=one.accounts, kopecks=one.kopecks, at=now, day=day)
        for age, one in enumerate(ages_of_all(day))
    ]
    AgedDebt.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["age"], update_fields=["accounts", "kopecks", "at", "day"]
    )
    return True


def _moves_from(first: date, last: date, held: int) -> list[DayMoves]:
    """The moves of some days, after one as which so many were there."""
    moved, made = moves_between(first, last), []
    for day in each_day(first, last):
        came, left = moved.get(day, (0, 0))
        held += came - left
        made.append(DayMoves(day=day, came=came, left=left, held=held))
    return made


def _unproven() -> Iterable[_Sealed]:
    """Sealed days without figures of their seal, in order."""
    proven = dict(ProvenDay.objects.values_list("day", "seal"))
    after = None
    sealed = BusinessDay.objects.filter(seal__isnull=False).order_by("day")
    for day, postings, total, seal in sealed.values_list("day", "postings", "total_kopecks", "seal"):
        if proven.get(day) != seal:
            yield _Sealed(day, after, postings or 0, total or 0, seal or "")
        after = day


@transaction.atomic
def _remember_day(sealed: _Sealed, now: datetime) -> bool:
    """Whether it did; somebody else who was at it came first, if not."""
    ProvenDay.objects.filter(day=sealed.day).exclude(seal=sealed.seal).delete()
    if not execute(_PROVE, {**asdict(sealed), "now": now}):
        return False
    MonthPayers.objects.filter(month_on=month_start(sealed.day)).delete()
    found = DayFigure.objects.filter(posted_on__lte=sealed.day)
    (found.filter(posted_on__gt=sealed.after) if sealed.after else found).delete()
    told = rows(statement("reports", "day_figures"), {"after": sealed.after, "day": sealed.day})
    counted = (sum(lines for lines, _ in told), sum(kopecks for _, kopecks in told))
    if counted != (sealed.postings, sealed.total_kopecks):
        raise FiguresDisagree(f"{sealed.day}: {counted} found, {(sealed.postings, sealed.total_kopecks)} sealed")
    return True


def _uncounted() -> list[tuple[date, date]]:
    """The months whose payers are not counted up to their last proven day, and that day."""
    through: dict[date, date] = {}
    for day in ProvenDay.objects.order_by("day").values_list("day", flat=True):
        through[month_start(day)] = day
    counted = set(MonthPayers.objects.filter(service=0).values_list("month_on", "through_on"))
    return [one for one in through.items() if one not in counted]


@transaction.atomic
def _remember_payers(month: date, through: date) -> None:
    MonthPayers.objects.filter(month_on=month).delete()
    execute(statement("reports", "month_payers"), {"month": month, "through": through})
