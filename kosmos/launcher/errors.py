"""The one error of the launcher, and how errors of the system become it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kosmos.kernel.errors import SetupError

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_ACCESS = {
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ELOOP,
    errno.ENAMETOOLONG,
}


class LauncherError(SetupError):
    """The database cannot be run. `code` is stable; `message` says what is wrong, where, and what to do."""


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn a full disk and a closed folder into a LauncherError that names `where`; let other errors pass."""
    try:
        yield
    except OSError as error:
        place = error.filename or where
        if error.errno in _DISK_FULL:
            raise disk_full(where) from error
        if error.errno in _NO_ACCESS:
            raise LauncherError(
                "home_unwritable",
                f"The database's folder {where} cannot be used ({error.strerror}: {place}). "
                "Give this user the right to write there, or choose another home.",
            ) from error
        raise


def disk_full(where: Path) -> LauncherError:
    """The error for a disk, quota or tmpfs without room."""
    return LauncherError("disk_full", f"There is no room left on the disk of {where}. Free some space and start again.")
