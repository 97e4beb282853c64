"""The settings that come from the environment: typed, read once, and nothing unknown let through."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kosmos.kernel.errors import SetupError

KNOWN = {
    "KOSMOS_HOME": "folder of the data (default: var in the current folder)",
    "KOSMOS_PORT": "port of the web pages (default: 8000)",
    "KOSMOS_SECRET_KEY": "secret that signs sessions; required with DATABASE_URL in production",
    "KOSMOS_POSTGRES_BIN": "folder of another PostgreSQL's programs for the embedded database",
    "KOSMOS_POSTGRES_USER": "system user of the embedded database when started by root (default: kosmos-pg)",
    "KOSMOS_APP_ROLE": "database role of the application (default: kosmos_app)",
}


@dataclass(frozen=True)
class Environment:
    """What the environment says, with defaults filled in."""

    home: Path
    port: int
    database_url: str | None
    database_owner_url: str | None
    secret_key: str
    postgres_bin: Path | None
    postgres_user: str
    app_role: str


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the settings; SetupError for an unknown name or a value out of range."""
    for name in environ:
        if name.startswith("KOSMOS_") and name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, 1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(sorted(KNOWN))}."
            raise SetupError("unknown_setting", f"Unknown setting {name} in the environment.{hint}")
    if environ.get("DATABASE_OWNER_URL") and not environ.get("DATABASE_URL"):
        raise SetupError(
            "missing_setting",
            "DATABASE_OWNER_URL is set, but DATABASE_URL is not: set both, or neither for the embedded database.",
        )
    programs = environ.get("KOSMOS_POSTGRES_BIN")
    return Environment(
        home=Path(environ.get("KOSMOS_HOME") or "var").absolute(),
        port=_port(environ.get("KOSMOS_PORT") or "8000"),
        database_url=environ.get("DATABASE_URL") or None,
        database_owner_url=environ.get("DATABASE_OWNER_URL") or environ.get("DATABASE_URL") or None,
        secret_key=environ.get("KOSMOS_SECRET_KEY") or "",
        postgres_bin=Path(programs) if programs else None,
        postgres_user=environ.get("KOSMOS_POSTGRES_USER") or "kosmos-pg",
        app_role=environ.get("KOSMOS_APP_ROLE") or "kosmos_app",
    )


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise SetupError("bad_setting", f"KOSMOS_PORT is {text!r}; it must be a number from 1 to 65535.")
