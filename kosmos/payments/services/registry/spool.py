"""The spool folder of statements: a folder for each profile, by its name; what lies in it is taken and moved to done.

A file with bad lines is kept all the same and waits for finance's choice; one that is no statement is moved to bad. A
file is put there under a name that begins with a dot, and renamed once it is whole. Safe to kill anywhere.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kosmos.kernel.errors import DomainError
from kosmos.payments.models import StatementProfile
from kosmos.payments.services.registry.posting import load_statement
from kosmos.payments.services.registry.profiles import profiles


def take_spool(folder: Path, *, now: datetime, lanes: int = 1) -> list[str]:
    """Take all that waits, by profile and name; the names of the files."""
    taken = []
    for profile in profiles():
        for file in list(_waiting(folder / profile.name)):
            _take(file, profile, now=now, lanes=lanes)
            taken.append(file.name)
    return taken


def _waiting(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _take(file: Path, profile: StatementProfile, *, now: datetime, lanes: int) -> None:
    try:
        content = file.read_bytes()
        load_statement(content, name=file.name, profile=profile, good_only=False, now=now, lanes=lanes)
        where = "done"
    except FileNotFoundError:
        return
    except DomainError:
        where = "bad"
    target = file.parent / where
    target.mkdir(exist_ok=True)
    file.replace(target / file.name)
