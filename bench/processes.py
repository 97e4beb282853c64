"""Processes that are started, waited for, watched and killed, by benchmarks and by tests."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

READY = "Ctrl-C stops everything"
PATIENCE_S = 60.0
WATCHDOG = "kosmos.launcher.watchdog"


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(process: "subprocess.Popen[str]") -> None:
    """Read what a demo says until it is ready. RuntimeError with what it said, if it never is."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        if line.startswith(READY):
            return
    raise RuntimeError("".join(said))


def wait_until(process: "subprocess.Popen[str]", holds: Callable[[], bool], otherwise: str) -> None:
    """Wait until something holds. RuntimeError if it does not in time, or the process has ended."""
    until, pause = monotonic() + PATIENCE_S, Event()
    while not holds():
        if monotonic() > until or process.poll() is not None:
            raise RuntimeError(otherwise)
        pause.wait(0.05)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that still are."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> list[str]:
    """The words that a process was started with; none once it is dead."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().strip("\0").split("\0") if is_alive(pid) else []
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    """Whether a process runs: neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def watchdogs_of(home: Path) -> list[int]:
    """The watchdogs of a home's embedded database."""
    place = (home / "postgres").resolve()
    running = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in running if _watches(command_of(pid), place)]


def _watches(words: list[str], place: Path) -> bool:
    return WATCHDOG in words and Path(words[words.index(WATCHDOG) + 1]).resolve() == place
