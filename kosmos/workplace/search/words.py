"""The words that were meant: those of names and addresses that are like the typed ones."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import LiteralString, NamedTuple

from django.db import transaction

from kosmos.kernel.likeness import likeness, neighbours
from kosmos.kernel.sql import array, execute, rows, statement
from kosmos.workplace.search.asked import Reading
from kosmos.workplace.search.models import WordKind

ALIKE = 0.5
"""From this likeness on a word may be meant."""
SHORT = 6
"""Up to so many letters a word's neighbours are looked for one by one: it has too few trigrams."""
BEGUN, NEAR = 30, 20
"""So many words are taken that begin like one, and that are near to it."""


class Like(NamedTuple):
    """A word that may be meant, how like it is to the typed one (1 is the same), and how many have it."""

    word: str
    likeness: float
    uses: int


class Newest(NamedTuple):
    """The newest of what has words: by which new ones are told from those that were noted."""

    subscriber: int
    account: int
    application: datetime


_NEWEST: LiteralString = """
SELECT coalesce((SELECT max(id) FROM subscribers_subscriber), 0),
       coalesce((SELECT max(account_id) FROM subscribers_contract), 0),
       coalesce((SELECT max(created_at) FROM connections_application), %(long_ago)s::timestamptz)
"""
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Meanings = dict[str, dict[int, list[Like]]]
"""Of each typed word, for each kind (``WordKind``), the words that may be meant, the likeliest first."""


@transaction.atomic
def note_words() -> int:
    """Bring the words to what names and addresses are now; how many were new or changed.

    Called again, or by two at once, it does no harm.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('search_word'))", {})
    return execute(statement("workplace.search", "note_words"), {})


def newest() -> Newest:
    """The newest that there are now."""
    return Newest(*rows(_NEWEST, {"long_ago": _LONG_AGO})[0])


@transaction.atomic
def note_new_words(since: Newest) -> int:
    """Add the words of what is newer; how many were new or counted. What was renamed waits for ``note_words``."""
    execute("SELECT pg_advisory_xact_lock(hashtext('search_word'))", {})
    return execute(statement("workplace.search", "note_new_words"), since._asdict())


def begun(words: Iterable[str]) -> Meanings:
    """The words themselves, and those that they begin."""
    wanted = list(dict.fromkeys(words))
    if not wanted:
        return {}
    return _meanings(wanted, rows(statement("workplace.search", "begun_words"), {"words": wanted, "each": BEGUN}))


def near(words: Iterable[str]) -> Meanings:
    """The words that may have been meant by others: with letters missing, added, changed or swapped."""
    wanted = list(dict.fromkeys(words))
    if not wanted:
        return {}
    around = [
        (turn, other) for turn, word in enumerate(wanted, 1) if 2 < len(word) <= SHORT for other in neighbours(word)
    ]
    given = {
        "words": wanted,
        "each": NEAR,
        "turns": array(turn for turn, _ in around),
        "neighbours": array(word for _, word in around),
    }
    return _meanings(wanted, rows(statement("workplace.search", "near_words"), given))


def together(one: Meanings, other: Meanings) -> Meanings:
    """What may be meant by either."""
    found: Meanings = {}
    for word in {*one, *other}:
        for kind in WordKind.values:
            likes = {like.word: like for held in (one, other) for like in held.get(word, {}).get(kind, [])}
            found.setdefault(word, {})[kind] = sorted(likes.values(), key=_order)
    return found


def best_of(meanings: Meanings, word: str, kinds: Sequence[int]) -> float:
    """How like the likeliest meaning of a word is, among some kinds; 0 where there is none."""
    return max((likes[0].likeness for kind in kinds if (likes := meanings.get(word, {}).get(kind))), default=0.0)


def likeliest(readings: Sequence[Reading], meanings: Meanings) -> list[Reading]:
    """The readings whose words are found best, all that are equal; those without words are left out."""
    worded = [reading for reading in readings if reading.words]
    scores = [sum(best_of(meanings, word, WordKind.values) for word in one.words) / len(one.words) for one in worded]
    best = max(scores, default=0.0)
    return [reading for reading, score in zip(worded, scores, strict=True) if score > best - 0.05]


def _meanings(wanted: Sequence[str], found: Iterable[tuple[int, str, int, int]]) -> Meanings:
    meanings: Meanings = {}
    for turn, word, kind, uses in found:
        how = likeness(wanted[turn - 1], word)
        if how >= ALIKE:
            meanings.setdefault(wanted[turn - 1], {}).setdefault(kind, []).append(Like(word, how, uses))
    for kinds in meanings.values():
        for likes in kinds.values():
            likes.sort(key=_order)
    return meanings


def _order(like: Like) -> tuple[float, int, str]:
    return (-like.likeness, -like.uses, like.word)
