"""Accounts found by words: by whose they are, by where they are, or by both; the likeliest first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kosmos.kernel.sql import rows, statement
from kosmos.kernel.typing_errors import folded
from kosmos.subscribers.queries import name_key
from kosmos.workplace.search.asked import Reading
from kosmos.workplace.search.models import WordKind
from kosmos.workplace.search.sought import (
    NEAREST,
    PLACES,
    UNFINISHED,
    Sought,
    any_of,
    as_both,
    as_names,
    as_places,
    digits_of,
    uses_of,
    words_in,
)
from kosmos.workplace.search.words import ALIKE, Meanings, begun, best_of, likeliest, near, together

MOST_NAMED, MOST_PLACED = 60, 300
"""So many rows are read before the likeliest of them are chosen."""
DEAR = 12
"""Spelling a row anew, to see whether it is meant, costs as much as reading so many by an index."""
MOST_JOINED = 40_000
COMMONEST = 30_000
"""A city with more accounts than that is no answer by itself."""
FINISHED = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by words: subscribers or accounts by id with how well they fit, and whether words were guessed.

    ``too_common`` is a city that was asked for without a street; ``names`` and ``places`` are what was looked for.
    """

    subscribers: tuple[tuple[float, int], ...] = ()
    accounts: tuple[tuple[float, int], ...] = ()
    guessed: bool = False
    too_common: bool = False
    names: str = ""
    places: str = ""

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return bool(self.subscribers or self.accounts)


