"""Loading the coverage from a file: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

from django.db import transaction

from kosmos.catalogue.coverage_places import note_places
from kosmos.catalogue.models import Service
from kosmos.kernel.changes import Change, Changes
from kosmos.kernel.sql import array, copy, execute, rows, statement
from kosmos.loading import staging
from kosmos.loading.coverage_file import CoverageFile, HouseRow
from kosmos.loading.errors import LoadError, NoOperator, Problem

Progress = Callable[[int, int], None]
"""Told how many rows of how many were read."""
NAMED = 20
"""So many houses are named one by one in a report; of more, how many there are."""
_ADDED: LiteralString = """
SELECT staged.city || ', ' || staged.street || ', ' || staged.house
  FROM loading_house AS staged
 WHERE NOT EXISTS (SELECT FROM loading_house_here AS here WHERE here.line = staged.line)
 ORDER BY staged.line
 LIMIT %(named)s
"""
_COUNTS: LiteralString = """
SELECT (SELECT count(*) FROM loading_house) - (SELECT count(*) FROM loading_house_here),
       (SELECT count(*) FROM catalogue_building) - (SELECT count(*) FROM loading_house_here)
"""
_ANY: LiteralString = "SELECT 1 FROM loading_house LIMIT 1"
_FORGET: tuple[LiteralString, ...] = (
    "DELETE FROM loading_house_here WHERE line = ANY (%(lines)s::integer[])",
    "DELETE FROM loading_house WHERE line = ANY (%(lines)s::integer[])",
)
_DORMITORIES: LiteralString = """
UPDATE catalogue_building AS building
   SET dormitory = staged.dormitory
  FROM loading_house_here AS here
  JOIN loading_house AS staged USING (line)
 WHERE building.id = here.id AND here.had_dormitory <> staged.dormitory
"""
_LOST_SERVICES: LiteralString = """
DELETE FROM catalogue_building_services AS held
 USING loading_house_here AS here
  JOIN loading_house AS staged USING (line)
 WHERE held.building_id = here.id AND held.service_id <> ALL (staged.services)
"""
_WON_SERVICES: LiteralString = """
INSERT INTO catalogue_building_services (building_id, service_id)
SELECT here.id, service
  FROM loading_house_here AS here
  JOIN loading_house AS staged USING (line)
 CROSS JOIN LATERAL unnest(staged.services) AS service
 WHERE service <> ALL (here.had_services)
"""


@transaction.atomic
def load_coverage(
    path: Path, *, dry_run: bool = False, progress: Progress | None = None, left_out: list[Problem] | None = None
) -> Changes:
    """Load a file of houses, or with ``dry_run`` only say what it would change.

    A house that is here gets the file's services and dormitory; nothing is deleted. Loading a file again changes
    nothing. NoOperator; LoadError with everything that is wrong, and then nothing was loaded. With ``left_out`` lines
    that are wrong are only left out, and told there; LoadError then if no line is right.
    """
    services = dict(Service.objects.values_list("code", "id"))
    if not services:
        raise NoOperator("Load the operator first: kosmos load operator FILE.yaml")
    staging.take_turn()
    file = CoverageFile(path, services)
    _stage(_counted(file.rows(), file.source.count(), progress or (lambda _done, _total: None)))
    repeated = rows(statement("loading", "coverage_repeated"), {})
    for line, offset, first in repeated:
        file.wrong(line, offset, "house", f"each house once; it is on line {first}")
    if file.problems and (left_out is None or not rows(_ANY, {})):
        raise LoadError(file.problems)
    if left_out is not None:
        left_out.extend(sorted(set(file.problems)))
        for forget in _FORGET:
            execute(forget, {"lines": array(line for line, _offset, _first in repeated)})
    changes = _changes({str(number): code for code, number in services.items()})
    if changes:
        for change in (_DORMITORIES, _LOST_SERVICES, _WON_SERVICES, statement("loading", "new_houses")):
            execute(change, {})
        note_places()
    transaction.set_rollback(dry_run)
    return changes


def _stage(read: Iterator[HouseRow]) -> None:
    execute("DROP TABLE IF EXISTS pg_temp.loading_house, pg_temp.loading_house_here", {})
    execute(statement("loading", "stage_coverage"), {})
    copy('loading_house (line, "offset", city, street, house, dormitory, services, same)', read)
    execute("ANALYZE loading_house", {})
    execute(statement("loading", "coverage_targets"), {})
    execute("CREATE INDEX ON loading_house_here (line)", {})
    execute("ANALYZE loading_house_here", {})


def _changes(codes: dict[str, str]) -> Changes:
    """What the staged rows will change, in words; many houses of one change are one line."""
    changes = Changes()
    new, others = rows(_COUNTS, {})[0]
    if new > NAMED:
        changes.added.append(f"{new} buildings")
    else:
        changes.added.extend(f"building {house}" for (house,) in rows(_ADDED, {"named": NAMED}))
    for what, before, after, count, houses in rows(statement("loading", "changed_houses"), {"named": NAMED}):
        was, now = (_said(text, codes) if what == "services" else text or "none" for text in (before, after))
        subjects = [f"{count} buildings"] if count > NAMED else [f"building {house}" for house in houses]
        changes.changed.extend(Change(subject, what, was, now) for subject in subjects)
    if others:
        changes.kept.append("1 building" if others == 1 else f"{others} buildings")
    return changes


def _said(services: str, codes: dict[str, str]) -> str:
    """ "{1,3}" as the codes of services."""
    return ", ".join(codes[number] for number in services.strip("{}").split(",") if number) or "none"


def _counted(read: Iterator[HouseRow], total: int, tell: Progress) -> Iterator[HouseRow]:
    """The rows, with the progress told now and then."""
    for done, row in enumerate(read, start=1):
        if done % 1000 == 0:
            tell(done, total)
        yield row
