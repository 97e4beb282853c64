"""The demo of bench/payments_faults.py, whose processes are killed one after another, and its database."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, LiteralString

import httpx
import psycopg

from kosmos.launcher import destroy, joined

KOSMOS = Path(sys.executable).with_name("kosmos")
READY = "Ctrl-C stops everything"
NOT_HERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "KOSMOS_PUBLIC_URL", "CI"}
PATIENCE_S = 60.0
ONE_OF_SEVERAL = {"page server", "backend"}
TARGETS = ("page server", "postmaster", "worker", "backend", "web", "database and watchdog")
"""What is killed, in an order that the dice choose; the first three are the least that a run has."""


@dataclass
class Stage:
    """A demo that runs, its home and its address."""

    process: "subprocess.Popen[str]"
    home: Path
    address: str

    def kill(self, target: str) -> float:
        """Kill it with kill -9; the seconds until all is well again and somebody else does its work."""
        self.wait_until(lambda: bool(self.pids(target)), f"no {target}")
        before = self.pids(target)
        victims = before[:1] if target in ONE_OF_SEVERAL else before
        begun = monotonic()
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        self.wait_until(lambda: self._replaced(target, victims, len(before)), f"{target} did not come back")
        return monotonic() - begun

    def _replaced(self, target: str, victims: list[int], count: int) -> bool:
        now = self.pids(target)
        enough = len(now) >= count or target == "backend"  # connections come with those who need them
        return enough and not set(now) & set(victims) and self.healthy()

    def pids(self, target: str) -> list[int]:
        """The processes that a target means, as they are now."""
        web = [pid for pid in children_of(self.process.pid) if "web" in command_of(pid)]
        match target:
            case "web":
                return web
            case "page server":
                return [child for pid in web for child in children_of(pid)]
            case "worker":
                return [pid for pid in children_of(self.process.pid) if "worker" in command_of(pid)]
            case "backend":
                return [pid for one in self._postmaster() for pid in children_of(one) if _is_backend(pid)]
            case "database and watchdog":
                return [*self._watchdogs(), *self._postmaster()]
        return self._postmaster()

    def all_up(self) -> bool:
        """Whether everything runs."""
        return self.healthy() and all(map(self.pids, ("web", "page server", "worker", "postmaster")))

    def healthy(self) -> bool:
        """Whether the web answers, and has its database."""
        try:
            return httpx.get(f"{self.address}/healthz", timeout=5.0, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def wait_until(self, holds: Callable[[], bool], otherwise: str) -> None:
        """Wait until something holds. RuntimeError if it does not in time, or everything has ended."""
        until, pause = monotonic() + PATIENCE_S, Event()
        while not holds():
            if monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(otherwise)
            pause.wait(0.05)

    def rows(self, query: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """What the database answers its owner."""
        with joined(self.home) as server, psycopg.connect(server.owner_url) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def _postmaster(self) -> list[int]:
        try:
            pid = int((self.home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return []
        return [pid] if command_of(pid) else []

    def _watchdogs(self) -> list[int]:
        place = (self.home / "postgres").resolve()
        running = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
        return [pid for pid in running if _watches(pid, place)]


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that still are."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> list[str]:
    """The words that a process was started with; none once it is dead."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().strip("\0").split("\0") if _alive(pid) else []
    except OSError:
        return []


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def _is_backend(pid: int) -> bool:
    return ": kosmos_app " in " ".join(command_of(pid))


def _watches(pid: int, place: Path) -> bool:
    words = command_of(pid)
    if "kosmos.launcher.watchdog" not in words:
        return False
    return Path(words[words.index("kosmos.launcher.watchdog") + 1]).resolve() == place


def command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of kosmos on a home."""
    environment = _environment(home)
    return subprocess.run([KOSMOS, *words], env=environment, capture_output=True, text=True, check=False)


@contextmanager
def stage(accounts: int) -> Iterator[Stage]:
    """A demo with few subscribers on a home and a port of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kosmos-faults-") as folder:
        home, port = Path(folder) / "var", _free_port()
        environment = _environment(home) | {"KOSMOS_PORT": str(port), "KOSMOS_WEB_PROCESSES": "2"}
        words = [str(KOSMOS), "demo", "--accounts", str(accounts), "--days", "1"]
        process = subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            _wait_until_ready(process)
            yield Stage(process, home, f"http://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
            destroy(home)


def _environment(home: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    return {**ours, "KOSMOS_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if line.startswith(READY):
            return
    raise RuntimeError("".join(said))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
