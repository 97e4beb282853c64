"""Sales make a contract out of an application, print it, mark it as signed, and hand over its sheet."""

import re

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.connections.models import SignedContract, Stage
from kosmos.connections.tests.signing_world import NOW, connected, world
from kosmos.portal.tests.clocks import set_clock
from kosmos.subscribers.access import AccessSheet
from kosmos.subscribers.acts import AuditRecord
from kosmos.subscribers.models import Contract

FORM = {
    "key": "0" * 32,
    "kind": "person",
    "name": "Анна Иванова",
    "phone": "8 029 123-45-67",
    "language": "ru",
    "city": "Минск",
    "street": "Сурганова",
    "house": "17",
    "plan": "orbit",
    "extra": "router",
}


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    """The browser of sales, in a world with a plan and a router."""
    world()
    set_clock(NOW)
    return signed_in("sales")


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode())).replace("\u00a0", " ")


def test_a_contract_from_the_form_to_the_sheet(sales: Client) -> None:
    application = connected()
    address = f"/staff/applications/{application.id}/contract/"
    form = sales.get(address).content.decode()
    assert 'value="Анна Иванова"' in form
    assert 'value="orbit" selected' in form
    assert sales.post(address, FORM).status_code == 303
    assert sales.post(address, FORM).status_code == 303
    account_id = Contract.objects.get().account_id
    page = words(sales.get(address).content)
    assert "Договор № 2016-00001" in page
    assert "подключится, когда на счёт поступит 109,90 BYN" in page
    for language in ("ru", "be"):
        paper = sales.get(f"/staff/contracts/{account_id}/contract.pdf?lang={language}")
        assert paper.content.startswith(b"%PDF")
    assert AuditRecord.objects.filter(action="personal_shown", account_id=account_id).count() == 2
    assert sales.post(address, {"do": "signed"}).status_code == 303
    assert SignedContract.objects.get().signed_by is not None
    sheet = sales.post(f"/staff/contracts/{account_id}/sheet.pdf", {"key": "1" * 32, "reason": "first"})
    assert sheet.content.startswith(b"%PDF")
    assert "no-store" in sheet.headers["Cache-Control"]
    again = sales.post(f"/staff/contracts/{account_id}/sheet.pdf", {"key": "1" * 32, "reason": "first"})
    assert again.status_code == 422
    assert "уже напечатан" in words(again.content)
    assert AccessSheet.objects.count() == 1
    assert sales.get(f"/staff/contracts/{account_id}/sheet.pdf").status_code == 405


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(sales: Client) -> None:
    application = connected()
    wrong = {**FORM, "kind": "organisation", "unp": "123", "name": "ООО «Вега»"}
    answer = sales.post(f"/staff/applications/{application.id}/contract/", wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="unp-e"' in page
    assert "ООО «Вега»" in page
    assert not Contract.objects.exists()


def test_before_the_connection_there_is_no_form(sales: Client) -> None:
    application = connected(stage=Stage.VISIT_PLANNED)
    address = f"/staff/applications/{application.id}/contract/"
    assert "<form method" not in sales.get(address).content.decode().partition("<main")[2]
    assert sales.post(address, FORM).status_code == 422
    assert not Contract.objects.exists()


def test_another_form_is_told_of_the_contract_there_is(sales: Client, signed_in: SignedIn) -> None:
    address = f"/staff/applications/{connected().id}/contract/"
    sales.post(address, FORM)
    answer = signed_in("administrator").post(address, {**FORM, "key": "2" * 32})
    assert answer.status_code == 422
    assert "уже оформили" in words(answer.content)
    assert Contract.objects.count() == 1


@pytest.mark.parametrize("role", ["agent", "technician", "editor", "cashier", "finance"])
def test_others_may_not(sales: Client, signed_in: SignedIn, role: str) -> None:
    application = connected()
    sales.post(f"/staff/applications/{application.id}/contract/", FORM)
    account_id = Contract.objects.get().account_id
    other = signed_in(role)
    assert other.get(f"/staff/applications/{application.id}/contract/").status_code == 403
    assert other.get(f"/staff/contracts/{account_id}/contract.pdf").status_code == 403
    assert other.post(f"/staff/contracts/{account_id}/sheet.pdf", {"key": "3"}).status_code == 403
