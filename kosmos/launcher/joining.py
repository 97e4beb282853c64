"""Joining a home's server, starting it if it does not run, and leaving it."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from .account import DEFAULT_USER, Account, account_for
from .binaries import find_binaries, readable_binaries
from .cluster import check_data, data_major
from .configuration import check_settings
from .errors import LauncherError, explained
from .locks import is_free, open_lock, try_exclusive, try_shared
from .place import STATE, Place, locate, prepare, socket_folder_is_ours
from .postmaster import POLL_S, read_pid_file
from .server import APP_ROLE, OWNER_ROLE, Server, url_of
from .watchdog import Order

_SOURCES = Path(__file__).resolve().parents[2]
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_SILENT_DEATHS = 3
_STOP_S = 200.0
_KNOCK_S = 0.03
_SILENCE_S = 20.0


@contextmanager
def joined(
    home: Path,
    *,
    binaries: Path | None = None,
    settings: Mapping[str, str] = _NO_SETTINGS,
    user: str = DEFAULT_USER,
    timeout_s: float = 300.0,
) -> Iterator[Server]:
    """Use the server of this home: join or start it; the last to leave stops it and waits for that.

    `binaries` (a folder of programs) and `settings` (PostgreSQL's) count when the server is started, `user`
    (the system user) when root does it. `timeout_s` bounds each wait; recovery from a crash may take minutes.
    Raises LauncherError. May be nested, used by many processes at once, and killed at any moment.
    """
    check_settings(settings)
    account = account_for(user)
    place = locate(home, account)
    with explained(place.root):
        users = _enter(place, timeout_s)
    try:
        yield _reach(place, account, binaries, settings, timeout_s)
    finally:
        os.close(users)
        _leave(place, account)


def destroy(home: Path, *, user: str = DEFAULT_USER) -> None:
    """Delete the database of a home for good, wherever it is; nothing happens when there is none.

    Errors: database_in_use, and those of finding it. Safe to repeat.
    """
    if not (home / "postgres").exists():
        return
    account = account_for(user)
    place = locate(home, account)
    _leave(place, account)  # ends a server without users, which a killed watchdog may have left
    users, watchdog = open_lock(place.users_lock), open_lock(place.watchdog_lock)
    try:
        if not (try_exclusive(users) and try_exclusive(watchdog)):
            raise LauncherError("database_in_use", f"The database in {place.root} is in use; stop what uses it first.")
        shutil.rmtree(place.socket, ignore_errors=True)
        shutil.rmtree(place.root)
        (home / "postgres").unlink(missing_ok=True)
    finally:
        os.close(users)
        os.close(watchdog)


def _enter(place: Place, timeout_s: float) -> int:
    """Become a user: from here on the server is not stopped. Waits while it is being stopped."""
    users = open_lock(place.users_lock)
    if try_shared(users, until=time.monotonic() + timeout_s):
        return users
    os.close(users)
    raise LauncherError(
        "server_stopping",
        f"The database in {place.root} is being stopped, and that took longer than {timeout_s:g} s. "
        f"Try again later; {place.log} says how far it is.",
    )


def _reach(place: Place, account: Account, named: Path | None, settings: Mapping[str, str], timeout_s: float) -> Server:
    """Come to a server that takes connections, whoever starts it, and whatever dies meanwhile."""
    until = time.monotonic() + timeout_s
    deaths, silent_since = 0, time.monotonic()
    while True:
        watchdog_lock = open_lock(place.watchdog_lock)
        try:
            if try_exclusive(watchdog_lock):
                deaths += not _start(place, account, watchdog_lock, named=named, settings=settings, timeout_s=timeout_s)
                silent_since = time.monotonic()
        finally:
            os.close(watchdog_lock)
        if deaths >= _SILENT_DEATHS:
            raise LauncherError("watchdog_failed", f"The database's watchdog died without a word; see {place.log}.")
        answer = _ping(place, account)
        if answer:
            return _server(place, named)
        now = time.monotonic()
        if answer is not None or read_pid_file(place)[1] != "ready":
            silent_since = now
        if now >= until or now - silent_since > _SILENCE_S:
            raise _unreachable(place)
        time.sleep(_KNOCK_S)


def _start(
    place: Place,
    account: Account,
    lock: int,
    *,
    named: Path | None,
    settings: Mapping[str, str],
    timeout_s: float,
) -> bool:
    """Start the watchdog, which inherits our lock, and with it the server; False if it died on the way."""
    with explained(place.root):
        major = data_major(place)
        if major is not None:
            check_data(place, account)
        found = find_binaries(named, major)
        prepare(place, account)
        programs = readable_binaries(found, account, STATE / "programs")
    return _send(Order(place.root, programs, account, dict(settings), timeout_s, only_stop=False), lock)


def _send(order: Order, lock: int) -> bool:
    """Start a watchdog with this order and hear its answer; False if none comes, an error if it tells one."""
    environment = os.environ | {"PYTHONPATH": str(_SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kosmos.launcher.watchdog", order.place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        pass_fds=[lock],
        start_new_session=True,
    )
    with process:
        if process.stdin is None or process.stdout is None:
            raise ValueError("both ends are pipes")
        try:
            process.stdin.write(order.to_json().encode())
            process.stdin.close()
        except BrokenPipeError:
            return False
        # Three steps of the watchdog have that much time each: initdb, the first commands, the start.
        readable, _, _ = select.select([process.stdout], [], [], order.timeout_s * 3 + 10)
        answer = process.stdout.readline() if readable else b""
    if not answer:
        return False
    told: dict[str, str] = json.loads(answer)
    if told:
        raise LauncherError(told["code"], told["message"])
    return True


def _leave(place: Place, account: Account) -> None:
    """After the last user wait until the watchdog has stopped the server; see to it that it has one."""
    until = time.monotonic() + _STOP_S
    while place.users_lock.exists() and time.monotonic() < until:  # not if the folder was deleted under us
        watchdog_lock = open_lock(place.watchdog_lock)
        try:
            if try_exclusive(watchdog_lock):
                if is_free(place.server_lock):
                    return
                order = Order(place.root, None, account, {}, _STOP_S, only_stop=True)
                _send(order, watchdog_lock)
        finally:
            os.close(watchdog_lock)
        # Free: the watchdog is about to take it. Shared: there are users. Neither: the watchdog stops.
        if not is_free(place.users_lock) and _is_shared(place.users_lock):
            return
        time.sleep(POLL_S)


def _is_shared(path: Path) -> bool:
    descriptor = open_lock(path)
    try:
        return try_shared(descriptor, until=0.0)
    finally:
        os.close(descriptor)


def _ping(place: Place, account: Account) -> bool | None:
    """Whether the server takes connections; None for no answer at all."""
    # Imported here, because the watchdog imports this package and has to stay small.
    from psycopg.pq import PGconn, Ping  # noqa: PLC0415

    if not socket_folder_is_ours(place, account):
        return None
    answer = PGconn.ping(url_of(APP_ROLE, place.socket).encode())
    return None if answer == Ping.NO_RESPONSE else answer == Ping.OK


def _server(place: Place, named: Path | None) -> Server:
    major = data_major(place)
    if named is not None or major is None:
        major = find_binaries(named, major).major  # programs that were asked for must not be passed over in silence
    return Server(url_of(OWNER_ROLE, place.socket), url_of(APP_ROLE, place.socket), major, place.data, place.socket)


def _unreachable(place: Place) -> LauncherError:
    return LauncherError(
        "server_unreachable",
        f"The database in {place.root} runs but does not answer at {place.socket_file}. If that file was "
        "deleted, or this process sees another /tmp than the one that started the database (PrivateTmp, a "
        f"container), stop everything that uses the database, and start again; {place.log} says more.",
    )
