"""PostgreSQL's own extensions that migrations need, made by the database's owner."""

from django.db import Error, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

from kosmos.kernel.errors import SetupError


def extension(name: str) -> RunPython:
    """The step of a migration that makes an extension where it is not there yet; kept when the migration is undone.

    SetupError where the server has not got it, or the owner may not make it.
    """

    def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        try:
            with transaction.atomic(using=editor.connection.alias), editor.connection.cursor() as cursor:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except Error as error:
            why = " ".join(str(error).split())
            raise SetupError(
                "extension_missing",
                f"The database needs PostgreSQL's extension {name}, and it could not be made: {why}. It comes with the "
                "server's own package (Debian: postgresql, elsewhere postgresql-contrib). Have the server's "
                f"administrator run in this database: CREATE EXTENSION {name}; then run `kosmos migrate` again.",
            ) from error

    return RunPython(make, RunPython.noop, elidable=False)
