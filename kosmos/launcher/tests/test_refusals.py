"""What cannot be run is refused: a stable code, and a message that names the place and says what to do."""

import os
import pwd
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kosmos.launcher import LauncherError, destroy, joined
from kosmos.launcher.account import account_for
from kosmos.launcher.binaries import _wheel_folder, find_binaries, inspect, readable_binaries
from kosmos.launcher.configuration import RESERVED
from kosmos.launcher.place import STATE

from .conftest import programs_of
from .test_places import needs_root
from .world import SOURCES, eventually, kill, place_of, rows, servers, watchdogs


def refusal(home: Path, **options: object) -> LauncherError:
    """How joining is refused."""
    with pytest.raises(LauncherError) as refused, joined(home, **options):  # type: ignore[arg-type]
        pass
    print(refused.value.code, refused.value.message, sep="\n")  # noqa: T201 read with pytest -s
    return refused.value


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_data_of_another_major_version(ready: Path) -> None:
    programs_of("18")
    other = programs_of("15")
    refused = refusal(ready, binaries=other)
    assert refused.code == "data_other_major"
    assert "PostgreSQL 18" in refused.message
    assert "KOSMOS_POSTGRES_BIN" in refused.message
    with joined(ready):  # nor is it passed over because a server runs already
        assert refusal(ready, binaries=other).code == "data_other_major"
    with joined(ready) as server:
        assert server.major == 18


def test_data_of_the_older_version_is_told_the_way_on(home: Path) -> None:
    programs_of("18")
    older = programs_of("15")
    with joined(home, binaries=older):
        pass
    refused = refusal(home)
    assert refused.code == "data_other_major"
    assert f"KOSMOS_POSTGRES_BIN={older}" in refused.message
    with joined(home, binaries=older) as server:
        assert server.major == 15


def test_without_the_wheel_debians_programs_of_the_datas_version(monkeypatch: pytest.MonkeyPatch) -> None:
    programs_of("15")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert _wheel_folder() is None
    assert find_binaries(None, None).major >= 15
    assert find_binaries(None, 15).major == 15


def test_no_programs_at_all(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("kosmos.launcher.binaries.DEBIAN", tmp_path)
    assert refusal(home).code == "binaries_missing"


def test_folder_without_programs(home: Path, tmp_path: Path) -> None:
    refused = refusal(home, binaries=tmp_path)
    assert refused.code == "binaries_missing"
    assert str(tmp_path) in refused.message


def test_programs_that_do_not_run(home: Path, open_folder: Path) -> None:
    for name in ("postgres", "initdb"):
        script(open_folder / "bin" / name, "echo 'cannot open shared object' >&2; exit 127")
    refused = refusal(home, binaries=open_folder / "bin")
    assert refused.code == "binaries_broken"
    assert "cannot open shared object" in refused.message


def test_programs_that_are_too_old(home: Path, open_folder: Path) -> None:
    for name in ("postgres", "initdb"):
        script(open_folder / "bin" / name, "echo 'postgres (PostgreSQL) 14.9'")
    assert refusal(home, binaries=open_folder / "bin").code == "binaries_too_old"


@needs_root
def test_programs_that_the_server_cannot_reach_nor_be_copied(home: Path, open_folder: Path) -> None:
    closed = open_folder / "closed"
    for name in ("postgres", "initdb"):
        script(closed / "bin" / name, "echo 'postgres (PostgreSQL) 18.1'")
    closed.chmod(0o700)
    assert refusal(home, binaries=closed / "bin").code == "binaries_unreachable"


def test_initdb_that_fails(home: Path, open_folder: Path) -> None:
    script(open_folder / "bin" / "postgres", "echo 'postgres (PostgreSQL) 18.1'")
    script(open_folder / "bin" / "initdb", "echo 'the moon is in the wrong place'; exit 1")
    refused = refusal(home, binaries=open_folder / "bin")
    assert refused.code == "initdb_failed"
    assert "the moon is in the wrong place" in refused.message


def test_server_that_does_not_come_up_in_time(ready: Path, open_folder: Path) -> None:
    version = 'test "$1" = --version && exec echo "postgres (PostgreSQL) 18.1"'
    script(open_folder / "bin" / "postgres", f"{version}\necho still thinking\nexec sleep 600")
    script(open_folder / "bin" / "initdb", "")
    programs_of("18")
    refused = refusal(ready, binaries=open_folder / "bin", timeout_s=0.3)
    assert refused.code == "server_timeout"
    assert "still thinking" in refused.message
    with joined(ready) as server:
        assert rows(server.owner_url, "SELECT 1") == [(1,)]


def test_setting_that_postgresql_does_not_know(ready: Path) -> None:
    refused = refusal(ready, settings={"work_memory": "7MB"})
    assert refused.code == "server_failed"
    assert 'unrecognized configuration parameter "work_memory"' in refused.message


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_setting_that_is_the_launchers_own(home: Path, name: str) -> None:
    assert refusal(home, settings={name: "off"}).code == "setting_refused"


def test_setting_that_would_smuggle_in_another(home: Path) -> None:
    assert refusal(home, settings={"work_mem": "7MB\nfsync = off"}).code == "setting_refused"


@pytest.mark.parametrize("missing", ["PG_VERSION", "global/pg_control", "pg_wal"])
def test_damaged_data(ready: Path, missing: str) -> None:
    data = place_of(ready).data
    (data / missing).rename(data / "elsewhere")
    try:
        refused = refusal(ready)
        assert refused.code == "data_damaged"
        assert missing in refused.message
    finally:
        (data / "elsewhere").rename(data / missing)
    with joined(ready) as server:
        assert rows(server.owner_url, "SELECT 1") == [(1,)]


def test_data_damaged_inside_is_told_with_the_servers_own_words(ready: Path) -> None:
    control = place_of(ready).data / "global" / "pg_control"
    content = control.read_bytes()
    control.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    try:
        refused = refusal(ready)
    finally:
        control.write_bytes(content)
    assert refused.code == "server_failed"
    assert "incorrect checksum in control file" in refused.message


def test_data_used_by_a_server_that_was_started_by_hand(ready: Path, open_folder: Path) -> None:
    place, account = place_of(ready), account_for()
    folder = open_folder / "socket"
    folder.mkdir()
    os.chown(folder, account.uid, account.gid)
    programs = readable_binaries(inspect(programs_of("18")), account, STATE / "programs")
    postgres = str(programs.program("postgres"))
    command = [postgres, "-D", str(place.data), "-k", str(folder), "-c", "listen_addresses="]
    with (open_folder / "log").open("wb") as log:
        by_hand = account.spawn(command, output=log)
    try:
        eventually((folder / ".s.PGSQL.5432").exists, "the server is up")
        refused = refusal(ready)
        assert refused.code == "data_in_use"
        assert str(by_hand.pid) in refused.message
    finally:
        by_hand.terminate()
        by_hand.wait()


def test_socket_taken_by_another_program(ready: Path) -> None:
    place = place_of(ready)
    with joined(ready):
        pass
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(place.socket_file))
        other.listen()
        refused = refusal(ready)
    assert refused.code == "socket_taken"
    assert str(place.socket_file) in refused.message
    with joined(ready):  # what it leaves behind is in nobody's way
        pass


