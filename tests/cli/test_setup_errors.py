"""An environment that is broken: one clear line that says what to do, exit status 2, and no traceback."""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from kosmos.config.database import scratch_database
from kosmos.launcher import destroy
from kosmos.launcher.tests.world import place_of
from tests.cli.running import kosmos, one_line, said

COMMANDS = [
    "account 1",
    "bench day",
    "check-migrations",
    "clock advance 1d",
    "clock set 2026-12-01",
    "clock show",
    "day dry-run",
    "day open",
    "day seal",
    "day status",
    "demo",
    "erip demands",
    "erip exchange",
    "erip status",
    "gateway",
    "ledger check",
    "ledger trial-balance",
    "load operator x.yaml",
    "load subscribers x.csv",
    "migrate",
    "news publish --title x --text x",
    "news withdraw 6f1c2a34-8d1b-4a57-9a43-0a8f8e0b8d11",
    "pay 1 1.00 --ref r",
    "run",
    "scenario run x.yaml",
    "staff add --login x --name y --role agent",
    "web",
    "worker",
]
NEED_DATABASE = ["day status", "migrate", "scenario run x.yaml", "clock show"]


def test_every_command_refuses_a_setting_that_it_does_not_know() -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda words: kosmos(*words.split(), urls={"KOSMOS_PROT": "8000"}), COMMANDS))
    for words, run in zip(COMMANDS, runs, strict=True):
        assert "Did you mean KOSMOS_PORT?" in one_line(run), words


def lines_of(words: list[str], **settings: str) -> set[str]:
    """What commands say under settings."""
    with ThreadPoolExecutor(2) as pool:
        return {one_line(run) for run in pool.map(lambda one: kosmos(*one.split(), urls=settings), words)}


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.5"])
def test_port_that_is_none(port: str) -> None:
    (line,) = lines_of(["day status"], KOSMOS_PORT=port)
    assert f"KOSMOS_PORT is '{port}'" in line
    assert "from 1 to 65535" in line


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("KOSMOS_PUBLIC_URL", "cabinet.example.by", "https://cabinet.example.by"),
        ("KOSMOS_PUBLIC_URL", "https://cabinet.example.by/there", "https://cabinet.example.by"),
        ("KOSMOS_ASSIST_URL", "ftp://pay.example.by", "https://"),
        ("KOSMOS_PROXIES", "10.0.0.0/99", "KOSMOS_PROXIES"),
        ("KOSMOS_SECRET_KEY", "short", "openssl rand"),
        ("KOSMOS_ASSIST_DELIMITER", ",", "; or none"),
        ("KOSMOS_BEPAID_PUBLIC_KEY", "not a key", "Copy it whole from the shop's page in bePaid's cabinet"),
        ("KOSMOS_WEBPAY_SECRET", "secret", "KOSMOS_WEBPAY_URL is not: set both, or neither"),
        ("KOSMOS_AGENTS", "erip osmp 192.0.2.1", "choose another"),
        ("KOSMOS_ERIP", "service=4571", "203.0.113.0/24"),
        ("KOSMOS_WEB_PROCESSES", "0", "from 1 to 64"),
    ],
)
def test_setting_that_cannot_be(setting: str, value: str, says: str) -> None:
    (line,) = lines_of(["day status"], **{setting: value})
    assert setting in line
    assert says in line


def test_setting_that_resembles_none_names_those_that_are_known() -> None:
    (line,) = lines_of(["day status"], KOSMOS_ZZZZZZZZ="1")
    assert "KOSMOS_HOME" in line


def test_owner_without_the_applications_database() -> None:
    (line,) = lines_of(["day status"], DATABASE_OWNER_URL="postgresql:///kosmos")
    assert "DATABASE_URL" in line


@pytest.mark.parametrize("url", ["postgresql://localhost:1/kosmos", "postgresql:///kosmos?host=/nowhere"])
def test_database_that_is_away(url: str) -> None:
    for line in lines_of(NEED_DATABASE, DATABASE_URL=url):
        assert "does not answer" in line
        assert "Check that it runs and that DATABASE_URL is right" in line


