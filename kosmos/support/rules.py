"""What support promises and takes, without a clock or a database: times, limits, and words that are masked."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from kosmos.kernel.cards import without_cards
from kosmos.kernel.working import Working

LONGEST_TEXT = 5_000
MOST_NEW_A_DAY = 10
MOST_ENTRIES_AN_HOUR = 30
MOST_FILES = 5
MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_BYTES_A_DAY = 100 * 1024 * 1024

_NOT_WORDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


TOPICS = ("money", "internet", "tv", "equipment", "documents", "leaving", "other")
MOST_HOURS = 200


@lru_cache(maxsize=16)
def answer_hours(text: str) -> Mapping[str, int]:
    """Within how many working hours each topic is answered, as an operator writes it: "money 6, internet 3, other 14".

    Topics that are not named are answered like "other". ValueError for what is written otherwise.
    """
    told = dict(_topic_hours(part.strip()) for part in text.split(","))
    if "other" not in told:
        raise ValueError("other is not named")
    return {topic: told.get(topic, told["other"]) for topic in TOPICS}


def _topic_hours(part: str) -> tuple[str, int]:
    topic, _, hours = part.partition(" ")
    if topic not in TOPICS or not (hours.isascii() and hours.isdecimal() and 0 < int(hours) <= MOST_HOURS):
        raise ValueError(f"{part}: no topic with its hours")
    return topic, int(hours)


def promised_at(topic: str, asked_at: datetime, working: Working, hours: Mapping[str, int]) -> datetime:
    """Until when a request of a topic is answered; ``asked_at`` is in the operator's zone, and so is the answer."""
    return working.after(asked_at, timedelta(hours=hours[topic]))


def words_of(typed: str) -> str:
    """What was typed as it is kept: lines of text, without signs that are none, and no card number in it."""
    lines = _NOT_WORDS.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    return without_cards(re.sub(r"\n{3,}", "\n\n", text))
