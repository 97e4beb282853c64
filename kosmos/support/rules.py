"""What support promises and takes, without a clock or a database: times, limits, and words that are masked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kosmos.kernel.cards import without_cards
from kosmos.kernel.days import ONE_DAY

LONGEST_TEXT = 5_000
MOST_NEW_A_DAY = 10
MOST_ENTRIES_AN_HOUR = 30
MOST_FILES = 5
MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_BYTES_A_DAY = 100 * 1024 * 1024

_NOT_WORDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when until when support works, every day, by the operator's clock."""

    begin: time
    end: time


WORKING = WorkingHours(time(8), time(22))
ANSWER_HOURS: Mapping[str, int] = {
    "money": 6,
    "internet": 3,
    "tv": 3,
    "equipment": 6,
    "documents": 28,
    "leaving": 14,
    "other": 14,
}
"""Within how many working hours each topic is answered; 14 are a working day."""


def promised_at(topic: str, asked_at: datetime, working: WorkingHours = WORKING) -> datetime:
    """Until when a request of a topic is answered; ``asked_at`` is in the operator's zone, and so is the answer."""
    left, at = timedelta(hours=ANSWER_HOURS[topic]), asked_at
    while True:
        begin, end = (at.replace(hour=one.hour, minute=one.minute, second=0, microsecond=0) for one in _hours(working))
        at = max(at, begin)
        if at + left <= end:
            return _whole_minute(at + left)
        left -= max(end - at, timedelta(0))
        at = begin + ONE_DAY


def _hours(working: WorkingHours) -> tuple[time, time]:
    return working.begin, working.end


def _whole_minute(at: datetime) -> datetime:
    """The end of a started minute."""
    floor = at.replace(second=0, microsecond=0)
    return floor if floor == at else floor + timedelta(minutes=1)


def words_of(typed: str) -> str:
    """What was typed as it is kept: lines of text, without signs that are none, and no card number in it."""
    lines = _NOT_WORDS.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    return without_cards(re.sub(r"\n{3,}", "\n\n", text))
