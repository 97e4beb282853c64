"""What the search of addresses knows of the coverage: its streets and dormitories, and the words of their names."""

from collections.abc import Sequence
from typing import LiteralString, NamedTuple

from django.db import transaction

from kosmos.catalogue.addresses import DORMITORY, STREET, Parts, parts_of
from kosmos.catalogue.models import CoveragePlace, CoverageWord
from kosmos.kernel.sql import array, execute, rows, statement

AT_ONCE = 2_000
"""Places that are written at a time."""
_FORGET: LiteralString = """
WITH gone AS (
    SELECT place.id FROM catalogue_coverageplace AS place
     WHERE NOT EXISTS (
           SELECT FROM catalogue_building AS building
            WHERE building.city = place.city AND building.street = place.street
              AND place.dormitory IN ('', building.dormitory))
), unlinked AS (
    DELETE FROM catalogue_coverageword_places AS named USING gone WHERE named.coverageplace_id = gone.id
    RETURNING gone.id
)
SELECT DISTINCT id FROM gone
"""


class _Named(NamedTuple):
    """A place with the parts of its name and of its city's."""

    city: str
    street: str
    dormitory: str
    parts: Parts
    city_parts: Parts

    def words(self) -> set[tuple[str, bool]]:
        """The words that it is found by, and whether each is of the city."""
        own = {(word, False) for word in self.parts.words}
        if self.dormitory:
            own.add((DORMITORY, False))
        return own | {(word, True) for word in self.city_parts.words + self.city_parts.regions}


@transaction.atomic
def note_places() -> int:
    """Bring what the search knows to what the buildings are; how many places were new.

    Whoever wrote buildings calls it afterwards. Called again, or by two at once, it does no harm.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('catalogue_coverageplace'))", {})
    new = [tuple(row) for row in rows(statement("catalogue", "new_places"), {})]
    for begin in range(0, len(new), AT_ONCE):
        _add([_named(*place) for place in new[begin : begin + AT_ONCE]])
    gone = [row[0] for row in rows(_FORGET, {})]
    if gone:
        CoveragePlace.objects.filter(id__in=gone).delete()
    execute(statement("catalogue", "size_places"), {})
    return len(new)


def _named(city: str, street: str, dormitory: str) -> _Named:
    return _Named(city, street, dormitory, parts_of(dormitory or street), parts_of(city))


def _add(named: Sequence[_Named]) -> None:
    places = CoveragePlace.objects.bulk_create(_place(one) for one in named)
    pairs = [(*word, place.id) for one, place in zip(named, places, strict=True) for word in sorted(one.words())]
    CoverageWord.objects.bulk_create(
        [CoverageWord(word=word, in_city=in_city) for word, in_city in sorted({pair[:2] for pair in pairs})],
        ignore_conflicts=True,
    )
    execute(
        statement("catalogue", "link_words"),
        {
            "words": [word for word, _, _ in pairs],
            "in_city": [in_city for _, in_city, _ in pairs],
            "places": array(place for _, _, place in pairs),
        },
    )


def _place(named: _Named) -> CoveragePlace:
    parts = named.parts
    return CoveragePlace(
        city=named.city,
        street=named.street,
        dormitory=named.dormitory,
        kind=min(parts.kinds, default=STREET),
        numbers=parts.ordinals + [house.number for house in parts.houses],
        said=len(parts.words) + bool(named.dormitory),
        city_houses=0,
    )
