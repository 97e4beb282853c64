"""The server's configuration files: our settings for this machine, and who may connect as whom."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .account import Account
from .binaries import Binaries
from .errors import LauncherError
from .place import Place
from .server import APP_ROLE, OWNER_ROLE, PORT, SUPERUSER

_MB = 1024 * 1024

# Over these rests the launcher's own work, or the money's safety; nobody may set them to something else.
RESERVED = {
    "config_file", "data_directory", "external_pid_file", "fsync", "full_page_writes", "hba_file",
    "ident_file", "listen_addresses", "logging_collector", "port", "unix_socket_directories",
    "unix_socket_permissions",
}  # fmt: skip


def machine_settings(binaries: Binaries) -> dict[str, str]:
    """PostgreSQL's settings for this machine, before anybody's own."""
    memory_mb = _memory_bytes() // _MB
    return {
        "max_connections": "100",
        "shared_buffers": f"{min(2048, max(128, memory_mb // 4))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(512, max(64, memory_mb // 16))}MB",
        "min_wal_size": "1GB",  # segments used again need not be written full of zeros first
        "max_wal_size": "8GB",
        "wal_buffers": "64MB",
        "checkpoint_timeout": "30min",
        "wal_compression": "lz4" if _has_lz4(binaries) else "off",  # pglz costs more time than it saves
        "random_page_cost": "1.1",
        "effective_io_concurrency": "32",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_lock_waits": "on",
        "cluster_name": "kosmos",
    }


def check_settings(settings: Mapping[str, str]) -> None:
    """Refuse settings that are no PostgreSQL names or are the launcher's own. Errors: setting_refused."""
    for name, value in settings.items():
        if name.lower() in RESERVED:
            raise LauncherError("setting_refused", f"The database setting {name} is the launcher's own; leave it out.")
        if not re.fullmatch(r"[A-Za-z_][\w.]*", name) or re.search(r"[\r\n\0]", value):
            raise LauncherError("setting_refused", f"{name!r} = {value!r} is not a setting that PostgreSQL could read.")


def write_configuration(place: Place, binaries: Binaries, account: Account, settings: Mapping[str, str]) -> None:
    """Write postgresql.conf, pg_hba.conf and pg_ident.conf anew; the server's account may only read them."""
    folder = place.configuration
    folder.mkdir(mode=0o750, exist_ok=True)
    os.chown(folder, -1, account.gid)
    folder.chmod(0o750)
    values = machine_settings(binaries) | {name.lower(): value for name, value in settings.items()}
    lines = [f"{name} = '{_escaped(value)}'" for name, value in values.items()]
    _write(folder / "postgresql.conf", lines, account)
    _write(folder / "pg_hba.conf", _admission(), account)
    _write(folder / "pg_ident.conf", _names(account), account)


def server_arguments(place: Place) -> list[str]:
    """What stands on the server's command line, where neither the files nor ALTER SYSTEM can change it."""
    fixed = {
        "config_file": place.configuration / "postgresql.conf",
        "hba_file": place.configuration / "pg_hba.conf",
        "ident_file": place.configuration / "pg_ident.conf",
        "unix_socket_directories": f'"{place.socket}"',
        "unix_socket_permissions": "0700",
        "listen_addresses": "",
        "port": PORT,
        "fsync": "on",
        "full_page_writes": "on",
        "logging_collector": "off",
    }
    return [
        "-D",
        str(place.data),
        *(part for name, value in fixed.items() for part in ("-c", f"{name}={value}")),
    ]


def _admission() -> list[str]:
    # By the kernel's word on who is at the other end of the socket: no secret to keep, nobody else let in.
    return ["local all all peer map=kosmos", f"local replication {SUPERUSER} peer map=kosmos"]


def _names(account: Account) -> list[str]:
    client = account.client.replace('"', '""')
    return [f'kosmos "{client}" {role}' for role in (OWNER_ROLE, APP_ROLE, SUPERUSER)]


def _write(path: Path, lines: list[str], account: Account) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text("# Written by Kosmos at each start; changes are lost.\n" + "\n".join(lines) + "\n")
    os.chown(fresh, -1, account.gid)
    fresh.chmod(0o640)
    fresh.rename(path)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _memory_bytes() -> int:
    """The machine's memory, or what a container's limit leaves of it."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
    found = [text for path in limits if path.is_file() and (text := path.read_text().strip()).isdecimal()]
    return min([physical, *map(int, found)])


def _has_lz4(binaries: Binaries) -> bool:
    program = binaries.program("pg_config")
    if not program.is_file():
        return False
    result = subprocess.run([program, "--configure"], capture_output=True, text=True, check=False)
    return "--with-lz4" in result.stdout
