"""Which days a statement is asked for: a month, or from one day to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kosmos.kernel.days import month_end, month_start

LONGEST_YEARS = 10
IN_DETAIL_DAYS = 92
"""Periods of so many days are shown line by line; longer ones month by month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The days of a statement, both ends included; ``month`` is set if they are one month, asked for as such.

    ``error`` says what is wrong with the days that were typed (this month stands in for them), ``field`` where.
    """

    first: date
    last: date
    month: date | None = None
    error: str = ""
    field: str = ""

    @property
    def detailed(self) -> bool:
        """Whether it is short enough for its lines."""
        return (self.last - self.first).days < IN_DETAIL_DAYS

    @property
    def query(self) -> str:
        """The same period as an address asks for it."""
        return f"month={self.month:%Y-%m}" if self.month else f"from={self.first}&to={self.last}"

    @property
    def name(self) -> str:
        """The same period in a file's name."""
        return f"{self.month:%Y-%m}" if self.month else f"{self.first}-{self.last}"


def asked_of(wishes: Mapping[str, str], available: Sequence[date], today: date) -> Asked:
    """The period that is asked for; 404 for a month that is none, has not begun, or is before the account.

    Days win over a month, but for a month that is chosen on the page of a period (``in``), where days stand already.
    """
    chosen = wishes.get("in") == "period" and wishes.get("month")
    if (wishes.get("from") or wishes.get("to")) and not chosen:
        return _between(wishes, available, today)
    asked = wishes.get("month")
    month = _month(asked) if asked else month_start(today)
    if asked and month not in available:
        raise Http404
    return Asked(month, min(month_end(month), today), month)


def _between(wishes: Mapping[str, str], available: Sequence[date], today: date) -> Asked:
    first, last = _day(wishes.get("from"), available[0]), _day(wishes.get("to"), today)
    if first is None or last is None:
        return _wrong(today, "to" if first else "from", _("Введите день так: 01.11.2026."))
    if first > today:
        return _wrong(today, "from", _("Этот день ещё не наступил. Выберите сегодня или раньше."))
    if last < first:
        return _wrong(today, "to", _("Конец раньше начала. Поменяйте дни местами."))
    if last > _years_after(first, LONGEST_YEARS):
        return _wrong(today, "from", _("Больше десяти лет сразу не показать. Начните позже."))
    return Asked(first, min(last, today))


def _wrong(today: date, field: str, error: str) -> Asked:
    month = month_start(today)
    return Asked(month, today, month, error, field)


def _day(text: str | None, otherwise: date) -> date | None:
    """A day as a browser sends it or as people type it; None for what is none."""
    if not text:
        return otherwise
    written = "%d.%m.%Y" if "." in text else "%Y-%m-%d"
    try:
        return datetime.strptime(text.strip(), written).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _years_after(day: date, years: int) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404 from None
