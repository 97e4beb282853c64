import re
from html import unescape

import pytest
from django.test import Client

from kosmos.charging.models import Payment
from kosmos.charging.services.payments import reverse_payment
from kosmos.kernel import clock
from kosmos.payments.models import Order
from kosmos.portal.tests.story import NUMBER, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(told())
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0]+", " ", page)


def test_a_receipt_says_who_paid_what_how_and_when(anna: Client) -> None:
    text = text_of(anna, "/cabinet/receipts/1/")
    assert "Сумма платежа 25,90 BYN" in text
    assert "Лицевой счёт 100 482 Зачислено 1 ноября 2016, 09:00 Способ оплаты Касса" in text
    assert "7720-114" in text and "не является фискальным чеком" in text
    paper = anna.get("/cabinet/receipts/1/pdf/")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == f'attachment; filename="receipt-{NUMBER}-1.pdf"'


def test_a_payment_that_was_taken_back_says_so(anna: Client) -> None:
    payment = Payment.objects.get(reference="r3")
    reverse_payment(account_id=payment.account_id, reference="r3", now=clock.now())
    text = text_of(anna, f"/cabinet/receipts/{payment.posting}/")
    assert "Этот платёж возвращён" in text and "Возвращён 4 декабря 2016" in text


@pytest.mark.parametrize("number", ["2", "999", "99999999999999999999"])
def test_lines_that_are_no_payments_have_none(anna: Client, number: str) -> None:
    for ending in ("", "pdf/"):
        assert anna.get(f"/cabinet/receipts/{number}/{ending}").status_code == 404


def test_nobody_sees_another_ones(anna: Client, client: Client) -> None:
    assert anna.get("/cabinet/receipts/1/?account=100917").status_code == 404
    anna.logout()
    for ending in ("", "pdf/"):
        assert client.get(f"/cabinet/receipts/1/{ending}").status_code == 302


def test_a_paid_orders_paper_is_for_whoever_knows_its_address(anna: Client, client: Client) -> None:
    payment = Payment.objects.get(reference="r3")
    Payment.objects.filter(pk=payment.pk).update(provider="assist")
    common = {
        "account_id": payment.account_id,
        "rail": "assist",
        "amount_kopecks": 590,
        "created_at": clock.now(),
        "expires_at": clock.now(),
    }
    paid = {"state": "paid", "operation": "r3", "paid_kopecks": 590, "paid_at": clock.now()}
    Order.objects.create(number=f"{NUMBER}-A1", token="t" * 40, key="1", **common, **paid)
    Order.objects.create(number=f"{NUMBER}-A2", token="w" * 40, key="2", **common)
    anna.logout()
    answer = client.get(f"/pay/{'t' * 40}/receipt.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="receipt-{NUMBER}-A1.pdf"'
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    for token in ("w" * 40, "nobodys"):
        assert client.get(f"/pay/{token}/receipt.pdf").status_code == 404
