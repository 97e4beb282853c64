"""The pause that students are offered for the summer."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from kosmos.charging.home import Home
from kosmos.charging.queries import home_of
from kosmos.charging.services import NewPayment, post_payments
from kosmos.kernel import clock
from kosmos.portal.summer import summer_pause
from kosmos.subscribers.models import Subscriber, SubscriberKind

pytestmark = pytest.mark.django_db
STUDENT = SubscriberKind.STUDENT


@pytest.fixture
def view(account_id: int) -> Home:
    """A home where all is well, in June."""
    post_payments([NewPayment(account_id, 100_00, "plenty")], now=clock.now())
    return replace(home_of(account_id, now=clock.now()), today=date(2027, 6, 10), state="working")


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2027, 5, 1), date(2027, 7, 1), date(2027, 8, 29)),
        (date(2027, 6, 30), date(2027, 7, 1), date(2027, 8, 29)),
        (date(2027, 7, 1), date(2027, 7, 2), date(2027, 8, 30)),
        (date(2027, 7, 20), date(2027, 7, 21), date(2027, 8, 31)),
        (date(2027, 8, 24), date(2027, 8, 25), date(2027, 8, 31)),
    ],
)
def test_from_july_to_the_end_of_august(view: Home, today: date, first: date, last: date) -> None:
    pause = summer_pause(replace(view, today=today), STUDENT, longest=60)
    assert pause is not None
    assert (pause.first_on, pause.last_on) == (first, last)
    assert pause.days <= 60


def test_when_nothing_is_offered(view: Home) -> None:
    assert summer_pause(view, STUDENT, longest=60) is not None
    assert summer_pause(view, SubscriberKind.PERSON, longest=60) is None
    assert summer_pause(view, STUDENT, longest=6) is None
    planned = {"planned": "end", "planned_on": view.today}
    for changed in (
        {"today": date(2027, 4, 30)},
        {"today": date(2027, 8, 25)},
        {"today": date(2027, 9, 1)},
        {"state": "blocked"},
        {"state": "promise"},
        {"state": "suspended"},
        {"suspended_from": view.today},
        {"held": ()},
        {"held": tuple(replace(held, **planned) for held in view.held)},  # type: ignore[arg-type]
    ):
        assert summer_pause(replace(view, **changed), STUDENT, longest=60) is None, changed


def test_the_part_leads_to_the_calendar_with_the_days(view: Home) -> None:
    request = RequestFactory().get("/cabinet/")
    student = Subscriber.objects.get()
    for kind, says in ((STUDENT, True), (SubscriberKind.PERSON, False)):
        student.kind = kind
        request.cabinet = type("Cabinet", (), {"subscriber": student})()  # type: ignore[attr-defined]
        part = render_to_string("portal/parts/summer.html", {"view": view, "request": request})
        assert ("/cabinet/suspension/?first=2027-07-01&amp;last=2027-08-29" in part) is says
