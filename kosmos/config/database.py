"""The database that a command works on: reached, brought up to date, and its rights given out."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import django
import psycopg
from psycopg import sql

from kosmos.config.environment import Environment, read_environment
from kosmos.config.secret import kept_secret
from kosmos.kernel.errors import SetupError
from kosmos.launcher import database_url, joined

OLDEST_POSTGRES = 15
APPEND_ONLY = frozenset(
    {
        "cashdesk_cashmove",
        "cashdesk_fiscalrecord",
        "cashdesk_receipt",
        "connections_applicationconsent",
        "connections_applicationentry",
        "editing_edit",
        "ledger_operatorposting",
        "ledger_posting",
        "payments_rawmessage",
        "payments_statementpayment",
        "payments_statementprofile",
        "subscribers_accesssheet",
        "subscribers_auditrecord",
        "subscribers_signinevent",
        "workplace_note",
        "workplace_staffact",
    }
)
"""Tables whose rows the application's role can neither change nor delete: money, and who did what."""
TEMPLATE_PREFIX = "kosmos_template_"
SCRATCH_PREFIX = "kosmos_scratch_"


@contextmanager
def reachable_database() -> Iterator[Environment]:
    """DATABASE_URL's server, or the embedded one of KOSMOS_HOME, started if need be and left on exit.

    SetupError if it cannot be reached, or is older than PostgreSQL 15.
    """
    environment = read_environment()
    if environment.database_url:
        _check_server(environment.database_url)
        _check_server(environment.database_owner_url or environment.database_url)
        yield environment
        return
    home, programs = environment.home, environment.postgres_bin
    with (
        joined(home, binaries=programs, user=environment.postgres_user) as server,
        _environ(
            DATABASE_URL=server.app_url,
            DATABASE_OWNER_URL=server.owner_url,
            KOSMOS_SECRET_KEY=environment.secret_key or kept_secret(home),
        ),
    ):
        yield replace(read_environment(), embedded=True)


@contextmanager
def installation() -> Iterator[Environment]:
    """The installation's own database, brought up to date, with Django ready to use it.

    SetupError if it cannot be used, and if it goes away while it is.
    """
    embedded = read_environment().database_url is None
    with reachable_database() as environment:
        django.setup()
        if _pending_migrations():
            if not (embedded or _is_empty(environment)):
                raise SetupError(
                    "pending_migrations",
                    "The database is of an older Kosmos: back it up, then run `kosmos migrate`.",
                )
            bring_up_to_date(environment)
        elif embedded and _rights_missing(environment):  # it was killed between the tables and their rights
            bring_up_to_date(environment)
        try:
            _check_role(environment.app_role)
            with _explained_loss():
                yield environment
        finally:
            _close_connections()


@contextmanager
def scratch_database() -> Iterator[Environment]:
    """An empty, migrated database on the same server, dropped on exit; Django is ready to use it."""
    embedded = read_environment().database_url is None
    with reachable_database() as environment:
        owner = environment.database_owner_url or ""
        template = _template(environment)
        if embedded:
            _drop_orphans(owner)
        name = f"{SCRATCH_PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
        administer(owner, "CREATE DATABASE {} TEMPLATE {}", name, template)
        scratch = {
            "DATABASE_URL": database_url(environment.database_url or "", name),
            "DATABASE_OWNER_URL": database_url(owner, name),
        }
        try:
            with _environ(**scratch):
                django.setup()
                yield read_environment()
        finally:
            _close_connections()
            _drop(owner, name)


