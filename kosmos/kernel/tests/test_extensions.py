"""An extension that the server has not got, or that may not be made, is said with what to do."""

import pytest
from django.db import connection
from django.db.migrations.state import StateApps

from kosmos.kernel.errors import SetupError
from kosmos.kernel.extensions import extension

pytestmark = pytest.mark.django_db


def test_one_that_is_there_is_left_alone() -> None:
    with connection.schema_editor(atomic=False) as editor:
        extension("pg_trgm").code(StateApps([], {}), editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('krasna9', 'krosna9')")
        assert cursor.fetchone()[0] > 0


def test_one_that_is_not_there_is_said_with_what_to_do() -> None:
    with connection.schema_editor(atomic=False) as editor, pytest.raises(SetupError) as refused:
        extension("no_such_extension").code(StateApps([], {}), editor)
    assert refused.value.code == "extension_missing"
    assert "CREATE EXTENSION no_such_extension" in refused.value.message
