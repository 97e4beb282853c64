"""The demo of bench/payments_faults.py, whose processes are killed one after another, and its database."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, LiteralString

import httpx
import psycopg

from bench.processes import children_of, command_of, free_port, wait_until, wait_until_ready, watchdogs_of
from kosmos.launcher import destroy, joined

KOSMOS = Path(sys.executable).with_name("kosmos")
NOT_HERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "KOSMOS_PUBLIC_URL", "CI"}
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
                return [*watchdogs_of(self.home), *self._postmaster()]
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
        wait_until(self.process, holds, otherwise)

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


def _is_backend(pid: int) -> bool:
    return ": kosmos_app " in " ".join(command_of(pid))


def command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of kosmos on a home."""
    environment = _environment(home)
    return subprocess.run([KOSMOS, *words], env=environment, capture_output=True, text=True, check=False)


@contextmanager
def stage(accounts: int) -> Iterator[Stage]:
    """A demo with few subscribers on a home and a port of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kosmos-faults-") as folder:
        home, port = Path(folder) / "var", free_port()
        environment = _environment(home) | {"KOSMOS_PORT": str(port), "KOSMOS_WEB_PROCESSES": "2"}
        words = [str(KOSMOS), "demo", "--accounts", str(accounts), "--days", "1"]
        process = subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            wait_until_ready(process)
            yield Stage(process, home, f"http://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
            destroy(home)


def _environment(home: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    return {**ours, "KOSMOS_HOME": str(home), "PYTHONUNBUFFERED": "1"}
