"""Fixtures of all tests; the database itself is made by tests/database.py."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already."""


@pytest.fixture
def committed(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests whose transactions really commit: every table is empty again afterwards."""
    with django_db_blocker.unblock():
        yield
        _empty_all_tables()


def _empty_all_tables() -> None:
    from django.apps import apps
    from django.db import connections

    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    connections.close_all()
