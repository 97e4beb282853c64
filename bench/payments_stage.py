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
MACHINE_TARGETS = ("gateway server", "postmaster", "gateway", "backend", "page server", "worker", *TARGETS[-2:])
"""The same for payments by machines."""


@dataclass
class Stage:
    """A demo that runs, its home and its address."""

    process: "subprocess.Popen[str]"
    home: Path
    address: str
    gateway: str

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
        match target:
            case "web" | "worker" | "gateway":
                return [pid for pid in children_of(self.process.pid) if target in command_of(pid)]
            case "page server":
                return [child for pid in self.pids("web") for child in children_of(pid)]
            case "gateway server":
                return [child for pid in self.pids("gateway") for child in children_of(pid)]
            case "backend":
                return [pid for one in self._postmaster() for pid in children_of(one) if _is_backend(pid)]
            case "database and watchdog":
                return [*watchdogs_of(self.home), *self._postmaster()]
        return self._postmaster()

    def all_up(self) -> bool:
        """Whether everything runs."""
        return self.healthy() and all(map(self.pids, ("web", "page server", "worker", "gateway server", "postmaster")))

    def healthy(self) -> bool:
        """Whether web and gateway answer, and have their database."""
        return all(_answers(f"{address}/healthz") for address in (self.address, self.gateway))

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


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5.0, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _is_backend(pid: int) -> bool:
    return ": kosmos_app " in " ".join(command_of(pid))


def command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of kosmos on a home."""
    environment = _environment(home)
    return subprocess.run([KOSMOS, *words], env=environment, capture_output=True, text=True, check=False)


@contextmanager
def stage(accounts: int, **settings: str) -> Iterator[Stage]:
    """A demo with few subscribers on a home and ports of its own; all are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kosmos-faults-") as folder:
        home, port, gateway = Path(folder) / "var", free_port(), free_port()
        ports = {"KOSMOS_PORT": str(port), "KOSMOS_GATEWAY_PORT": str(gateway), "KOSMOS_WEB_PROCESSES": "2"}
        # One provider of cards: while another is silent payers would be sent to the next, whose pages are not walked.
        environment = _environment(home) | ports | {"KOSMOS_CARD_RAILS": "assist"} | settings
        words = [str(KOSMOS), "demo", "--accounts", str(accounts), "--days", "1"]
        process = subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            wait_until_ready(process)
            yield Stage(process, home, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{gateway}")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
            destroy(home)


def _environment(home: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in NOT_HERS}
    return {**ours, "KOSMOS_HOME": str(home), "PYTHONUNBUFFERED": "1"}
