"""Thousands of applications: a page asks the database as often as with one, and reads only what it shows."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.connections.models import Application
from kosmos.connections.tests.people import operator
from kosmos.connections.worklist import OPEN

pytestmark = pytest.mark.django_db
LIST = "/staff/applications/"
NOW = datetime.now(UTC)
MANY = 3_000
LARGEST_BYTES = 150_000


def crowd(count: int) -> None:
    """Applications in all stages, a minute apart."""
    Application.objects.bulk_create(_one(number) for number in range(count))


def _one(number: int) -> Application:
    at, name = NOW - timedelta(minutes=number), uuid.uuid4().hex
    stage = (*OPEN[:5], "refused", "called")[number % 7]
    kind, refusal = ("call_back", "") if stage == "called" else ("home", "other" if stage == "refused" else "")
    due = at + timedelta(hours=3) if stage in OPEN else None
    place = {"city": "Минск", "street": "Красная", "house": str(number % 90), "apartment": str(number)}
    return Application(
        id=uuid.uuid4(), number=f"{number:08d}", token=name, key=name, kind=kind, stage=stage, refusal=refusal,
        stage_since_at=at, created_at=at, due_at=due, name=f"Анна {number}", phone=f"+37529{number:07d}", **place,
    )  # fmt: skip


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    operator()
    return signed_in("sales")


@pytest.mark.parametrize("query", ["", "view=table", "view=table&stage=all", "view=table&stage=all&q=анна 77"])
def test_a_page_of_thousands_asks_as_often_as_of_a_few(sales: Client, query: str) -> None:
    crowd(70)
    sales.get(f"{LIST}?{query}")
    with CaptureQueriesContext(connection) as few:
        sales.get(f"{LIST}?{query}")
    Application.objects.all().delete()
    crowd(MANY)
    with CaptureQueriesContext(connection) as many:
        answer = sales.get(f"{LIST}?{query}")
    assert len(many) <= len(few)
    assert len(answer.content) < LARGEST_BYTES
