"""Homes that leave nothing behind: no process, no data, no socket."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kosmos.launcher import destroy, joined
from kosmos.launcher.binaries import DEBIAN, _wheel_folder
from kosmos.launcher.place import SOCKETS

from .world import Using, eventually, kill, place_of, servers, watchdogs


def programs_of(major: str) -> Path:
    """The programs of one of the two versions that Kosmos is tested on; skips when they are not installed."""
    folder = _wheel_folder() if major == "18" else DEBIAN / major / "bin"
    if folder is None or not (folder / "postgres").is_file():
        pytest.skip(f"tool absent: PostgreSQL {major}")
    return folder


@pytest.fixture(params=["18", "15"])
def programs(request: pytest.FixtureRequest) -> Path:
    return programs_of(request.param)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own are closed to all but the user who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="kosmos-launcher-", dir=SOCKETS))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def homes(open_folder: Path) -> Iterator[Callable[[Path], Path]]:
    """Registers a home to be destroyed after the test, when nothing of it may be left running."""
    known: list[Path] = []

    def register(home: Path) -> Path:
        known.append(home)
        return home

    yield register
    try:
        _wait_for_the_end(*known)
    finally:
        for home in known:
            destroy(home)


def _wait_for_the_end(*homes: Path) -> None:
    """See that nothing is left running; the users were ended just now, their watchdogs may be at work."""
    try:
        eventually(lambda: not any(map(_processes, homes)), "nothing is left running")
    finally:
        kill([pid for home in homes for pid in _processes(home)])


def _processes(home: Path) -> list[int]:
    if not (home / "postgres").exists():
        return []
    place = place_of(home)
    return [*watchdogs(place), *servers(place)]


@pytest.fixture
def home(homes: Callable[[Path], Path], open_folder: Path) -> Path:
    """A home without a database, on a path much longer than a socket's may be."""
    return homes(open_folder.joinpath(*["a long name, with blanks, of a folder"] * 4) / "дом")


@pytest.fixture(scope="session")
def finished() -> Iterator[Path]:
    """A stopped database, made once."""
    folder = Path(tempfile.mkdtemp(prefix="kosmos-launcher-", dir=SOCKETS))
    folder.chmod(0o755)
    with joined(folder / "home"):
        pass
    yield folder / "home"
    destroy(folder / "home")
    shutil.rmtree(folder)


@pytest.fixture
def ready(finished: Path) -> Iterator[Path]:
    """A home with a database that does not run; tests share it, and none may count on what is in it."""
    yield finished
    _wait_for_the_end(finished)


@pytest.fixture
def using() -> Iterator[Callable[..., Using]]:
    """Starts processes that use a server, and ends those that the test leaves."""
    started: list[Using] = []

    def start(*arguments: str | Path, **options: object) -> Using:
        started.append(Using(*arguments, **options))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for one in started:
        one.close()