@pytest.mark.parametrize("url", ["nonsense", "mysql://here/kosmos"])
def test_url_that_is_none(url: str) -> None:
    (line,) = lines_of(["day status"], DATABASE_URL=url)
    assert "DATABASE_URL" in line


def changed(**parts: str) -> str:
    """The tests' database, with other parts."""
    return make_conninfo(os.environ["DATABASE_URL"], **parts)


def test_database_that_does_not_exist() -> None:
    (line,) = lines_of(["day status"], DATABASE_URL=changed(dbname="no_such_database"))
    assert 'database "no_such_database" does not exist' in line


def test_role_that_does_not_exist() -> None:
    (line,) = lines_of(["day status"], DATABASE_URL=changed(user="nobody_such"))
    assert "nobody_such" in line


def test_application_without_its_owner() -> None:
    """The application's user alone can work; where it may not see which migrations were made, the owner is needed."""
    with scratch_database() as environment:
        url = environment.database_url or ""
        assert "No operator is loaded yet" in said("clock", "show", urls={"DATABASE_URL": url}, status=1)
        with psycopg.connect(environment.database_owner_url or "") as connection:
            connection.execute(f"REVOKE ALL ON django_migrations FROM {environment.app_role}")
        (line,) = lines_of(["day status"], DATABASE_URL=url)
    assert "DATABASE_OWNER_URL" in line


def test_role_of_the_application_that_does_not_exist() -> None:
    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        (line,) = lines_of(["day status"], **urls, KOSMOS_APP_ROLE="no_such_role")
    assert "no_such_role" in line


def test_database_of_an_older_kosmos() -> None:
    with scratch_database() as environment:
        owner = environment.database_owner_url or ""
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("DELETE FROM django_migrations WHERE app = 'charging'")
        urls = {"DATABASE_URL": environment.database_url or "", "DATABASE_OWNER_URL": owner}
        (line,) = lines_of(["day status"], **urls)
    assert "kosmos migrate" in line


def test_database_that_goes_away_while_a_command_works() -> None:
    with scratch_database() as environment:
        owner = environment.database_owner_url or ""
        urls = {"DATABASE_URL": environment.database_url or "", "DATABASE_OWNER_URL": owner}
        with psycopg.connect(owner) as holder:
            holder.execute("LOCK TABLE ledger_businessday")
            with ThreadPoolExecutor(1) as pool:
                run = pool.submit(kosmos, "day", "status", urls=urls)
                with psycopg.connect(owner, autocommit=True) as killer:
                    while not killer.execute(END_WAITING).rowcount:
                        pass
                line = one_line(run.result(60))
    assert "The database failed: terminating connection" in line
    assert "run this again" in line


END_WAITING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of its own, in which a command ran: nothing else was done first."""
    path = tmp_path_factory.mktemp("home") / "var"
    run = kosmos("day", "status", urls={"KOSMOS_HOME": str(path)})
    assert "No operator is loaded yet" in run.stderr
    yield path
    destroy(path)


def test_data_of_another_major_version(home: Path) -> None:
    version = place_of(home).data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("14\n")
    try:
        (line,) = lines_of(["day status"], KOSMOS_HOME=str(home))
    finally:
        version.write_text(kept)
    assert "PostgreSQL 14" in line
    assert "KOSMOS_POSTGRES_BIN" in line


def test_socket_that_is_taken(home: Path) -> None:
    place = place_of(home)
    place.socket.mkdir(mode=0o711, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place.socket_file))
        other.listen()
        (line,) = lines_of(["day status"], KOSMOS_HOME=str(home))
    assert str(place.socket_file) in line


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (line,) = lines_of(["day status"], KOSMOS_HOME=str(tmp_path / "file" / "home"))
    assert str(tmp_path / "file") in line
    assert "right to write" in line


def test_folder_without_postgresqls_programs(tmp_path: Path) -> None:
    settings = {"KOSMOS_HOME": str(tmp_path), "KOSMOS_POSTGRES_BIN": str(tmp_path)}
    (line,) = lines_of(["day status"], **settings)
    assert f"{tmp_path} has no program postgres" in line
