"""What only grows: PostgreSQL itself refuses the application's role every other change of it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kosmos.config.database import APPEND_ONLY


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_no_line_can_be_changed_or_taken_away(table: str, change: str) -> None:
    column = next(one for one in apps.get_models() if one._meta.db_table == table)._meta.local_concrete_fields[0].column
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, column, column))


@pytest.mark.django_db
def test_the_application_owns_nothing_and_gives_itself_no_rights() -> None:
    for wish in (
        "ALTER TABLE subscribers_auditrecord OWNER TO CURRENT_USER",
        "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wish)
