"""The demo's buttons for its date."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from kosmos.charging.errors import ClockOnlyForward
from kosmos.charging.jobs import pass_time
from kosmos.charging.models import Status, Subscription
from kosmos.kernel import clock
from kosmos.ledger.models import BusinessDay
from kosmos.portal.pages.demo import later
from kosmos.portal.tests.paying import TODAY, ZONE, world

pytestmark = pytest.mark.django_db


def test_a_day_passes_and_opens(client: Client) -> None:
    world()
    back = client.post("/demo/clock/", {"span": "day", "next": "/pay/?account=100482"})
    assert (back.status_code, back.headers["Location"]) == (303, "/pay/?account=100482")
    assert clock.now().astimezone(ZONE).date() == TODAY.date() + timedelta(days=1)
    assert BusinessDay.objects.filter(day=TODAY.date() + timedelta(days=1), finished_at__isnull=False).exists()


def test_the_months_end_and_the_day_after(client: Client) -> None:
    account_id = world()
    client.post("/demo/clock/", {"span": "month"})
    assert clock.now().astimezone(ZONE).date() == datetime(2026, 12, 31, tzinfo=ZONE).date()
    client.post("/demo/clock/", {"span": "day"})
    assert Subscription.objects.get(account_id=account_id).status == Status.BLOCKED


@pytest.mark.parametrize(
    ("now", "span", "then"),
    [
        ((2026, 11, 30), "day", (2026, 12, 1)),
        ((2026, 11, 23), "month", (2026, 11, 30)),
        ((2026, 11, 30), "month", (2026, 12, 31)),
        ((2027, 1, 31), "month", (2027, 2, 28)),
    ],
)
def test_where_the_buttons_lead(now: tuple[int, int, int], span: str, then: tuple[int, int, int]) -> None:
    world(demo=False)
    assert later(datetime(*now, 10, tzinfo=ZONE), span).date() == datetime(*then, tzinfo=ZONE).date()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_no_way_leads_to_another_host(client: Client, elsewhere: str) -> None:
    world()
    assert client.post("/demo/clock/", {"span": "day", "next": elsewhere}).headers["Location"] == "/"


def test_there_is_no_such_thing_outside_the_demo(client: Client) -> None:
    world(demo=False)
    assert client.post("/demo/clock/", {"span": "day"}).status_code == 404


def test_only_a_form_of_ours_moves_it(client: Client) -> None:
    world()
    assert client.get("/demo/clock/").status_code == 405
    assert client.post("/demo/clock/", {"span": "year"}).status_code == 400
    assert Client(enforce_csrf_checks=True).post("/demo/clock/", {"span": "day"}).status_code == 403


def test_the_clock_never_goes_back() -> None:
    world()
    with pytest.raises(ClockOnlyForward):
        pass_time(datetime.now(UTC) - timedelta(days=400))
