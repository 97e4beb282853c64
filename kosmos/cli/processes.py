"""Processes that belong together: kept alive, ended together, and not outliving who started them."""

import ctypes
import multiprocessing
import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

import structlog

from kosmos.kernel.errors import SetupError

SHORTEST_REST_S, LONGEST_REST_S = 0.25, 30.0
LONG_LIFE_S = 30.0
_PR_SET_PDEATHSIG = 1

_log = structlog.get_logger("kosmos.run")


@dataclass
class Child:
    """A process that is started again when it dies, sooner the first time than the tenth."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(repr=False)
    deaths: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    _born_at: float = 0.0
    _due_at: float = 0.0

    def look(self) -> None:
        """See that it runs: start it if it does not, once it has rested."""
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return
            self._bury(status)
        if monotonic() >= self._due_at:
            # A session of its own: the terminal's Ctrl-C reaches us alone, and its children are ended with it.
            self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
            self._born_at = monotonic()

    def _bury(self, status: int) -> None:
        self.end_at_once()
        lived = monotonic() - self._born_at
        self.deaths = 1 if lived > LONG_LIFE_S else self.deaths + 1
        rest = min(SHORTEST_REST_S * 2 ** (self.deaths - 1), LONGEST_REST_S)
        self._due_at, self.process = monotonic() + rest, None
        _log.warning("process died", process=self.name, status=status, starts_again_in_s=rest)

    def ask_to_end(self) -> None:
        """Ask it to end in order."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.terminate()

    def wait(self, *, until: float) -> None:
        """Wait for its end up to a moment of the monotonic clock, then end it at once."""
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(until - monotonic(), 0.0))
            self.end_at_once()
            self.process = None

    def end_at_once(self) -> None:
        """Kill it and all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def end_with_parent(parent: int | None = None) -> None:
    """From now on this process is told to end (SIGTERM) when the one that started it dies, however that comes."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    born_of = parent or getattr(multiprocessing.parent_process(), "pid", None)
    if born_of is not None and os.getppid() != born_of:
        os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """An event that Ctrl-C, SIGTERM and a closed terminal set, inside this block."""
    stop = Event()
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, lambda *_: stop.set()) for kind in kinds}
    try:
        yield stop
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def reserved(host: str, port: int, setting: str = "KOSMOS_PORT") -> Iterator[None]:
    """Keep an address for the web of this process. SetupError if somebody has it: the web server would share it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((host, port))
        except OSError as error:
            raise SetupError(
                "port_taken",
                f"Port {port} of {host} cannot be used: {error.strerror}. Stop what uses it, "
                f"or choose another with {setting} (and KOSMOS_HOST).",
            ) from error
        # Only after the bind, so that it had to be free; the web server's own socket may then stand beside it.
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        yield
