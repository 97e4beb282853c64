"""kill -9 of anything at any moment: the next one to join finds all that was committed."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.pq import PGconn

from kosmos.launcher import joined
from kosmos.launcher.account import account_for
from kosmos.launcher.postmaster import read_pid_file

from .world import (
    Using,
    eventually,
    kill,
    place_of,
    postmaster,
    rows,
    servers,
    title,
    watchdogs,
)

Start = Callable[..., Using]


def begin(home: Path, amount: int) -> None:
    """Begin the test's table with one committed row."""
    with joined(home) as server:
        rows(server.owner_url, "DROP TABLE IF EXISTS posting")
        rows(server.owner_url, "CREATE TABLE posting (kopecks int)")
        rows(server.owner_url, f"INSERT INTO posting VALUES ({amount})")


def write(home: Path, amount: int) -> None:
    with joined(home) as server:
        rows(server.owner_url, f"INSERT INTO posting VALUES ({amount})")


def written(home: Path) -> list[object]:
    with joined(home) as server:
        return [row[0] for row in rows(server.owner_url, "TABLE posting")]


def test_user_killed_and_the_server_ends_in_order(ready: Path, using: Start) -> None:
    place = place_of(ready)
    user = using(ready)
    user.answer()
    user.kill()
    eventually(lambda: not servers(place) and not watchdogs(place), "the server ends")
    assert place.log.read_text().rstrip().endswith("database system is shut down")


def test_watchdog_killed_and_its_server_is_adopted(ready: Path) -> None:
    place = place_of(ready)
    begin(ready, 1)
    with joined(ready) as server:
        first = postmaster(place)
        kill(watchdogs(place))
        assert rows(server.owner_url, "TABLE posting") == [(1,)]
        with joined(ready):
            assert postmaster(place) == first
            assert len(watchdogs(place)) == 1
    assert servers(place) == []


def test_watchdog_killed_and_the_last_user_still_sees_to_the_end(ready: Path) -> None:
    place = place_of(ready)
    with joined(ready):
        kill(watchdogs(place))
    assert servers(place) == watchdogs(place) == []


def test_watchdog_and_all_users_killed_and_the_orphan_is_adopted(ready: Path, using: Start) -> None:
    place = place_of(ready)
    user = using(ready)
    user.answer()
    kill(watchdogs(place))
    user.kill()
    first = postmaster(place)
    with joined(ready):
        assert postmaster(place) == first
    assert servers(place) == []


def test_server_killed_under_its_user_is_started_again(ready: Path) -> None:
    place = place_of(ready)
    begin(ready, 1)
    with joined(ready) as server:
        rows(server.owner_url, "INSERT INTO posting VALUES (2)")
        first = postmaster(place)
        kill([first])
        with joined(ready) as again:
            assert rows(again.owner_url, "TABLE posting") == [(1,), (2,)]
            assert postmaster(place) != first
        assert rows(server.owner_url, "TABLE posting") == [(1,), (2,)]


def test_server_killed_while_its_sessions_work(ready: Path) -> None:
    # A session that computes does not notice the end of its parent, and keeps the data from a new server.
    place = place_of(ready)
    begin(ready, 1)
    with joined(ready) as server:
        busy = PGconn.connect(server.owner_url.encode())
        busy.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000)")
        active = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%generate%'"
        eventually(lambda: rows(server.owner_url, active), "the session works")
        kill([postmaster(place)])
        assert written(ready) == [1]
        busy.finish()


def test_one_session_of_the_server_killed(ready: Path) -> None:
    begin(ready, 1)
    with joined(ready) as server, psycopg.connect(server.owner_url) as session:
        kill([session.info.backend_pid])
        assert written(ready) == [1]


def test_everything_killed_at_once(ready: Path, using: Start) -> None:
    place = place_of(ready)
    begin(ready, 1)
    user = using(ready)
    user.answer()
    user.ask("INSERT INTO posting VALUES (2)")
    kill([user.process.pid, *watchdogs(place), *servers(place)])
    assert written(ready) == [1, 2]


@pytest.mark.parametrize("victims", ["watchdog", "starter", "both", "all"])
def test_killed_while_the_database_is_made(home: Path, using: Start, victims: str) -> None:
    starter = using(home)
    eventually((home / "postgres").exists, "the place is there")
    place = place_of(home)
    eventually((place.root / "data.new" / "PG_VERSION").exists, "initdb is at work")
    chosen = {"watchdog": watchdogs(place), "starter": [starter.process.pid]}
    chosen["both"] = chosen["watchdog"] + chosen["starter"]
    chosen["all"] = chosen["both"] + servers(place)
    kill(chosen[victims])
    begin(home, 7)
    assert not (place.root / "data.new").exists()


@pytest.mark.parametrize("victim", ["watchdog", "server"])
def test_killed_while_the_server_starts(ready: Path, using: Start, victim: str) -> None:
    place = place_of(ready)
    user = using(ready)
    eventually(lambda: read_pid_file(place)[0], "the server is coming up")
    kill(watchdogs(place) if victim == "watchdog" else [postmaster(place)])
    with joined(ready) as server:
        assert rows(server.owner_url, "SELECT 1") == [(1,)]
    user.kill()


@pytest.mark.parametrize("victim", ["watchdog", "server", "both"])
def test_killed_while_the_server_stops(ready: Path, using: Start, victim: str) -> None:
    place = place_of(ready)
    begin(ready, 1)
    user = using(ready)
    user.answer()
    checkpointer = next(pid for pid in servers(place) if "checkpointer" in title(pid))
    os.kill(checkpointer, signal.SIGSTOP)  # the shutdown's checkpoint hangs, and with it the shutdown
    try:
        user.kill()
        eventually(lambda: read_pid_file(place)[1] == "stopping", "the server is stopping")
        kill(
            [
                *(watchdogs(place) if victim != "server" else []),
                *([postmaster(place)] if victim != "watchdog" else []),
            ]
        )
        joining = using(ready)
    finally:
        os.kill(checkpointer, signal.SIGCONT)
    joining.answer()
    assert joining.ask("TABLE posting") == [[1]]
    joining.leave()


def test_pid_files_that_name_another_living_process(ready: Path) -> None:
    # As after a crash of the machine: the server's old number is another process's, of the same user even.
    place, account = place_of(ready), account_for()
    with joined(ready):
        pid_file = (place.data / "postmaster.pid").read_text()
        kill([*watchdogs(place), *servers(place)])
    stranger = account.spawn(["sleep", "600"], output=1)
    try:
        lines = pid_file.splitlines(keepends=True)
        (place.data / "postmaster.pid").write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        place.socket_file.with_name(place.socket_file.name + ".lock").write_text(f"{stranger.pid}\n")
        with joined(ready) as server:
            assert rows(server.owner_url, "SELECT 1") == [(1,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_kills_at_random_moments(ready: Path, using: Start) -> None:
    place = place_of(ready)
    begin(ready, 0)
    for turn in range(1, 7):
        user = using(ready)
        until = time.monotonic() + turn * 0.06
        eventually(lambda until=until: time.monotonic() > until, "the moment comes")  # type: ignore[misc]
        kill([[user.process.pid], watchdogs(place), servers(place)][turn % 3])
        write(ready, turn)
        user.kill()
    assert written(ready) == list(range(7))
