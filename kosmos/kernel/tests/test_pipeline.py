"""Statements that are sent in one go do what they do one after the other."""

from datetime import date

import pytest
from django.db import DataError, connection, transaction

from kosmos.kernel.sql import array, rows, rows_of_each, texts

DOUBLED = ("SELECT %(number)s::int * 2, %(number)s::int %% 3", {"number": 7})
HALVED = ("SELECT 1 / %(number)s::int", {"number": 0})


def test_all_rows_come_in_order(db: None) -> None:
    asked = (
        "SELECT * FROM unnest(%(ids)s::bigint[], %(names)s::text[])",
        {"ids": array([1, 2]), "names": texts(["a,b", '"'])},
    )
    assert rows_of_each(DOUBLED, asked, DOUBLED) == [[(14, 1)], [(1, "a,b"), (2, '"')], [(14, 1)]]
    assert rows_of_each(("SELECT %(none)s::int, %(day)s::date", {"none": None, "day": date(2026, 11, 23)})) == [
        [(None, date(2026, 11, 23))]
    ]
    assert rows_of_each() == []


def test_the_first_that_fails_is_told_and_nothing_after_it_is_done(db: None) -> None:
    for _ in range(2):
        with pytest.raises(DataError, match="division by zero"), transaction.atomic():
            rows_of_each(DOUBLED, HALVED, ("CREATE TEMPORARY TABLE never AS SELECT %(one)s::int", {"one": 1}))
        assert rows("SELECT to_regclass('never')", {}) == [(None,)]
        assert rows_of_each(DOUBLED) == [[(14, 1)]]


def test_it_stays_prepared_through_rollbacks(db: None) -> None:
    for _ in range(3):
        with transaction.atomic():
            rows_of_each(DOUBLED)
            transaction.set_rollback(True)
        assert rows_of_each(DOUBLED) == [[(14, 1)]]
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        assert rows_of_each(DOUBLED) == [[(14, 1)]]
