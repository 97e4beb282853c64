"""The search of addresses in the coverage: it forgives typing errors, the wrong keyboard and any order of words.

Words are looked for first, among the few thousand that names of streets and cities have; then the places that have
the words; then their houses of the number that was asked for. So it does not matter how many houses there are.
House numbers are not guessed: where a house is not there, its neighbours are given and are said to be no exact ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kosmos.catalogue.addresses import DORMITORY, House, Parts, house_of, parts_of
from kosmos.kernel.likeness import likeness, neighbours
from kosmos.kernel.sql import array, rows, statement
from kosmos.kernel.typing_errors import readings

LONGEST = 120
"""Letters of what was typed that are read."""
MOST_WORDS = 8
ALIKE = 0.5
"""From this likeness on a word may be meant."""
ENOUGH = 0.6
"""So much of the words that were asked for must be found in a place."""
MOST_PLACES = 300
LISTED_PLACES = 6
"""Of so many places the houses are listed where no house was asked for."""
NEAR_PLACES = 3
A_WORD_BEHIND = 0.8
"""A place that has a word less than the best is not looked at."""
SHORT = 6
"""Up to so many letters a word's neighbours are looked for one by one: it has too few trigrams."""
BEHIND = 0.45
"""What is so much less likely than the best is left out."""


@dataclass(frozen=True, slots=True)
class FoundBuilding:
    """A house of the coverage: its address in words, the codes of the services there, and its dormitory's name.

    ``exact`` if it is the very house that was asked for, not a neighbour or one of a street's houses.
    """

    id: int
    city: str
    street: str
    house: str
    dormitory: str
    services: tuple[str, ...]
    exact: bool = True

    @property
    def words(self) -> str:
        """The address in one line."""
        return ", ".join(part for part in (self.city, self.street, self.house, self.dormitory) if part)


class _Place(NamedTuple):
    """A place that has some of the words; ``of_street`` of them stand in its own name."""

    reading: int
    likeness: float
    of_street: int
    city: str
    street: str
    dormitory: str
    kind: str
    numbers: list[int]
    said: int
    city_houses: int


class _Fit(NamedTuple):
    """A place, how well it fits, and the house that is asked for there."""

    score: float
    place: _Place
    house: House | None


class _Row(NamedTuple):
    """A building as it is read, with the turn of its place."""

    turn: int
    id: int
    city: str
    street: str
    house: str
    dormitory: str
    number: int | None


class _Choice(NamedTuple):
    """A building, how well it fits, and whether it is the one that was asked for."""

    score: float
    exact: bool
    city_houses: int
    row: _Row


def find_buildings(text: str, limit: int = 10) -> list[FoundBuilding]:
    """The houses that an address as it was typed may mean, the likeliest first; none where nothing is like it.

    Without a number the first houses of the street. Reads only, four statements; about 10 ms.
    """
    asked = _read(text)
    fits = _fits(asked, _places(asked))
    choices = _houses(fits, limit) or _neighbours(fits, limit)
    best = max((choice.score for choice in choices), default=0.0)
    likely = sorted((one for one in choices if one.score > best - BEHIND), key=_order)
    unique = {choice.row.id: choice for choice in reversed(likely)}
    return _told([choice for choice in likely if unique[choice.row.id] is choice][:limit])


def building(building_id: int) -> FoundBuilding | None:
    """A house of the coverage; None where there is none of this id."""
    text = "SELECT 0, id, city, street, house, dormitory, number FROM catalogue_building WHERE id = %(id)s::bigint"
    found = [_Choice(1.0, True, 0, _Row(*row)) for row in rows(text, {"id": building_id})]
    return next(iter(_told(found)), None)


def _read(text: str) -> list[Parts]:
    """The parts of an address in every way in which it can have been meant, each once."""
    asked: list[Parts] = []
    for reading in readings(text[:LONGEST]):
        parts = parts_of(reading)
        if parts not in asked:
            asked.append(parts)
    return asked


def _places(asked: Sequence[Parts]) -> list[_Place]:
    """The places that have the words of some reading."""
    words = [(reading, word) for reading, parts in enumerate(asked) for word in _words(parts)]
    found = _like([word for _, word in words])
    if not found:
        return []
    columns = list(zip(*found, strict=True))
    given = {
        "readings": array(words[turn - 1][0] for turn in columns[0]),
        "turns": array(columns[0]),
        "words": array(columns[1]),
        "in_city": list(columns[2]),
        "likenesses": list(columns[3]),
        "behind": A_WORD_BEHIND,
        "limit": MOST_PLACES,
    }
    return [_Place(*row) for row in rows(statement("catalogue", "like_places"), given)]


def _words(parts: Parts) -> list[str]:
    return parts.words[:MOST_WORDS] + parts.regions[:2] + [DORMITORY] * parts.dormitory


