"""The secret that signs sessions, where nobody gave one."""

import os
import secrets
from pathlib import Path

from kosmos.kernel.errors import SetupError


def kept_secret(home: Path) -> str:
    """The secret of a home: made once, kept in HOME/secret, readable by its owner only. SetupError if it cannot be.

    Safe when two processes do it at once: one file wins.
    """
    file = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SetupError(
            "home_unwritable", f"{file} cannot be kept: {error.strerror}. See to the right to it."
        ) from error


def _make(file: Path) -> None:
    draft = file.with_name(f"secret.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as sink:
        sink.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
