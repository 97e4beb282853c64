"""What a new price would do, for its page and its file: in all, by how the plan stands, and account by account."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from kosmos.charging.models import Status
from kosmos.charging.repricing import FirstDay, NewPrice, can_be_played, first_days, holders
from kosmos.documents.sheets import Column, Kopecks, csv_lines
from kosmos.ledger.models import AccountNumber
from kosmos.wording.typography import language

PAGE = 20
_TOGETHER = 2000
_STANDINGS = (Status.RUNNING, Status.BLOCKED, Status.SUSPENDED, None)


@dataclass(slots=True)
class Sum:
    """Accounts of one kind together: what their first day takes, and how many stop or start because of the price."""

    words: str
    accounts: int = 0
    before: int = 0
    after: int = 0
    stopped: int = 0
    started: int = 0

    def add(self, one: FirstDay) -> None:
        """Count an account."""
        self.accounts += 1
        self.before += one.kopecks_before
        self.after += one.kopecks_after
        self.stopped += one.runs_before and not one.runs_after
        self.started += one.runs_after and not one.runs_before

    @property
    def difference(self) -> int:
        """How much more is taken with the price."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Row:
    """An account: its number, how the plan stands now, what the day takes, and what becomes of the service."""

    number: str
    now: str
    day: FirstDay
    state: str
    outcome: str


@dataclass(slots=True)
class Shown:
    """What a price would do; without sums where its first day is too far to be played."""

    near: bool
    whole: Sum
    parts: list[Sum] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    following: int | None = None

    @property
    def sums(self) -> list[Sum]:
        """By how the plan stands, as far as somebody has it so, and of all."""
        there = [one for one in self.parts if one.accounts]
        return there if len(there) == 1 else [*there, self.whole]


def shown(price: NewPrice, *, now: datetime, after: int = 0) -> Shown:
    """Everybody is counted; a page of them, after an account, is shown one by one."""
    near = can_be_played(price, now=now)
    sums = {status: Sum(standing_words(status)) for status in _STANDINGS}
    found = Shown(near, Sum(_("Всего")), list(sums.values()))
    if not near:
        for status, count in Counter(holders(price.plan_id).values()).items():
            sums[status].accounts, found.whole.accounts = count, found.whole.accounts + count
        return found
    page: list[FirstDay] = []
    for one in first_days(price, now=now):
        sums[one.status].add(one)
        found.whole.add(one)
        if one.account_id > after and len(page) <= PAGE:
            page.append(one)
    found.rows = list(rows_of(page[:PAGE]))
    found.following = page[PAGE - 1].account_id if len(page) > PAGE else None
    return found


def as_csv(price: NewPrice, *, now: datetime) -> Iterator[str]:
    """Everybody as lines of CSV, made while they are sent."""
    heads = (_("Лицевой счёт"), _("Сейчас"), _("Без изменения"), _("С новой ценой"), _("Разница"), _("Услуга"))
    columns = [Column(name, 20) for name in heads]
    lines = (
        (
            row.number,
            row.now,
            Kopecks(row.day.kopecks_before),
            Kopecks(row.day.kopecks_after),
            Kopecks(row.day.kopecks_after - row.day.kopecks_before),
            row.outcome,
        )
        for row in rows_of(first_days(price, now=now))
    )
    return csv_lines(columns, lines, english=language() == "en")


def rows_of(days: Iterable[FirstDay]) -> Iterator[Row]:
    """Accounts with their numbers and in words."""
    left = iter(days)
    while some := list(islice(left, _TOGETHER)):
        ids = [one.account_id for one in some]
        numbers = dict(AccountNumber.objects.filter(account_id__in=ids).values_list("account_id", "number"))
        for one in some:
            yield Row(numbers.get(one.account_id, ""), standing_words(one.status), one, *_outcome(one))


def standing_words(status: Status | None) -> str:
    """How the plan stands now."""
    return {
        Status.RUNNING: _("работает"),
        Status.BLOCKED: _("остановлено"),
        Status.SUSPENDED: _("приостановлено"),
        None: _("перейдут на этот тариф"),
    }[status]


def _outcome(one: FirstDay) -> tuple[str, str]:
    if one.runs_after:
        return "ok", _("работает") if one.runs_before else _("включится")
    if one.runs_before:
        return "blocked", _("остановится: не хватит денег")
    if one.status == Status.SUSPENDED:
        return "suspended", _("приостановлено")
    return "waiting", _("не работает и так")
