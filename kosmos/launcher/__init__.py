"""The embedded PostgreSQL server: joined by all who need it, started by the first, stopped after the last."""

from .databases import create_database, drop_database
from .errors import LauncherError
from .joining import destroy, joined
from .server import Server, database_url

__all__ = ["LauncherError", "Server", "create_database", "database_url", "destroy", "drop_database", "joined"]