@needs_root
def test_folder_of_the_socket_belongs_to_somebody_else(ready: Path) -> None:
    place = place_of(ready)
    shutil.rmtree(place.socket, ignore_errors=True)
    place.socket.mkdir()
    os.chown(place.socket, pwd.getpwnam("nobody").pw_uid, -1)
    try:
        refused = refusal(ready)
    finally:
        place.socket.rmdir()
    assert refused.code == "socket_folder_taken"
    assert str(place.socket) in refused.message


@pytest.mark.parametrize("kind", ["link", "file"])
def test_folder_of_the_socket_is_none(ready: Path, tmp_path: Path, kind: str) -> None:
    place = place_of(ready)
    shutil.rmtree(place.socket, ignore_errors=True)
    place.socket.symlink_to(tmp_path) if kind == "link" else place.socket.touch()
    try:
        assert refusal(ready).code == "socket_folder_taken"
    finally:
        place.socket.unlink()


def test_socket_deleted_under_a_running_server(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kosmos.launcher.joining._SILENCE_S", 0.3)
    place = place_of(ready)
    with joined(ready):
        place.socket_file.unlink()
        assert refusal(ready).code == "server_unreachable"


def test_home_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        refused = refusal(home)
        assert refused.code == "home_unwritable"
        assert str(home) in refused.message


@pytest.fixture
def small_disk(open_folder: Path) -> Iterator[Path]:
    """A disk with room for the beginning of a database, and no more."""
    disk = open_folder / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m,mode=755", "kosmos-test", disk],
        check=False,
        capture_output=True,
    )
    if not mounted or mounted.returncode:
        pytest.skip("tool absent: mount (a small disk cannot be made here)")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_full_disk(small_disk: Path, programs: Path) -> None:
    place = place_of(small_disk / "home")
    refused = refusal(small_disk / "home", binaries=programs)
    assert refused.code == "disk_full"
    assert str(small_disk) in refused.message
    assert not place.data.exists()
    kill([*watchdogs(place), *servers(place)])
    shutil.rmtree(place.socket, ignore_errors=True)


@needs_root
def test_user_that_is_root_or_cannot_be_made(home: Path) -> None:
    assert refusal(home, user="root").code == "user_is_root"
    refused = refusal(home, user="no such user: it has blanks")
    assert refused.code == "user_not_made"
    assert "useradd" in refused.message


def test_destroying_what_is_in_use(ready: Path, home: Path) -> None:
    with joined(ready) as server:
        with pytest.raises(LauncherError, match="in use"):
            destroy(ready)
        assert rows(server.owner_url, "SELECT 1") == [(1,)]
    destroy(home)


def test_every_code_is_explained_to_the_administrator() -> None:
    sources = "".join(path.read_text() for path in (SOURCES / "kosmos" / "launcher").glob("*.py"))
    codes = set(re.findall(r'LauncherError\(\s*"(\w+)"', sources))
    page = (SOURCES / "docs" / "operate" / "database.md").read_text()
    assert len(codes) > 20
    assert {code for code in codes if f"`{code}`" not in page} == set()
