"""Times of messages, by their form as data: "YYYYMMDDhhmmss", "DD.MM.YYYY hh:mm:ss"."""

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kosmos.payments.rails.wire.errors import MessageError

FIRST_YEAR, LAST_YEAR = 1990, 2199
COMPACT = "YYYYMMDDhhmmss"
DOTTED = "DD.MM.YYYY hh:mm:ss"
ISO = "YYYY-MM-DDThh:mm:ss"

_PARTS = {"YYYY": "year", "YY": "short", "MM": "month", "DD": "day", "hh": "hour", "mm": "minute", "ss": "second"}
_TOKEN = re.compile("|".join(_PARTS))


def parts_of(form: str) -> tuple[str, ...]:
    """The parts that a form shows, in its order."""
    return tuple(found[0] for found in _TOKEN.finditer(form))


@lru_cache(maxsize=64)
def _pattern(form: str) -> re.Pattern[str]:
    ends = [(found.start(), found.end()) for found in _TOKEN.finditer(form)]
    text, last = "", 0
    for start, end in ends:
        token = form[start:end]
        text += re.escape(form[last:start]) + f"(?P<{_PARTS[token]}>[0-9]{{{len(token)}}})"
        last = end
    return re.compile(text + re.escape(form[last:]))


def read_time(text: str, field: str, *, form: str, zone: ZoneInfo) -> datetime:
    """An instant said by a clock of a zone. MessageError: not_a_time."""
    at = _read(text, form)
    if at is None:
        raise MessageError("not_a_time", field, detail=form)
    return at.replace(tzinfo=zone)


@lru_cache(maxsize=4_096)
def _read(text: str, form: str) -> datetime | None:
    found = _pattern(form).fullmatch(text)
    if found is None:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items()}
    year = parts["year"] if "year" in parts else 2000 + parts["short"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        clock = (parts.get("hour", 0), parts.get("minute", 0), parts.get("second", 0))
        return datetime(year, parts["month"], parts.get("day", 1), *clock)  # noqa: DTZ001 - the zone comes next
    except ValueError:
        return None


def read_day(text: str, field: str, *, form: str) -> date:
    """A day. MessageError: not_a_time."""
    return read_time(text, field, form=form, zone=_UTC).date()


def write_time(at: datetime, field: str, *, form: str, zone: ZoneInfo) -> str:
    """An instant as a clock of a zone shows it. MessageError: not_a_time for one without a zone, or far away."""
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise MessageError("not_a_time", field)
    return write_day(at.astimezone(zone), form=form)


def write_day(day: date, *, form: str) -> str:
    """A day, or a clock's reading, in its form."""
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001
    values = {
        "YYYY": f"{clock.year:04d}",
        "YY": f"{clock.year % 100:02d}",
        "MM": f"{clock.month:02d}",
        "DD": f"{clock.day:02d}",
        "hh": f"{clock.hour:02d}",
        "mm": f"{clock.minute:02d}",
        "ss": f"{clock.second:02d}",
    }
    return _TOKEN.sub(lambda token: values[token[0]], form)


_UTC = ZoneInfo("UTC")
