"""Locks of the kernel (flock): they vanish with their holder, however it dies, so no lock is ever stale.

A lock belongs to the open file, not to the process: children that inherit the descriptor hold it too.
"""

import fcntl
import os
import time
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open (create) a lock file without locking it; the caller closes the descriptor, which also unlocks."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def try_exclusive(descriptor: int) -> bool:
    """Take the lock alone, if nobody else holds it."""
    return _try(descriptor, fcntl.LOCK_EX)


def try_shared(descriptor: int, *, until: float) -> bool:
    """Take the lock with others, waiting for an exclusive holder until the `time.monotonic()` of `until`."""
    while not _try(descriptor, fcntl.LOCK_SH):
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def wait_exclusive(descriptor: int) -> None:
    """Block until the lock is ours alone."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def is_free(path: Path) -> bool:
    """Whether nobody held the lock a moment ago. It is taken for an instant: others have to try again."""
    descriptor = open_lock(path)
    try:
        return try_exclusive(descriptor)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
