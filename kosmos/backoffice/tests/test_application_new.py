"""Applications that are taken at the office or by phone."""

import uuid
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_applications import words
from kosmos.connections.models import Application, ApplicationConsent, ApplicationEntry
from kosmos.connections.tests.people import application, operator
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db
NEW = "/staff/applications/new/"
HOME = {
    "kind": "home",
    "source": "phone",
    "name": "Анна Ким",
    "phone": "8 029 123 45 67",
    "address": "Минск, Красная, 6, кв. 12",
}


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    operator()
    return signed_in("sales")


def sent(client: Client, **changes: Any) -> Any:
    return client.post(NEW, {"key": uuid.uuid4().hex, **HOME, **changes})


def test_taken_by_phone(sales: Client) -> None:
    answer = sent(sales, agreed_application="1", comment="Звонить вечером")
    made = Application.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/applications/{made.id}/")
    assert (made.kind, made.source, made.phone, made.street) == ("home", "phone", "+375291234567", "Красная")
    assert ApplicationEntry.objects.get().by == StaffMember.objects.get()
    assert ApplicationConsent.objects.get().purpose == "application"
    said = words(sales.get(answer.headers["Location"]))
    assert "принята" in said and "по телефону" in said and "Заявка принята" in said and "Sales" in said


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (
            {"kind": "student", "source": "office", "name": "Ким Анна", "dormitory": "Общежитие 4", "room": "312"},
            "student",
        ),
        ({"kind": "business", "source": "office", "organisation": "ООО «Ромашка»"}, "business"),
        ({"kind": "call_back", "when": "soon"}, "call_back"),
    ],
)
def test_of_every_kind(sales: Client, form: dict[str, str], kind: str) -> None:
    assert sales.get(f"{NEW}?kind={kind}").status_code == 200
    assert sent(sales, **form).status_code == 303
    assert Application.objects.get().kind == kind


def test_what_is_wrong_stands_beside_its_field(sales: Client) -> None:
    answer = sent(sales, name="", phone="12", address="Минск")
    assert answer.status_code == 422 and not Application.objects.exists()
    said = words(answer)
    assert "Введите имя" in said and "Такого номера не бывает" in said and "Добавьте номер дома" in said
    assert 'value="12"' in answer.content.decode() and "исправьте отмеченное" in said


def test_sent_twice_is_one(sales: Client) -> None:
    for _ in range(2):
        assert sent(sales, key="0" * 32).status_code == 303
    assert Application.objects.count() == 1


def test_from_a_call_back(sales: Client) -> None:
    call = application(kind="call_back", name="Пётр", comment="Про интернет")
    page = sales.get(f"{NEW}?from={call.id}").content.decode()
    assert 'value="Пётр"' in page and "+375 29 123-45-67" in page and "Про интернет" in page
    assert sent(sales, **{"from": str(call.id)}).status_code == 303
    call.refresh_from_db()
    assert call.stage == "called"
    made = Application.objects.exclude(id=call.id).get()
    assert made.number[:4] in ApplicationEntry.objects.get(application=call).text


@pytest.mark.parametrize("form", [{"kind": "x"}, {"kind": ""}, {"source": "site"}, {"source": "x"}])
def test_there_is_no_such_form(sales: Client, form: dict[str, str]) -> None:
    assert sent(sales, **form).status_code == 404
    assert sales.get(f"{NEW}?kind=x").status_code == 404
    assert not Application.objects.exists()


def test_a_call_back_that_there_is_not(sales: Client) -> None:
    assert sales.get(f"{NEW}?from={uuid.uuid4()}").status_code == 200
    assert sent(sales, **{"from": "x"}).status_code == 303
