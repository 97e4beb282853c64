"""A gateway in a process of its own, as `kosmos run` starts it, spoken to by raw bytes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic
from zoneinfo import ZoneInfo

from bench.processes import PATIENCE_S, children_of, free_port
from kosmos.catalogue.models import Operator
from kosmos.kernel.days import ONE_DAY, business_day, start_of
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.services import open_account

AGENTS = "kiosk osmp 127.0.0.1; terminal cyberplat 127.0.0.1 203.0.113.9; bank sberbank 127.0.0.1; far osmp 203.0.113.9"
ZONE = ZoneInfo("Europe/Minsk")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Served:
    """A gateway that can be killed and started again at the same port."""

    def __init__(self, agents: str = AGENTS, **settings: str) -> None:
        self.port = free_port()
        self._figures = TemporaryDirectory()
        own = {"KOSMOS_GATEWAY_PORT": str(self.port), "PROMETHEUS_MULTIPROC_DIR": self._figures.name}
        self._settings = {**own, "KOSMOS_AGENTS": agents, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._log = TemporaryFile()  # noqa: SIM115 - as long as the gateway

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kosmos.cli.running", "gateway", str(os.getpid())],
            env=os.environ | self._settings,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        until = monotonic() + PATIENCE_S
        while self.status("GET /healthz") != 200:
            assert monotonic() < until, "the gateway does not answer"
            assert self._process.poll() is None, "the gateway has ended"

    def kill(self) -> None:
        """Kill it and what it started, as kill -9 does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """Drop what it said and counted; after the last kill."""
        self._log.close()
        self._figures.cleanup()

    def memory_mb(self) -> float:
        """The memory that it and its processes hold."""
        assert self._process is not None
        pids = [self._process.pid, *children_of(self._process.pid)]
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * PAGE_BYTES / 1e6

    def faults(self) -> list[str]:
        """What it noted as a fault of its own."""
        said = os.pread(self._log.fileno(), 100_000_000, 0)
        lines = said.decode("utf-8", "replace").splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]

    def say(self, request: bytes) -> bytes:
        """Send bytes over a connection of their own; all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            answer = b""
            while more := connection.recv(65536):
                answer += more
            return answer

    def ask(self, line: str, *headers: str, body: bytes = b"") -> tuple[int, str]:
        """Send a request line; the answer's status and body. OSError if there is none."""
        lines = [f"{line} HTTP/1.1", "Host: gateway", "Connection: close", *headers, "", ""]
        head, _, answer = self.say("\r\n".join(lines).encode() + body).partition(b"\r\n\r\n")
        if not head:
            raise ConnectionError("no answer")
        return int(head.split()[1]), answer.decode("utf-8", "replace")

    def status(self, line: str, *headers: str, body: bytes = b"") -> int:
        """The answer's status; 0 if there is none."""
        try:
            return self.ask(line, *headers, body=body)[0]
        except OSError:
            return 0


def an_operator(number: str = "100482") -> int:
    """An operator with the day open, and an account with nothing on it."""
    day = business_day(datetime.now(UTC), ZONE) - ONE_DAY
    Operator.objects.create(code="test", name={"ru": "Тест"}, timezone=ZONE.key, currency="BYN")
    BusinessDay.objects.create(day=day, begun_at=start_of(day, ZONE), finished_at=start_of(day, ZONE))
    return open_account(number=number, day=day)


@contextmanager
def served(**settings: str) -> Iterator[Served]:
    """A gateway that answers, with settings of its own; killed on exit."""
    gateway = Served(**settings)
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.kill()
        gateway.close()