def bring_up_to_date(environment: Environment) -> None:
    """Apply the migrations as the owner, and give the application's role its rights."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    owner = environment.database_owner_url or ""
    _make_role(owner, environment.app_role)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    _grant_rights(owner, environment.app_role)


def _drop(owner: str, name: str) -> None:
    """Drop a scratch database, and whoever is in it; the server's own cleaner, whom only it may end, without force."""
    try:
        administer(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    except psycopg.errors.InsufficientPrivilege:
        administer(owner, "DROP DATABASE IF EXISTS {}", name)


def administer(url: str, command: str, *names: str) -> None:
    """Run one statement as the owner, outside a transaction, with identifiers filled in."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _check_server(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise SetupError(
            "database_away",
            f"The database does not answer: {_on_one_line(error)}. Check that it runs and that DATABASE_URL is right, "
            "or unset DATABASE_URL to use the embedded one.",
        ) from error
    if version < OLDEST_POSTGRES:
        raise SetupError(
            "postgres_too_old",
            f"The database is PostgreSQL {version}; Kosmos needs {OLDEST_POSTGRES} or later.",
        )


def _check_role(role: str) -> None:
    from django.db import Error, connection  # noqa: PLC0415 - needs Django set up

    try:
        connection.ensure_connection()
    except Error as error:
        raise SetupError(
            "app_role_missing",
            f"The application's role cannot be used: {_on_one_line(error)}. Check KOSMOS_APP_ROLE ({role}), or run "
            "`kosmos migrate` as the owner, which makes it.",
        ) from error


@contextmanager
def _explained_loss() -> Iterator[None]:
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 - needs Django set up

    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise SetupError(
            "database_lost",
            f"The database failed: {_on_one_line(error)}. What was done before is kept and nothing is half done: "
            "see that it runs, then run this again.",
        ) from error


def _on_one_line(error: Exception) -> str:
    return " ".join(str(error).split())


@contextmanager
def _environ(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _close_connections() -> None:
    from django.db import connections  # noqa: PLC0415 - needs Django set up

    connections.close_all()


def _pending_migrations() -> bool:
    """Whether the tables are of an older Kosmos; who has not the owner's access looks with the application's rights."""
    from django.db import Error  # noqa: PLC0415 - needs Django set up

    try:
        try:
            return _has_plan("owner")
        except Error:
            return _has_plan("default")
    except Error as error:
        raise SetupError(
            "owner_rights_missing",
            f"The database's owner is needed: {_on_one_line(error)}. Set DATABASE_OWNER_URL to the address with its "
            "user.",
        ) from error


def _has_plan(alias: str) -> bool:
    from django.db import connections  # noqa: PLC0415 - needs Django set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_empty(environment: Environment) -> bool:
    with psycopg.connect(environment.database_owner_url or "") as connection:
        return connection.execute("SELECT to_regclass('ledger_account')").fetchone() == (None,)


def _make_role(owner_url: str, role: str) -> None:
    """Make the application's role if the server has none, and let the owner's sessions assume it."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if found:
            return
        try:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise SetupError(
                "app_role_missing",
                f"The server has no role {role}, and the owner may not make it. As its administrator run: "
                f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO the owner and to DATABASE_URL's user.",
            ) from error


def _grant_rights(owner_url: str, role: str) -> None:
    """The application's role reads and writes every table, but never changes or deletes what was posted."""
    from django.apps import apps  # noqa: PLC0415 - needs Django set up

    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with psycopg.connect(owner_url) as connection:
        grantee = sql.Identifier(role)
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(grantee))
        connection.execute(sql.SQL("GRANT SELECT ON django_migrations TO {}").format(grantee))
        made = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL"
        for (table,) in connection.execute(made, [sorted(tables)]).fetchall():
            rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            names = sql.Identifier(table), grantee
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(*names))
            connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), *names))


def _rights_missing(environment: Environment) -> bool:
    lacking = (
        "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND NOT has_table_privilege(%s, oid, 'SELECT'))"
    )
    with psycopg.connect(environment.database_owner_url or "") as connection:
        return connection.execute(lacking, [environment.app_role]).fetchone() == (True,)


def _drop_orphans(owner_url: str) -> None:
    """Drop the scratch databases of processes of this machine that were killed before they could."""
    found = (
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity AS used WHERE used.datname = pg_database.datname)"
    )
    with psycopg.connect(owner_url) as connection:
        names = [name for (name,) in connection.execute(found, [SCRATCH_PREFIX])]
    for name in names:
        maker = name.removeprefix(SCRATCH_PREFIX).partition("_")[0]
        if not Path(f"/proc/{maker}").exists():
            administer(owner_url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _template(environment: Environment) -> str:
    """The name of an empty database with this version's tables, made once on each server."""
    owner = environment.database_owner_url or ""
    name = TEMPLATE_PREFIX + _fingerprint()
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE_PREFIX])
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            draft = f"{TEMPLATE_PREFIX}draft"
            administer(owner, "DROP DATABASE IF EXISTS {} WITH (FORCE)", draft)
            administer(owner, "CREATE DATABASE {}", draft)
            urls = {
                "DATABASE_URL": database_url(environment.database_url or "", draft),
                "DATABASE_OWNER_URL": database_url(owner, draft),
            }
            command = [sys.executable, "-m", "kosmos.config.migrating"]
            subprocess.run(command, env={**os.environ, **urls}, check=True)
            administer(owner, "ALTER DATABASE {} RENAME TO {}", draft, name)
    return name


def _fingerprint() -> str:
    """Tells apart the tables of different versions: a digest of all migrations and of the rights given."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(root.glob("**/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
