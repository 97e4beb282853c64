"""Hours of work as an operator writes them, and instants by which so much of them has passed; no clock of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from kosmos.kernel.days import ONE_DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 1_000
NOTHING = timedelta(0)
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_DAY = re.compile(r"(\d{4}-)?\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, since the day's midnight."""

    begin: timedelta
    end: timedelta


@dataclass(frozen=True, slots=True)
class Working:
    """Hours by weekday (0 is Monday), and days that are otherwise, by "12-25" or "2026-12-25"; None is a day off."""

    week: Mapping[int, Hours]
    days: Mapping[str, Hours | None]

    def on(self, day: date) -> Hours | None:
        """The hours of a day, None on a day off; a date's own go first, then those of each year's."""
        for written in (day.isoformat(), day.isoformat()[5:]):
            if written in self.days:
                return self.days[written]
        return self.week.get(day.weekday())

    def span(self, at: datetime) -> tuple[datetime, datetime] | None:
        """When the work of an instant's day begins and ends, in the instant's zone; None on a day off."""
        hours = self.on(at.date())
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + hours.begin, midnight + hours.end) if hours else None

    def after(self, since: datetime, left: timedelta) -> datetime:
        """The instant by which so much working time has passed, to the end of its minute; in the zone of ``since``."""
        at = since
        while True:
            if hours := self.span(at):
                begin, end = hours
                at = max(at, begin)
                if at + left <= end:
                    return _whole_minute(at + left)
                left -= max(end - at, NOTHING)
            at = at.replace(hour=0, minute=0, second=0, microsecond=0) + ONE_DAY


@lru_cache(maxsize=64)
def working(text: str) -> Working:
    """Hours as they are written: "mon-fri 09:00-20:00, sat 10:00-17:00, 01-01 off, 2026-12-31 09:00-15:00".

    ValueError for what is written otherwise, and where no weekday has hours.
    """
    week: dict[int, Hours] = {}
    days: dict[str, Hours | None] = {}
    if len(text) > LONGEST:
        raise ValueError("too long")
    for part in text.split(","):
        when, _, told = part.strip().partition(" ")
        hours = None if told.strip() == "off" else _hours(told.strip())
        if _DAY.fullmatch(when):
            days[_real(when)] = hours
        elif hours is None:
            raise ValueError(f"{when}: a weekday that is not named is off")
        else:
            week |= dict.fromkeys(_weekdays(when), hours)
    if not week:
        raise ValueError("no weekday has hours")
    return Working(week, days)


def _weekdays(text: str) -> range:
    first, _, last = text.partition("-")
    begin, end = (WEEKDAYS.index(name) for name in (first, last or first))
    if end < begin:
        raise ValueError(f"{text}: the week begins with Monday")
    return range(begin, end + 1)


def _real(written: str) -> str:
    """A day as it is written, if there is such a day in some year."""
    date.fromisoformat(written if len(written) == len("2026-12-25") else f"2024-{written}")
    return written


def _hours(text: str) -> Hours:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f"{text}: no hours such as 09:00-20:00")
    first, second, third, fourth = (int(part) for part in found.groups())
    begin, end = timedelta(hours=first, minutes=second), timedelta(hours=third, minutes=fourth)
    if not begin < end <= ONE_DAY or max(second, fourth) > 59:
        raise ValueError(f"{text}: no hours of a day")
    return Hours(begin, end)


def _whole_minute(at: datetime) -> datetime:
    """The end of a started minute."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + timedelta(minutes=1)