def _like(words: Sequence[str]) -> list[tuple[int, int, bool, float]]:
    """Words of the register that may be meant: the turn of the asked one from 1, id, whether a city's, likeness."""
    near = [(turn, other) for turn, word in enumerate(words, 1) if 2 < len(word) <= SHORT for other in neighbours(word)]
    given = {
        "words": array(words),
        "turns": array(turn for turn, _ in near),
        "neighbours": array(word for _, word in near),
    }
    found = rows(statement("catalogue", "like_words"), given) if words else []
    like = [(turn, word_id, in_city, likeness(words[turn - 1], word)) for turn, word_id, word, in_city in found]
    return [one for one in like if one[3] >= ALIKE]


def _fits(asked: Sequence[Parts], places: Iterable[_Place]) -> list[_Fit]:
    """The places that have enough of what was asked for, the best first."""
    fits = [fit for place in places if (fit := _fit(asked[place.reading], place))]
    return sorted(fits, key=lambda fit: (-fit.score, -fit.place.city_houses))


def _fit(parts: Parts, place: _Place) -> _Fit | None:
    """How well a place fits; its own numbers are taken out of those that were typed, and the next one is a house."""
    if place.likeness < ENOUGH * len(parts.words):
        return None
    houses, ordinals, missing = list(parts.houses), list(parts.ordinals), 0
    turns = parts_of(place.street).ordinals if place.numbers else []
    for number in place.numbers:
        own = House(number)
        if number in ordinals:
            ordinals.remove(number)
        elif own in houses and (number not in turns or len(houses) > 1):
            houses.remove(own)
        else:
            missing += 1
    if place.dormitory and parts.houses and missing:
        return None
    score = place.likeness - 0.1 * (place.said - place.of_street) - 0.5 * len(ordinals)
    score += 0.3 * (len(place.numbers) - 2 * missing)
    if parts.kinds:
        score += 0.1 if place.kind in parts.kinds else -0.1
    if place.dormitory:
        return _Fit(score - 0.2 * len(houses), place, None)
    return _Fit(score, place, houses[0] if houses else None)


def _houses(fits: Sequence[_Fit], limit: int) -> list[_Choice]:
    """The houses of the number that is asked for; of the likeliest places all, where none is."""
    listed = [fit for fit in fits if not fit.house][:LISTED_PLACES]
    wanted = [fit for fit in fits if fit.house] + listed
    given = {
        "cities": [fit.place.city for fit in wanted],
        "streets": [fit.place.street for fit in wanted],
        "dormitories": [fit.place.dormitory for fit in wanted],
        "numbers": array(fit.house.number if fit.house else None for fit in wanted),
        "each": limit,
    }
    found = [_Row(*row) for row in rows(statement("catalogue", "houses_of_places"), given)] if wanted else []
    return [_choice(wanted[row.turn - 1], row) for row in found]


def _neighbours(fits: Sequence[_Fit], limit: int) -> list[_Choice]:
    """The nearest houses of the likeliest streets, where the one that is asked for is not there."""
    wanted = [(fit, fit.house) for fit in fits if fit.house and fit.score > fits[0].score - 0.2][:NEAR_PLACES]
    given = {
        "cities": [fit.place.city for fit, _ in wanted],
        "streets": [fit.place.street for fit, _ in wanted],
        "numbers": array(house.number for _, house in wanted),
        "each": limit,
    }
    found = [_Row(*row) for row in rows(statement("catalogue", "houses_nearby"), given)] if wanted else []
    return [
        _Choice(wanted[row.turn - 1][0].score, False, wanted[row.turn - 1][0].place.city_houses, row) for row in found
    ]


def _choice(fit: _Fit, row: _Row) -> _Choice:
    if fit.house is None:
        return _Choice(fit.score + 0.4, bool(fit.place.dormitory), fit.place.city_houses, row)
    here = house_of(row.house) or House(row.number or 0)
    if here.rest == fit.house.rest or (fit.house.loose and not here.rest):
        return _Choice(fit.score + 0.4, True, fit.place.city_houses, row)
    return _Choice(fit.score + (0.1 if here.rest and fit.house.rest else 0.2), False, fit.place.city_houses, row)


def _order(choice: _Choice) -> tuple[float, int, str, str, int, str]:
    row = choice.row
    return (-round(choice.score, 2), -choice.city_houses, row.city, row.street, row.number or 0, row.house)


def _told(choices: Sequence[_Choice]) -> list[FoundBuilding]:
    """The buildings with their services, in the order in which they are chosen."""
    text = (
        "SELECT held.building_id, service.code FROM catalogue_building_services AS held"
        " JOIN catalogue_service AS service ON service.id = held.service_id"
        " WHERE held.building_id = ANY (%(ids)s::bigint[]) ORDER BY service.id"
    )
    services: dict[int, list[str]] = {choice.row.id: [] for choice in choices}
    for building_id, code in rows(text, {"ids": array(services)}) if choices else []:
        services[building_id].append(code)
    return [
        FoundBuilding(row.id, row.city, row.street, row.house, row.dormitory, tuple(services[row.id]), exact)
        for _score, exact, _size, row in choices
    ]
