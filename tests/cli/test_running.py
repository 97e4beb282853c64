"""kosmos run: everything starts with one command, comes back when it is killed, and stops together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from bench.processes import PATIENCE_S, children_of, command_of, free_port, is_alive, watchdogs_of
from kosmos.config.database import scratch_database
from kosmos.launcher import destroy
from tests.cli.running import BLANK, KOSMOS, ROOT, kosmos, one_line, said

OPERATOR = ROOT / "demo" / "operator.yaml"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz" * 2


@dataclass
class Run:
    """A running `kosmos run`, and what it serves."""

    process: "subprocess.Popen[str]"
    port: int

    def healthy(self) -> bool:
        """Whether the web answers and has its database; asking takes its time, so that loops may ask without pause."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait_until_healthy(self) -> None:
        until = monotonic() + PATIENCE_S
        while not self.healthy():
            assert self.process.poll() is None, "it has ended"
            assert monotonic() < until, "it did not come back"

    def child(self, name: str, *, other_than: int = 0) -> int:
        """The process id of web or worker, once there is one that is not the given one."""
        until = monotonic() + PATIENCE_S
        while monotonic() < until:
            for pid in children_of(self.process.pid):
                if pid != other_than and name in command_of(pid):
                    return pid
        raise AssertionError(f"no {name}")


def family_of(pid: int) -> list[int]:
    """A process and all below it."""
    return [pid, *(one for child in children_of(pid) for one in family_of(child))]


def wait_for_end(pids: list[int]) -> None:
    until = monotonic() + PATIENCE_S
    while any(map(is_alive, pids)):
        assert monotonic() < until, [command_of(pid) for pid in pids if is_alive(pid)]


@contextmanager
def running(**settings: str) -> Iterator[Run]:
    """`kosmos run` with these settings, healthy."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in BLANK}
    environment |= {"KOSMOS_PORT": str(port), "KOSMOS_WEB_PROCESSES": "1", **settings}
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(
            [KOSMOS, "run"], cwd=ROOT, env=environment, stdout=words, stderr=words, text=True, start_new_session=True
        )
        run = Run(process, port)
        try:
            run.wait_until_healthy()
            yield run
        finally:
            family = family_of(process.pid)
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_S)
            wait_for_end(family)
            words.seek(0)
            sys.stdout.write(words.read())


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    """A database with an operator, and a home for what `kosmos run` keeps."""
    with ExitStack() as stack:
        environment = stack.enter_context(scratch_database())
        home = stack.enter_context(tempfile.TemporaryDirectory())
        found = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
            "KOSMOS_HOME": home,
            "KOSMOS_SECRET_KEY": SECRET,
        }
        said("load", "operator", OPERATOR, urls=found)
        yield found


def test_a_port_that_is_taken_is_said_at_once(urls: dict[str, str]) -> None:
    for share in (0, 1):
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, share)
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            for command in ("run", "web"):
                line = one_line(kosmos(command, urls=urls | {"KOSMOS_PORT": str(port)}))
                assert f"Port {port} of 127.0.0.1" in line
                assert "KOSMOS_PORT" in line


def test_a_secret_is_required_with_a_database_of_ones_own(urls: dict[str, str]) -> None:
    line = one_line(kosmos("run", urls=urls | {"KOSMOS_SECRET_KEY": "", "KOSMOS_PORT": str(free_port())}))
    assert "KOSMOS_SECRET_KEY" in line


def test_an_operator_is_needed_first() -> None:
    with scratch_database() as environment:
        alone = {"DATABASE_URL": environment.database_url or "", "KOSMOS_SECRET_KEY": SECRET}
        assert "kosmos load operator" in said("run", urls=alone, status=1)


def test_what_is_killed_comes_back_and_the_second_run_is_refused(urls: dict[str, str]) -> None:
    with running(**urls) as run:
        assert "Port" in one_line(kosmos("run", urls=urls | {"KOSMOS_PORT": str(run.port)}))
        for name in ("web", "worker"):
            before = run.child(name)
            below = family_of(before)
            os.kill(before, signal.SIGKILL)
            wait_for_end(below)
            assert run.child(name, other_than=before)
            run.wait_until_healthy()
        page_server = children_of(run.child("web"))[0]
        os.kill(page_server, signal.SIGKILL)
        wait_for_end([page_server])
        run.wait_until_healthy()


def test_nothing_outlives_it(urls: dict[str, str]) -> None:
    with running(**urls) as run:
        family = family_of(run.process.pid)
        assert len(family) >= 4
        run.process.kill()
        run.process.wait(PATIENCE_S)
        wait_for_end(family)


def test_static_files_are_named_by_their_content_compressed_and_kept(urls: dict[str, str]) -> None:
    with running(**urls) as run:
        names = (Path(urls["KOSMOS_HOME"]) / "static" / "staticfiles.json").read_text()
        name = next(one for one in names.split('"') if one.startswith("portal/tokens.") and one != "portal/tokens.css")
        connection = http.client.HTTPConnection("127.0.0.1", run.port, timeout=5)
        connection.request("GET", f"/static/{name}", headers={"Host": "localhost", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        connection.close()


def test_the_embedded_database_comes_back_with_its_watchdog(tmp_path: Path) -> None:
    home = tmp_path / "var"
    said("load", "operator", OPERATOR, urls={"KOSMOS_HOME": str(home)})
    try:
        with running(KOSMOS_HOME=str(home)) as run:
            data = (home / "postgres" / "data" / "postmaster.pid").read_text().split()
            watchdogs = watchdogs_of(home)
            assert watchdogs
            for pid in (*watchdogs, int(data[0])):
                os.kill(pid, signal.SIGKILL)
            wait_for_end([int(data[0])])
            run.wait_until_healthy()
        assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    finally:
        destroy(home)
