"""The data directory: made whole or not at all, and looked at before it is used."""

import os
import shutil
import subprocess
from pathlib import Path

from .account import Account
from .binaries import Binaries
from .errors import LauncherError, disk_full
from .place import Place
from .server import APP_ROLE, DATABASE, OWNER_ROLE, SUPERUSER

# One command a line: that is how the single-user server reads them.
_FIRST_COMMANDS = f"""\
CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB NOCREATEROLE NOSUPERUSER
CREATE ROLE {APP_ROLE} LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER
GRANT {APP_ROLE} TO {OWNER_ROLE}
CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}
"""
_FILES_OF_EVERY_CLUSTER = ("global/pg_control", "base", "pg_wal")


def data_major(place: Place) -> int | None:
    """The major version that the data was made by; None when there is no data yet. Errors: data_damaged."""
    if not place.data.exists() or not any(place.data.iterdir()):
        return None
    version = place.data / "PG_VERSION"
    text = version.read_text().strip() if version.is_file() else ""
    if not text.isdecimal():
        raise _damaged(place, "PG_VERSION is missing or not a number")
    return int(text)


def check_data(place: Place, account: Account) -> None:
    """See that the data looks whole and is the account's own. Errors: data_damaged, data_of_another_user."""
    for name in _FILES_OF_EVERY_CLUSTER:
        if not (place.data / name).exists():
            raise _damaged(place, f"{name} is missing")
    owner = place.data.stat().st_uid
    if owner != account.uid:
        raise LauncherError(
            "data_of_another_user",
            f"The data in {place.data} belongs to user id {owner}, and the server would run as "
            f"{account.name} ({account.uid}). Run as before, or, if the change is meant, give the data away "
            f"while nothing runs: chown -R {account.name} {place.data}.",
        )


def create_data(place: Place, binaries: Binaries, account: Account, server_lock: int, timeout_s: float) -> None:
    """Make the data directory with both roles and the database, under another name, and rename it when whole.

    Killed at any moment it leaves a `data.new`, which the next call throws away.
    Errors: initdb_failed, disk_full.
    """
    fresh = place.root / "data.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    os.chown(fresh, account.uid, account.gid)
    initdb = [str(binaries.program("initdb")), *_initdb_options(binaries.major), "--pgdata", str(fresh)]
    _run(place, account, initdb, words=b"", server_lock=server_lock, timeout_s=timeout_s)
    single = [
        str(binaries.program("postgres")),
        "--single",
        "-D",
        str(fresh),
        "-c",
        "exit_on_error=on",
        "template1",
    ]
    words = _FIRST_COMMANDS.encode()
    _run(place, account, single, words=words, server_lock=server_lock, timeout_s=timeout_s)
    fresh.rename(place.data)
    _sync(place.root)


def log_size(place: Place) -> int:
    """How long the log is, in bytes; 0 when somebody removed it."""
    return place.log.stat().st_size if place.log.exists() else 0


def log_since(place: Place, offset: int, lines: int = 15) -> str:
    """The last lines that were written to the log since it was `offset` bytes long."""
    if not place.log.exists():
        return ""
    with place.log.open("rb") as log:
        log.seek(offset)
        return "\n".join(log.read()[-20_000:].decode(errors="replace").splitlines()[-lines:])


def _initdb_options(major: int) -> list[str]:
    # The built-in C.UTF-8 came with 17. It needs nothing of the system, so data can move between machines.
    modern = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    locale = modern if major >= 17 else ["--locale=C.UTF-8"]
    admission = ["--auth-local=peer", "--auth-host=reject"]
    return [
        *locale,
        "--encoding=UTF8",
        "--data-checksums",
        f"--username={SUPERUSER}",
        *admission,
        "--no-instructions",
    ]


def _run(
    place: Place,
    account: Account,
    command: list[str],
    *,
    words: bytes,
    server_lock: int,
    timeout_s: float,
) -> None:
    """Run one step to its end, what it says going to the log; it holds the server's lock."""
    offset = log_size(place)
    with place.log.open("ab") as log:
        process = account.spawn(command, output=log, stdin=subprocess.PIPE, keep=[server_lock])
        try:
            process.communicate(words, timeout=timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.returncode == 0:
        return
    said = log_since(place, offset)
    if "No space left on device" in said or "Disk quota exceeded" in said:
        raise disk_full(place.root)
    raise LauncherError(
        "initdb_failed",
        f"The database could not be created in {place.root} (the program {Path(command[0]).name} failed). "
        f"What it said, also in {place.log}:\n{said}",
    )


def _damaged(place: Place, why: str) -> LauncherError:
    return LauncherError(
        "data_damaged",
        f"{place.data} is not a whole PostgreSQL data directory: {why}. Nothing was changed. Put it aside "
        "(mv data data.damaged) and restore the last backup; without data Kosmos begins with an empty "
        "database.",
    )


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
