"""What the tests share: homes, other users' processes, and looking at what runs."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from kosmos.launcher.account import account_for
from kosmos.launcher.place import Place, locate

SOURCES = Path(__file__).resolve().parents[3]
BY_ROOT = os.geteuid() == 0


def eventually(holds: Callable[[], object], what: str, within_s: float = 20.0) -> None:
    """Look again and again until it holds; fail when it does not in time."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, f"not in {within_s} s: {what}"
        time.sleep(0.002)


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    """What a statement gives, run for itself."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def place_of(home: Path) -> Place:
    """The place of a home."""
    return locate(home, account_for())


def watchdogs(place: Place) -> list[int]:
    """The watchdogs of a place, by their command lines."""
    called = ["-m", "kosmos.launcher.watchdog", str(place.root)]
    return [pid for pid, words in _commands() if words[1:4] == called]


def servers(place: Place) -> list[int]:
    """Every process that works in the place's data, or makes it."""
    mine = {str(place.data), str(place.root / "data.new")}
    return [pid for pid, words in _commands() if _folder(pid) in mine or mine & set(words)]


def postmaster(place: Place) -> int:
    """The server's first process, by its own note."""
    return int((place.data / "postmaster.pid").read_text().split()[0])


def kill(pids: Sequence[int]) -> None:
    """Kill -9, and wait until they are gone or reaped."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in pids:
        eventually(lambda pid=pid: not is_running(pid), f"process {pid} dies")  # type: ignore[misc]


def title(pid: int) -> str:
    """What a process calls itself; nothing once it is gone, as a server's short-lived workers soon are."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _commands() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and is_running(int(folder.name)):
            with contextlib.suppress(OSError):
                yield int(folder.name), (folder / "cmdline").read_text(errors="replace").split("\0")


def _folder(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""


class Using:
    """Another process that uses a home's server (using.py)."""

    def __init__(self, *arguments: str | Path, command: Sequence[str] = (sys.executable,), **options: Any) -> None:
        path = os.pathsep.join([str(SOURCES), *sys.path])
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path}
        settings: dict[str, Any] = {"env": environment, "start_new_session": True} | options
        words = [*command, "-m", "kosmos.launcher.tests.using", *map(str, arguments)]
        self.process: subprocess.Popen[str] = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", text=True, **settings
        )

    def answer(self) -> dict[str, Any]:
        """Its next line."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"it ended with {self.process.wait()} and said nothing"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, statement: str) -> list[list[Any]]:
        """The rows of a statement."""
        assert self.process.stdin
        self.process.stdin.write(statement + "\n")
        self.process.stdin.flush()
        answer = self.answer()
        assert "rows" in answer, answer
        rows: list[list[Any]] = answer["rows"]
        return rows

    def leave(self) -> dict[str, Any]:
        """Make it leave in order, and wait for that."""
        assert self.process.stdin
        self.process.stdin.close()
        answer = self.answer()
        self.process.wait()
        return answer

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End it whatever state it is in."""
        self.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