class _Place(NamedTuple):
    """An account's address as it is read, and whose it is where that was asked too."""

    account_id: int
    city: str
    street: str
    dormitory: str
    house: str
    building: str
    apartment: str
    room: str
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the typed words may mean, and the readings that are the likeliest."""

    readings: tuple[Reading, ...]
    meanings: Meanings
    guessed: bool = False


def understood(readings: Sequence[Reading]) -> Words:
    """Look the words up: as they are typed or begun, and with typing errors where some are not known so."""
    every = [word for reading in readings for word in reading.words]
    meanings = begun(every)
    likely = likeliest(readings, meanings)
    if all(best_of(meanings, word, WordKind.values) for one in likely for word in one.words):
        return Words(tuple(likely), meanings)
    meanings = together(meanings, near(every))
    return Words(tuple(likeliest(readings, meanings)), meanings, guessed=True)


def people_by(readings: Sequence[Reading], limit: int) -> Found:
    """Who and where the words mean; typing errors are looked for where nothing is found without."""
    words = understood(readings)
    if _only_a_city(words):
        return Found(too_common=True)
    found = _found(words, (FINISHED, UNFINISHED), limit)
    if not found and readings:
        found = _found(words if words.guessed else _guessed(words, readings), (NEAREST, ALIKE), limit)
    return found


def _guessed(words: Words, readings: Sequence[Reading]) -> Words:
    """The same words, each with the typing errors that it may have."""
    meanings = together(words.meanings, near(word for reading in readings for word in reading.words))
    return Words(tuple(likeliest(readings, meanings)), meanings, guessed=True)


def _found(words: Words, tiers: Sequence[float], limit: int) -> Found:
    """By meanings of this likeness, then of less; who has all words in his name or address stands for himself."""
    found = Found()
    for least in tiers:
        named, placed = _as_names(words, least), _as_places(words, least)
        found = Found(
            subscribers=tuple(_named(named, limit)),
            accounts=tuple(_placed(placed)),
            guessed=least < UNFINISHED,
            names=any_of(named),
            places=any_of(placed),
        )
        if len(found.subscribers) + len(found.accounts) >= limit or (found and _is_whole(words)):
            break
    return found if found else replace(found, accounts=tuple(_named_and_placed(words, tiers[-1])))


def _is_whole(words: Words) -> bool:
    """Whether so much was typed that no longer words are meant if these are found: two words, or one and a number."""
    return all(len(one.words) + len(one.initials) + len(one.numbers) > 1 for one in words.readings)


def _as_names(words: Words, least: float) -> list[Sought]:
    return [as_names(one, words.meanings, least) for one in words.readings]


def _as_places(words: Words, least: float) -> list[Sought]:
    return [as_places(one, words.meanings, least) for one in words.readings]


def _named(sought: Sequence[Sought], limit: int) -> list[tuple[float, int]]:
    """Subscribers by name: those whose names begin as it was typed, by name; then those that have the words."""
    wanted = [one.reading for one in sought]
    found = {row: 2.0 - place / 1000 for place, row in enumerate(_begun(wanted, limit))}
    if len(found) < limit and wanted:
        given = {"query": any_of(sought), "initials": _initials(wanted), "limit": MOST_NAMED}
        for subscriber_id, name in rows(statement("workplace.search", "people_named"), given):
            found.setdefault(subscriber_id, _fit_of_name(sought, name))
    return sorted(((score, who) for who, score in found.items()), key=lambda one: (-one[0], one[1]))


def _begun(readings: Sequence[Reading], limit: int) -> list[int]:
    found: list[int] = []
    for reading in readings:
        key = name_key(reading.plain)
        given = {"begins": key, "ends": f"{key}\U0010ffff", "limit": limit}
        found += [row[0] for row in rows(statement("workplace.search", "names_begun"), given)]
    return found


def _initials(readings: Sequence[Reading]) -> list[str]:
    """Patterns for the letters that stand for names, where every reading has the same."""
    letters = {reading.initials for reading in readings}
    return [f"(^| ){re.escape(letter)}" for letter in letters.pop()] if len(letters) == 1 else []


def _fit_of_name(sought: Sequence[Sought], name: str) -> float:
    """How well a name fits; better where it begins with one of the words, which is the surname."""
    words = words_in(name)
    first = max((likes.get(words[0], 0.0) for one in sought for likes in one.words), default=0.0) if words else 0.0
    return max(one.fit(words) for one in sought) + first / 4


def _placed(sought: Sequence[Sought]) -> list[tuple[float, int]]:
    given = {"query": any_of(sought), "limit": MOST_PLACED}
    found = [_Place(*row) for row in rows(statement("workplace.search", "accounts_placed"), given)] if sought else []
    lettered = {number for one in sought for number in one.numbers if not number.isdigit()}
    meant = [place for place in found if folded(place.house) in lettered] or found
    return _ranked(meant, lambda place: max(_fit_of_place(one, place) for one in sought))


def _named_and_placed(words: Words, likeness: float) -> list[tuple[float, int]]:
    both = [pair for one in words.readings if (pair := as_both(one, words.meanings, likeness))][:1]
    if not both:
        return []
    names, places = both[0]
    given = {
        "names": names.query,
        "places": places.query,
        "initials": _initials([names.reading]),
        "limit": MOST_PLACED,
    }
    many = (uses_of(names, words.meanings, (WordKind.NAME,)), uses_of(places, words.meanings, PLACES))
    few = sum(many) < min(MOST_JOINED, DEAR * min(many))
    name = "few_named_and_placed" if few else "accounts_named_and_placed"
    found = [_Place(*row) for row in rows(statement("workplace.search", name), given)]
    return _ranked(found, lambda place: _fit_of_place(places, place) + _fit_of_name([names], place.name))


def _ranked(found: Sequence[_Place], fit: Callable[[_Place], float]) -> list[tuple[float, int]]:
    scored = sorted(((fit(place), place) for place in found), key=lambda one: (-round(one[0], 3), _natural(one[1])))
    return [(score, place.account_id) for score, place in scored]


def _fit_of_place(sought: Sought, place: _Place) -> float:
    """How well an address fits: its words; then its numbers, the first of which is rather a house than a flat."""
    held = words_in(f"{place.street} {place.dormitory}") + [f"@{word}" for word in words_in(place.city)]
    score = sought.fit(held)
    numbers = [number for number in sought.numbers if digits_of(number) not in held]
    house, rest = folded(place.house), _numbers(place.house)
    flats = {folded(place.building), folded(place.apartment), folded(place.room), *rest[1:]}
    for turn, number in enumerate(numbers):
        if turn == 0 and rest[:1] == [digits_of(number)]:
            score += 0.6 if house == number else 0.5
        elif number in flats:
            score += 0.3
    return score


def _numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+", text)


def _natural(place: _Place) -> tuple[str, str, int, str, int, str]:
    house, flat = (int((_numbers(text) or ["0"])[0][:9]) for text in (place.house, place.apartment or place.room))
    return (place.city, place.street, house, place.house, flat, place.apartment)


def _only_a_city(words: Words) -> bool:
    """Whether nothing but a large city was asked for."""
    for reading in words.readings:
        if reading.numbers or any(best_of(words.meanings, word, (WordKind.STREET,)) == 1.0 for word in reading.words):
            return False
        cities = [words.meanings.get(word, {}).get(WordKind.CITY, []) for word in reading.words]
        if not all(likes and likes[0].likeness == 1.0 for likes in cities):
            return False
        if all(likes[0].uses < COMMONEST for likes in cities):
            return False
    return bool(words.readings)
