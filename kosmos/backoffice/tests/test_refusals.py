"""Whoever is refused a staff page is noted, and learns nothing from it."""

import pytest
from django.test import Client

from kosmos.backoffice.roles import MAY
from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import SignIn, StaffMember

pytestmark = pytest.mark.django_db


def test_a_refusal_is_noted_once_a_minute(signed_in: SignedIn) -> None:
    cashier = signed_in("cashier")
    answers = [cashier.get("/staff/articles/?q=x", headers={"User-Agent": "Firefox"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [403, 403, 403]
    line = AuditRecord.objects.get()
    assert (line.action, line.object_id, line.reason) == (Act.PAGE_REFUSED, "staff:articles", "edit_site")
    assert line.staff is not None and line.staff.role == "cashier" and line.sign_in is None
    assert line.after == {"path": "/staff/articles/", "method": "GET", "role": "cashier"}
    assert (line.address, line.device) == ("127.0.0.1", "Firefox")
    cashier.get("/staff/news/")
    assert AuditRecord.objects.count() == 2


def test_a_subscriber_at_the_staffs_door_is_noted(anna: Client) -> None:
    assert anna.get("/staff/requests/").status_code == 403
    line = AuditRecord.objects.get()
    assert line.staff is None and line.sign_in is not None and line.sign_in.login == "anna"


def test_strangers_are_sent_to_sign_in_and_not_noted(db: None) -> None:
    assert Client().get("/staff/requests/").status_code == 302
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("role", sorted(MAY["answer_requests"]))
def test_a_role_taken_away_works_on_the_next_request(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    assert browser.get("/staff/requests/").status_code == 200
    StaffMember.objects.update(role="editor")
    assert browser.get("/staff/requests/").status_code == 403
    assert browser.get("/staff/articles/").status_code == 200
    SignIn.objects.update(is_active=False)
    assert browser.get("/staff/articles/").status_code == 302
