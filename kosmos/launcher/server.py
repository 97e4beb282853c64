"""A running server as its users see it, and its addresses."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

PORT = 5432
DATABASE = "kosmos"
OWNER_ROLE = "kosmos_owner"
APP_ROLE = "kosmos_app"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Server:
    """A running server: libpq URLs of its two roles, its major version, its data and its socket's folder."""

    owner_url: str
    app_url: str
    major: int
    data: Path
    socket: Path


def url_of(role: str, socket: Path, database: str = DATABASE) -> str:
    """The libpq URL of a database on the server whose socket is in the folder `socket`."""
    return f"postgresql://{role}@/{quote(database, safe='')}?host={quote(str(socket), safe='')}&port={PORT}"


def database_url(url: str, name: str) -> str:
    """The same URL with another database name."""
    parts = urlsplit(url)
    # urlunsplit would drop the empty host of "//role@/", so the path alone is changed.
    return urlunsplit(parts._replace(path=f"/{quote(name, safe='')}"))
