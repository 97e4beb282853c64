"""The spool folder of ERIP's files: ours go to ``in``, ERIP's come in ``out`` and are moved to ``out/bak`` when done.

How ERIP's server is reached (FTP, SFTP) is not this module's business: the folder is what is copied from and to it. A
file may be met again after a death at any moment: what is done of it is kept with the money, in one transaction.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from kosmos.payments.erip_models import EripFile
from kosmos.payments.erip_rules import Terms
from kosmos.payments.rails.erip.file_kinds import INCOMING, Kind, kind_of
from kosmos.payments.rails.erip.files import FileLine, read_file
from kosmos.payments.rails.wire.lines import BadLine
from kosmos.payments.services.cases import suspense_account
from kosmos.payments.services.erip.demands import write_demands
from kosmos.payments.services.erip.keeping import RAIL, case_of
from kosmos.payments.services.erip.records import LEDGER_CURRENCIES, Lines, take_lines

__all__ = ["Dealt", "deal_with_spool", "write_demands"]
CHUNK = 500
DEFAULT = Terms()


@dataclass(frozen=True, slots=True)
class Dealt:
    """A file that was dealt with: how many lines it has, and which of them could not be, in words."""

    name: str
    lines: int
    bad_lines: tuple[str, ...]


def deal_with_spool(
    folder: Path, *, now: datetime, terms: Terms = DEFAULT, faults: list[str] | None = None
) -> list[Dealt]:
    """Take what ERIP left, the oldest number first, and move it to bak; safe to kill anywhere and from two workers.

    A file that cannot be dealt with stays and is told of in ``faults``, where there are some: it keeps back no other.
    """
    outgoing, done = folder / "out", []
    for path in sorted((path for path in outgoing.glob("*.*") if _is_ours(path)), key=_order):
        try:
            dealt = _deal(path, now=now, terms=terms)
        except Exception as error:
            if faults is None:
                raise
            faults.append(f"{path.name}: {error}")
            continue
        done += [dealt] if dealt else []
    return done


def _is_ours(path: Path) -> bool:
    kind = kind_of(path.name)
    return kind is not None and kind.number in INCOMING and path.is_file()


def _order(path: Path) -> tuple[int, str, str]:
    """Payments before the transfers that make them final, and those before what takes them back."""
    return int(path.suffix[1:]), path.stem.zfill(60), path.name


def _deal(path: Path, *, now: datetime, terms: Terms) -> Dealt | None:
    """Deal with a file from where it was left; None if another worker was quicker, or its name was another's."""
    kind = kind_of(path.name)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if kind is None or not _is_the_same(path, hashlib.sha256(content).hexdigest(), now=now):
        return None
    if fault := _header_fault(kind, path):
        _put_aside(path, "erip_bad_header", fault, now=now)
        return None
    lines = _lines(kind, path)
    while chunk := list(islice(lines, CHUNK)):
        _take_chunk(path.name, kind, chunk, now=now, terms=terms)
    EripFile.objects.filter(name=path.name, finished_at=None).update(finished_at=now)
    _move(path, "bak")
    done = EripFile.objects.get(name=path.name)
    if done.bad_lines:
        case_of(suspense_account(RAIL, now=now), path.name, "erip_bad_lines", "; ".join(done.bad_lines)[:1000], now=now)
    return Dealt(path.name, done.lines_done, tuple(done.bad_lines))


def _is_the_same(path: Path, digest: str, *, now: datetime) -> bool:
    """Whether a file is what we know by its name, if anything; another one is put aside for a person."""
    EripFile.objects.bulk_create([EripFile(name=path.name, digest=digest, begun_at=now)], ignore_conflicts=True)
    if EripFile.objects.get(name=path.name).digest == digest:
        return True
    _put_aside(path, "erip_other_file", "another file of this name was dealt with before", now=now)
    return False


def _header_fault(kind: Kind, path: Path) -> str:
    """Why nothing of a file can be believed: its header is unreadable, or its sums are of another currency."""
    with path.open("rb") as stream:
        first = next(read_file(kind, stream))
    if isinstance(first, BadLine):
        return str(first.error)
    currency = getattr(first.read, "currency", "BYN")
    return "" if currency in LEDGER_CURRENCIES else f"the currency is {currency}"


def _put_aside(path: Path, kind: str, details: str, *, now: datetime) -> None:
    """Leave a file to a person."""
    case_of(suspense_account(RAIL, now=now), path.name, kind, details, now=now)
    _move(path, "bad")


def _lines(kind: Kind, path: Path) -> Iterator[tuple[int, FileLine]]:
    """What a file says, counted from 1 as it is read: the same each time."""
    with path.open("rb") as stream:
        yield from enumerate(read_file(kind, stream), 1)


@transaction.atomic
def _take_chunk(name: str, kind: Kind, chunk: Sequence[tuple[int, FileLine]], *, now: datetime, terms: Terms) -> None:
    """Take some lines that were not taken yet; what they did and how far the file is are kept together."""
    held = EripFile.objects.select_for_update().get(name=name)
    fresh = [line for number, line in chunk if number > held.lines_done]
    if not fresh:
        return
    bad = [line for line in fresh if isinstance(line, BadLine)]
    good = [line.read for line in fresh if not isinstance(line, BadLine)]
    take_lines(Lines(name, kind.number, good), now=now, terms=terms)
    held.lines_done = chunk[-1][0]
    held.bad_lines = [*held.bad_lines, *(f"{line.number}: {line.error}" for line in bad)]
    held.save()


def _move(path: Path, where: str) -> None:
    """Move a file that is done; another worker may have done so."""
    target = path.parent / where
    target.mkdir(exist_ok=True)
    try:
        path.replace(target / path.name)
    except FileNotFoundError:
        return
