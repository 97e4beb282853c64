"""One running server process: started or adopted, watched, told to stop.

No process id is ever trusted by itself. The server's processes inherit `server.lock`, so whether something of
it is left is a question to the kernel, and which process it is shows in /proc by who has that very file open.
"""

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from .account import Account
from .binaries import Binaries
from .cluster import log_since
from .configuration import server_arguments
from .errors import LauncherError, disk_full
from .locks import try_exclusive
from .place import Place

POLL_S = 0.01
STOP_PATIENCE_S = 120.0  # a fast shutdown writes every changed page first
QUIT_PATIENCE_S = 5.0


class Postmaster:
    """The server's first process. Its pidfd stays its own, even when its number is given to another."""

    def __init__(self, pid: int, child: subprocess.Popen[bytes] | None) -> None:
        self.pid = pid
        self.descriptor = os.pidfd_open(pid)
        self._child = child

    def ended(self, timeout_s: float = 0.0) -> bool:
        """Whether it has ended, waiting for that at most so long; reaps it if it is our child."""
        poll = select.poll()
        poll.register(self.descriptor, select.POLLIN)
        if not poll.poll(timeout_s * 1000):
            return False
        if self._child:
            self._child.wait()
        return True

    def stop(self, patience_s: float = STOP_PATIENCE_S) -> None:
        """Stop it: sessions are cut off and everything is written (SIGINT); if that takes too long, at once.

        Committed data survives each of the three ways.
        """
        for number, wait_s in (
            (signal.SIGINT, patience_s),
            (signal.SIGQUIT, QUIT_PATIENCE_S),
            (signal.SIGKILL, 60.0),
        ):
            try:
                signal.pidfd_send_signal(self.descriptor, number)
            except ProcessLookupError:
                break
            if self.ended(wait_s):
                break
        self.ended()

    def close(self) -> None:
        """Forget it; it goes on running if it does."""
        os.close(self.descriptor)


def start(place: Place, binaries: Binaries, account: Account, server_lock: int) -> Postmaster:
    """Start the server on data that nothing uses; it inherits `server_lock`, which the caller holds.

    Errors: data_in_use, socket_taken.
    """
    _clear_data(place)
    _clear_socket(place)
    with place.log.open("ab") as log:
        arguments = [str(binaries.program("postgres")), *server_arguments(place)]
        child = account.spawn(arguments, output=log, keep=[server_lock])
    return Postmaster(child.pid, child)


def adopt(place: Place) -> Postmaster | None:
    """The server that an earlier watchdog left behind, unless there is none or it is stopping."""
    pid, status = read_pid_file(place)
    if pid is None or status == "stopping":
        return None
    try:
        found = Postmaster(pid, None)
    except ProcessLookupError:
        return None
    # Only now that the pidfd holds the process fast does it count that it is the right one.
    if pid in _holders(place.server_lock):
        return found
    found.close()
    return None


def wait_until_ready(postmaster: Postmaster, place: Place, *, log_offset: int, timeout_s: float) -> None:
    """Wait until the server takes connections.

    Errors: server_failed, disk_full, server_timeout; it does not run any more then.
    """
    until = time.monotonic() + timeout_s
    while read_pid_file(place) != (postmaster.pid, "ready"):
        if postmaster.ended(POLL_S):
            raise _failed(place, log_since(place, log_offset))
        if time.monotonic() >= until:
            said = log_since(place, log_offset)
            postmaster.stop(patience_s=QUIT_PATIENCE_S)
            raise LauncherError(
                "server_timeout",
                f"The database in {place.root} did not come up in {timeout_s:g} s. If it is recovering from "
                f"a crash on a slow disk, start again; else look into {place.log}. Its last words:\n{said}",
            )


def take_server_lock(place: Place, server_lock: int) -> None:
    """Get the server's lock for ourselves, ending what is left of a server whose first process is gone.

    A server in the middle of its shutdown is let finish it. Errors: data_in_use.
    """
    until = time.monotonic() + STOP_PATIENCE_S
    while not try_exclusive(server_lock):
        if read_pid_file(place)[1] != "stopping" or time.monotonic() > until:
            _end_the_rest(place)
        if time.monotonic() > until + QUIT_PATIENCE_S * 2:
            raise _in_use(place, "processes that cannot be ended")
        time.sleep(POLL_S)


def read_pid_file(place: Place) -> tuple[int | None, str]:
    """The process id and the status ("starting", "ready", "stopping", "") that the server notes."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None, ""
    pid = lines[0].strip().lstrip("-") if lines else ""
    return int(pid) if pid.isdecimal() else None, lines[7].strip() if len(lines) > 7 else ""


def _end_the_rest(place: Place) -> None:
    """End processes without their postmaster; first the way that the postmaster would after a crash."""
    for number, patience_s in ((signal.SIGQUIT, QUIT_PATIENCE_S), (signal.SIGKILL, QUIT_PATIENCE_S)):
        rest = [pid for pid in _holders(place.server_lock) if pid != os.getpid()]
        for descriptor in filter(None, map(_open_process, rest)):
            try:
                signal.pidfd_send_signal(descriptor, number)
                poll = select.poll()
                poll.register(descriptor, select.POLLIN)
                poll.poll(patience_s * 1000)
            except ProcessLookupError:
                pass
            finally:
                os.close(descriptor)


def _open_process(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _holders(lock: Path) -> set[int]:
    """The processes that have this file open."""
    facts = lock.stat()
    same = (facts.st_dev, facts.st_ino)
    return {pid for pid in _processes() if any(found == same for found in _open_files(pid))}


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _open_files(pid: int) -> Iterator[tuple[int, int]]:
    try:
        for link in os.scandir(f"/proc/{pid}/fd"):
            facts = link.stat()
            yield facts.st_dev, facts.st_ino
    except OSError:
        return  # it has ended, or is not ours to look at, and so not one of ours


def _clear_data(place: Place) -> None:
    """Remove a stale postmaster.pid: its number may be another process's by now, which would stop the server.

    A server that somebody started by hand does not hold our lock: its working directory tells it.
    """
    pid, _ = read_pid_file(place)
    if pid is not None and _works_in(pid, place.data):
        raise _in_use(place, f"process {pid}, a server that was started by hand")
    (place.data / "postmaster.pid").unlink(missing_ok=True)


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        return False


def _clear_socket(place: Place) -> None:
    """Remove a stale socket and its lock file, which may name a number that is another process's by now."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(place.socket_file))
            raise _socket_taken(place, "another program answers there")
        except (FileNotFoundError, ConnectionRefusedError):
            pass
    try:
        place.socket_file.unlink(missing_ok=True)
        place.socket_file.with_name(place.socket_file.name + ".lock").unlink(missing_ok=True)
    except OSError as error:
        raise _socket_taken(place, error.strerror or "it cannot be removed") from error


def _socket_taken(place: Place, why: str) -> LauncherError:
    return LauncherError(
        "socket_taken",
        f"The database's socket {place.socket_file} is taken: {why}. Find out what it is "
        f"(ss -xlp | grep {place.socket.name}), stop it, and start again.",
    )


def _in_use(place: Place, who: str) -> LauncherError:
    return LauncherError(
        "data_in_use",
        f"The data in {place.data} is used by {who}. Stop it (pg_ctl stop -D {place.data}) and start again.",
    )


def _failed(place: Place, said: str) -> LauncherError:
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return disk_full(place.root)
    return LauncherError(
        "server_failed",
        f"The database in {place.root} did not start. If its last words name a setting, correct it; if "
        f"they name damaged or missing files, restore a backup. Also in {place.log}:\n{said}",
    )
