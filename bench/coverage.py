"""The search of addresses in a large register: as people type, against an exact look at the same houses by index."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from django.db import connections

from bench.coverage_names import CAPITAL, MadeHouse, register
from bench.coverage_typing import WAYS
from kosmos.catalogue.coverage import find_buildings
from kosmos.catalogue.models import Building
from kosmos.kernel.sql import rows
from kosmos.loading.coverage import load_coverage
from kosmos.loading.coverage_file import HEADER
from kosmos.loading.services import load_operator

OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"
DAY = date(2016, 10, 31)
Say = Callable[[str], object]


@dataclass(frozen=True)
class Way:
    """One way of typing: how long the search took, and the share of houses that it found, and found first."""

    p50_ms: float
    p95_ms: float
    found: float
    first: float


@dataclass(frozen=True)
class Result:
    """The whole run; ``exact_ms`` is the median of a look by the unique index, ``ratio`` the search's to it."""

    buildings: int
    load_s: float
    again_s: float
    queries: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    found: float
    first: float
    exact_ms: float
    ratio: float
    ways: dict[str, Way]

    def as_dict(self) -> dict[str, object]:
        """The figures by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    way: str
    took_ms: float
    place: int | None


def measure(buildings: int, *, queries: int, say: Say) -> Result:
    """Load a made-up register into an empty database that the caller made, and search it."""
    load_operator(OPERATOR, on=DAY)
    houses = list(register(buildings))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "houses.csv"
        _write(path, houses)
        say(f"{len(houses)} houses in {len({(one.city, one.street) for one in houses})} streets: loading")
        load_s, again_s = (_seconds(lambda: load_coverage(path)) for _ in range(2))
    _settle()
    dice = Random(7)
    chosen = _chosen(houses, queries, dice)
    ids = {(city, street, house): found for found, city, street, house in _ids()}
    say("asking")
    asked = [_ask(way, chosen[turn], ids, dice) for turn in range(queries) for way in WAYS]
    exact = median(_seconds(lambda one=one: _exactly(one)) * 1000 for one in chosen[:200])  # type: ignore[misc]
    return _result(len(houses), load_s, again_s, asked, exact)


def _settle() -> None:
    """What the server's own upkeep does within a minute of a load."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _chosen(houses: Sequence[MadeHouse], count: int, dice: Random) -> list[MadeHouse]:
    """Houses to ask for, half of them in the capital, where most people live."""
    capital = [one for one in houses if one.city == CAPITAL]
    return [dice.choice(capital if turn % 2 else houses) for turn in range(count)]


def _ask(way: str, house: MadeHouse, ids: dict[tuple[str, str, str], int], dice: Random) -> _Asked:
    typed = WAYS[way](house, dice)
    began = time.perf_counter()
    found = find_buildings(typed)
    took = (time.perf_counter() - began) * 1000
    wanted = ids[house.city, house.street, house.house]
    places = [place for place, one in enumerate(found) if one.id == wanted]
    return _Asked(way, took, places[0] if places else None)


def _result(buildings: int, load_s: float, again_s: float, asked: Sequence[_Asked], exact_ms: float) -> Result:
    ways = {way: _of([one for one in asked if one.way == way]) for way in WAYS}
    all_ = _of(asked)
    return Result(
        buildings=buildings,
        load_s=round(load_s, 1),
        again_s=round(again_s, 1),
        queries=len(asked),
        **asdict(all_),
        worst_ms=round(max(one.took_ms for one in asked), 1),
        exact_ms=round(exact_ms, 2),
        ratio=round(all_.p50_ms / exact_ms, 1),
        ways=ways,
    )


def _of(asked: Sequence[_Asked]) -> Way:
    times = [one.took_ms for one in asked]
    places = [one.place for one in asked]
    return Way(
        p50_ms=round(median(times), 1),
        p95_ms=round(quantiles(times, n=20)[-1], 1),
        found=round(sum(place is not None for place in places) / len(places), 3),
        first=round(sum(place == 0 for place in places) / len(places), 3),
    )


def _exactly(house: MadeHouse) -> None:
    list(Building.objects.filter(city=house.city, street=house.street, house=house.house))


def _ids() -> list[tuple[int, str, str, str]]:
    text = "SELECT id, city, street, house FROM catalogue_building"
    return [(row[0], row[1], row[2], row[3]) for row in rows(text, {})]


def _write(path: Path, houses: Sequence[MadeHouse]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADER)
        lines.writerows((one.city, one.street, one.house, one.dormitory, "internet;digital_tv") for one in houses)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
