"""Where a home's database lives on the disk, and where its socket is.

The rule: `HOME/postgres` leads to it. That is a folder whenever the account that runs the server can reach
the home. For a home inside a folder that is closed to it (only root has that: his server runs as another
user) it is a symbolic link to `/var/lib/kosmos-pg/<hash of the home's path>`. It is decided at the first
start and then kept.
"""

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .errors import LauncherError, explained
from .server import PORT

STATE = Path("/var/lib/kosmos-pg")

# Not TMPDIR: two processes with different environments have to find the same socket. Not the home: its path
# may be longer than the 107 bytes that a socket's path may have.
SOCKETS = Path("/tmp")  # noqa: S108 the folder made in it is checked for its owner and mode


@dataclass(frozen=True)
class Place:
    """The real folder of one database. Who joins a database goes by it, not by the home's path."""

    root: Path
    socket: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory; it appears by a rename, so a half-made one never has this name."""
        return self.root / "data"

    @property
    def configuration(self) -> Path:
        """Our configuration files, written anew at each start."""
        return self.root / "conf"

    @property
    def log(self) -> Path:
        """What the server and the watchdog say."""
        return self.root / "server.log"

    @property
    def users_lock(self) -> Path:
        """Held shared by every user of the server, and alone by the watchdog while it stops it."""
        return self.root / "users.lock"

    @property
    def watchdog_lock(self) -> Path:
        """Held alone by the watchdog, or by the process that is about to start it."""
        return self.root / "watchdog.lock"

    @property
    def server_lock(self) -> Path:
        """Held by every process of the server, which inherit it: free means that none is left.

        Whoever has it open is taken for one of them: open it only while holding `watchdog_lock`.
        """
        return self.root / "server.lock"

    @property
    def socket_file(self) -> Path:
        """The socket that libpq connects to."""
        return self.socket / f".s.PGSQL.{PORT}"


def locate(home: Path, account: Account) -> Place:
    """Find or make the place of a home's database. Safe to repeat, to race and to kill.

    Errors: home_unwritable, disk_full, data_missing, place_taken, data_of_another_user.
    """
    with explained(home):
        home.mkdir(parents=True, exist_ok=True)
        home = home.resolve()
        entry = home / "postgres"
        if entry.is_symlink() and not entry.exists():
            raise _dangling(entry)
        if not entry.exists():
            _make(home, entry, account)
        place = place_at(entry.resolve(), account)
        _check_owner(place)
        if entry.is_symlink():
            _record(place.root, home)
    return place


def place_at(root: Path, account: Account) -> Place:
    """The place with this folder."""
    return Place(root, SOCKETS / f"kosmos-{account.uid}-{_hash(root)}")


def prepare(place: Place, account: Account) -> None:
    """Give the place and its socket's folder the right owners and modes. Safe to repeat.

    Errors: home_unwritable, home_unreachable, socket_folder_taken.
    """
    with explained(place.root):
        os.chown(place.root, -1, account.gid)
        place.root.chmod(0o750 if account.differs else 0o700)
        if account.differs and not account.may("-x", place.root):
            raise LauncherError(
                "home_unreachable",
                f"The system user {account.name}, who runs the database of root, cannot reach {place.root}: "
                "a folder on the way was closed. Open it again (chmod o+x), or move the folder elsewhere as "
                "root and leave a symbolic link to it.",
            )
    _prepare_socket_folder(place.socket, account)


def socket_folder_is_ours(place: Place, account: Account) -> bool:
    """Whether the socket's folder belongs to the server's account and is closed to everybody else."""
    try:
        facts = place.socket.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == account.uid and not facts.st_mode & 0o077


def _make(home: Path, entry: Path, account: Account) -> None:
    if not account.differs or account.may("-x", home):
        entry.mkdir(mode=0o700, exist_ok=True)
        return
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    target = STATE / _hash(home)
    taken_by = _recorded(target)
    if taken_by not in (None, home):
        raise LauncherError(
            "place_taken",
            f"The database for {home} would be in {target}, but the one there belongs to {taken_by}, "
            f"which was here before it was moved. Make another folder and link to it: ln -s FOLDER {entry}.",
        )
    target.mkdir(mode=0o700, exist_ok=True)
    try:
        entry.symlink_to(target)
    except FileExistsError:
        return  # another process was as quick, and made the same link


def _record(root: Path, home: Path) -> None:
    """Note in the place which home it belongs to, for people who find it and for a home that was moved."""
    if _recorded(root) != home:
        fresh = root / f"home.{os.getpid()}"
        fresh.write_text(f"{home}\n")
        fresh.rename(root / "home")


def _recorded(root: Path) -> Path | None:
    try:
        return Path((root / "home").read_text().removesuffix("\n"))
    except FileNotFoundError:
        return None


def _check_owner(place: Place) -> None:
    owner = place.root.stat().st_uid
    if owner != os.geteuid():
        raise LauncherError(
            "data_of_another_user",
            f"The database in {place.root} belongs to user id {owner}, and this is user id {os.geteuid()}. "
            "Run Kosmos as that user, or choose another home (KOSMOS_HOME).",
        )


def _dangling(entry: Path) -> LauncherError:
    return LauncherError(
        "data_missing",
        f"{entry} leads to {entry.readlink()}, which is not there. If its disk is not mounted, mount it. "
        "If the data is gone for good, remove the link, which begins an empty database; restore a backup.",
    )


def _prepare_socket_folder(folder: Path, account: Account) -> None:
    with contextlib.suppress(FileExistsError):  # whatever is there is looked at next
        folder.mkdir(mode=0o700)
    try:
        # Opened once and changed through the descriptor, so that nobody can put something else in between.
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise _socket_folder_taken(folder, error.strerror or "it is no folder") from error
    try:
        facts = os.fstat(descriptor)
        if facts.st_uid not in (account.uid, os.geteuid()):
            raise _socket_folder_taken(folder, f"it belongs to user id {facts.st_uid}")
        os.fchown(descriptor, account.uid, account.gid)
        os.fchmod(descriptor, 0o700)
    finally:
        os.close(descriptor)


def _socket_folder_taken(folder: Path, why: str) -> LauncherError:
    return LauncherError(
        "socket_folder_taken",
        f"The database's socket needs the folder {folder}, but {why}. Somebody else made it: "
        "find out who and why, remove it (as root), and start again.",
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
