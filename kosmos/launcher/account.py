"""The operating system's user that the server runs as.

PostgreSQL refuses to run as root. An ordinary user runs it himself; root runs it as a dedicated system user.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .errors import LauncherError

DEFAULT_USER = "kosmos-pg"

# Nothing of the caller's environment reaches the server: PGDATA, LD_PRELOAD, LANG and TZ would all change it.
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C",
    "TZ": "UTC",
}


@dataclass(frozen=True)
class Account:
    """Who runs the server (`name`, `uid`, `gid`) and whose connections it takes (`client`)."""

    name: str
    uid: int
    gid: int
    client: str

    @property
    def differs(self) -> bool:
        """Whether the server runs as somebody else than this process (only root can have that)."""
        return self.uid != os.geteuid()

    def spawn(
        self,
        arguments: Sequence[str | Path],
        *,
        output: IO[bytes] | int,
        stdin: int = subprocess.DEVNULL,
        keep: Sequence[int] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program as this account in a session of its own, where no terminal's Ctrl-C reaches it."""
        return subprocess.Popen(
            arguments,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=keep,
            cwd="/",
            env=_ENVIRONMENT,
            umask=0o077,
            start_new_session=True,
            user=self.uid if self.differs else None,
            group=self.gid if self.differs else None,
            extra_groups=[] if self.differs else None,
        )

    def may(self, flag: str, path: Path) -> bool:
        """Whether the account passes `test FLAG PATH` (-x, -r, -w), as the kernel sees it, ACLs and all."""
        process = self.spawn(["/bin/sh", "-c", 'test "$1" "$2"', "sh", flag, path], output=subprocess.DEVNULL)
        return process.wait() == 0


def account_for(user: str = DEFAULT_USER) -> Account:
    """The account for the server: this user, or, for root, the system user `user`, made if it is not there.

    Errors: user_unknown, user_is_root, user_not_made. Safe to repeat and to race.
    """
    client = _entry_of_this_process()
    if client.pw_uid != 0:
        return Account(client.pw_name, client.pw_uid, client.pw_gid, client.pw_name)
    entry = _entry(user) or _made(user)
    if entry.pw_uid == 0:
        raise LauncherError(
            "user_is_root",
            f"KOSMOS_POSTGRES_USER names {user}, who is root, and PostgreSQL refuses to run as root. "
            f"Name another system user, or leave it out for {DEFAULT_USER}.",
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, client.pw_name)


def _entry_of_this_process() -> pwd.struct_passwd:
    uid = os.geteuid()
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise LauncherError(
            "user_unknown",
            f"User id {uid} has no entry in /etc/passwd, and PostgreSQL needs one. "
            "Add one (useradd --uid), or run Kosmos as a user that has one.",
        ) from None


def _entry(user: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(user)
    except KeyError:
        return None


def _made(user: str) -> pwd.struct_passwd:
    program = shutil.which("useradd", path=_ENVIRONMENT["PATH"])
    why = "the program useradd is not there"
    if program:
        options = [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir=/nonexistent",
            "--shell=/usr/sbin/nologin",
        ]
        result = subprocess.run([program, *options, "--", user], capture_output=True, text=True, check=False)
        why = result.stderr.strip() or f"useradd ended with {result.returncode}"
    # Looked up whatever useradd said: a second process may have made the user at the same moment.
    entry = _entry(user)
    if entry is None:
        raise LauncherError("user_not_made", _not_made(user, why))
    return entry


def _not_made(user: str, why: str) -> str:
    other = " or set KOSMOS_POSTGRES_USER=postgres, a user that is there," if _entry("postgres") else ""
    return (
        f"PostgreSQL does not run as root, and the system user {user} could not be made for it: {why}. "
        f"Make it by hand (useradd --system {user}),{other} or run Kosmos as an ordinary user."
    )
