"""Databases made and dropped on a running server, for tests and scratch work."""

from .server import OWNER_ROLE, SUPERUSER, Server, url_of


def create_database(server: Server, name: str, template: str | None = None) -> None:
    """Create a database that belongs to kosmos_owner, as a copy of `template` if one is named.

    Nobody may be connected to the template. A name that exists is psycopg's DuplicateDatabase.
    """
    _execute(server, "CREATE DATABASE {} OWNER {} TEMPLATE {}", name, OWNER_ROLE, template or "template1")


def drop_database(server: Server, name: str) -> None:
    """Drop a database and cut off whoever is connected to it; a missing one is no error. Safe to repeat."""
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(server: Server, statement: str, *names: str) -> None:
    # Imported here, because the watchdog imports this package and has to stay small.
    import psycopg  # noqa: PLC0415
    from psycopg import sql  # noqa: PLC0415

    # The superuser, because only it may cut off sessions of both roles.
    with psycopg.connect(url_of(SUPERUSER, server.socket, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
