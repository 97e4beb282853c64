"""Joining and leaving a server: what is made, who shares it, when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from kosmos.launcher import Server, create_database, database_url, drop_database, joined
from kosmos.launcher.cluster import log_since, log_size

from .world import SOURCES, Using, place_of, rows, servers, watchdogs


def setting(server: Server, name: str) -> object:
    return rows(server.owner_url, f"SELECT current_setting('{name}')")[0][0]


def test_first_join_makes_the_database_and_the_last_one_ends_it(home: Path, programs: Path) -> None:
    with joined(home, binaries=programs) as server:
        assert server.data == home / "postgres" / "data"
        assert len(str(server.socket / ".s.PGSQL.5432")) <= 107
        version = rows(server.app_url, "SELECT current_setting('server_version_num')::int / 10000")
        assert version == [(server.major,)]
        locale = ("datlocale", "b") if server.major >= 17 else ("datcollate", "c")
        facts = f"pg_encoding_to_char(encoding), pg_get_userbyid(datdba), datlocprovider, {locale[0]}"
        database = "FROM pg_database WHERE datname = 'kosmos'"
        found = rows(server.owner_url, f"SELECT {facts}, lower('ЦКТВ Ў') {database}")
        assert found == [("UTF8", "kosmos_owner", locale[1], "C.UTF-8", "цктв ў")]
        names = ("fsync", "full_page_writes", "data_checksums", "listen_addresses", "TimeZone", "jit")
        assert [setting(server, name) for name in names] == ["on", "on", "on", "", "UTC", "off"]
        assert setting(server, "wal_compression") == ("lz4" if server.major == 15 else "off")
    assert watchdogs(place_of(home)) == servers(place_of(home)) == []


def test_roles_have_no_more_rights_than_they_need(ready: Path) -> None:
    with joined(ready) as server:
        facts = "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles"
        assert rows(server.owner_url, f"{facts} WHERE rolname LIKE 'kosmos%' ORDER BY 1") == [
            ("kosmos_app", False, False, False, False),
            ("kosmos_owner", False, True, False, False),
        ]
        with psycopg.connect(server.owner_url) as owner:
            owner.execute("DROP TABLE IF EXISTS posting")
            owner.execute("CREATE TABLE posting (kopecks bigint)")
        with psycopg.connect(server.app_url) as app:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("SELECT * FROM posting")
            app.rollback()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine ()")


def test_joining_a_running_server_is_quick(ready: Path) -> None:
    begun_at = time.monotonic()
    with joined(ready):
        start_s = time.monotonic() - begun_at
        joins_s = []
        for _ in range(5):
            begun_at = time.monotonic()
            with joined(ready):
                joins_s.append(time.monotonic() - begun_at)
    assert start_s < 2.0
    assert min(joins_s) < 0.05


def test_settings_are_laid_over_the_machines(ready: Path) -> None:
    settings = {"work_mem": "7MB", "max_connections": "23", "kosmos.motto": "it's \\ exact"}
    with joined(ready, settings=settings) as server:
        assert [setting(server, name) for name in settings] == list(settings.values())


def test_databases_are_made_from_templates_and_dropped_under_their_sessions(ready: Path) -> None:
    with joined(ready) as server:
        create_database(server, "first one")
        first = database_url(server.owner_url, "first one")
        rows(first, "CREATE TABLE t AS SELECT 7 AS n")
        create_database(server, "second", template="first one")
        with psycopg.connect(database_url(server.owner_url, "second")) as session:
            assert session.execute("SELECT n FROM t").fetchall() == [(7,)]
            drop_database(server, "second")
            with pytest.raises(psycopg.OperationalError):
                session.execute("SELECT 1")
        drop_database(server, "second")
        drop_database(server, "first one")
        assert rows(server.owner_url, "SELECT count(*) FROM pg_database") == [(4,)]


def test_server_stays_until_its_last_user_leaves(ready: Path, using: Callable[..., Using]) -> None:
    with joined(ready) as server:
        other = using(ready)
        assert other.answer()["data"] == str(server.data)
    assert other.ask("SELECT 1") == [[1]]
    other.leave()
    assert servers(place_of(ready)) == []


def test_two_at_once_on_an_empty_home_get_one_server(home: Path, using: Callable[..., Using]) -> None:
    users = [using(home) for _ in range(4)]
    assert len({user.answer()["data"] for user in users}) == 1
    assert len({str(user.ask("SELECT pg_postmaster_start_time()")) for user in users}) == 1
    for user in users:
        user.leave()


def test_joining_while_the_last_one_leaves(ready: Path, using: Callable[..., Using]) -> None:
    with joined(ready) as server:
        rows(server.owner_url, "DROP TABLE IF EXISTS visit")
        rows(server.owner_url, "CREATE TABLE visit (n int)")
    for turn in range(3):
        leaving = using(ready)
        leaving.answer()
        assert leaving.process.stdin
        leaving.process.stdin.close()
        coming = [using(ready) for _ in range(2)]
        for user in coming:
            user.answer()
            user.ask(f"INSERT INTO visit VALUES ({turn})")
            user.leave()
        assert leaving.answer() == {"left": True}
    with joined(ready) as server:
        assert rows(server.owner_url, "SELECT count(*) FROM visit") == [(6,)]


def test_ctrl_c_of_the_terminal_reaches_the_users_only(ready: Path, using: Callable[..., Using]) -> None:
    # A user in a process group of its own, as a shell would start it, gets the whole group's SIGINT.
    with joined(ready) as server:
        user = using(ready)
        user.answer()
        started = rows(server.owner_url, "SELECT pg_postmaster_start_time()")
        os.killpg(user.process.pid, signal.SIGINT)
        assert user.process.wait() == 130
        assert rows(server.owner_url, "SELECT pg_postmaster_start_time()") == started


def test_watchdog_told_to_end_stops_the_server_in_order(ready: Path) -> None:
    place = place_of(ready)
    begun = log_size(place)
    with joined(ready):
        os.kill(watchdogs(place)[0], signal.SIGTERM)
        with joined(ready) as again:
            assert rows(again.owner_url, "SELECT 1") == [(1,)]
    assert "received fast shutdown request" in log_since(place, begun, lines=1000)


def test_long_log_is_put_aside_at_the_start(ready: Path) -> None:
    place = place_of(ready)
    for _ in range(2):
        os.truncate(place.log, 11 * 1024 * 1024)
        with joined(ready):
            pass
    sizes = {path.name: path.stat().st_size > 10 * 1024 * 1024 for path in place.root.glob("server.log*")}
    assert sizes == {"server.log": False, "server.log.1": True, "server.log.2": True}


def test_watchdog_stays_small() -> None:
    heavy = "{'django', 'psycopg', 'kosmos.config'}"
    program = f"import sys, kosmos.launcher.watchdog; print({heavy} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", program], cwd=SOURCES, capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"
