"""ERIP and providers of cards at the gateway, by raw bytes: answered in the batch that the agents' requests are in."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes

import pytest

from kosmos.charging.models import Payment
from kosmos.ledger.models import Account
from kosmos.payments.models import Order, RawMessage
from kosmos.payments.rails.erip.signature import header_of
from kosmos.payments.services import create_order
from kosmos.payments.tests import world
from tests.gateway.served import Served, an_operator, served

SALT = "соль"
SETTINGS = {
    "KOSMOS_ERIP": "127.0.0.1 service=4571",
    "KOSMOS_ERIP_SALT": SALT,
    "KOSMOS_ASSIST_URL": world.NOWHERE,
    "KOSMOS_ASSIST_MERCHANT_ID": world.MERCHANT,
    "KOSMOS_ASSIST_LOGIN": "merchant",
    "KOSMOS_ASSIST_PASSWORD": "secret word",
    "KOSMOS_ASSIST_SALT": world.SALT,
}
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture
def payer(committed: None) -> int:
    return an_operator()


@pytest.fixture
def gateway(payer: int) -> Iterator[Served]:
    with served(**SETTINGS) as found:
        yield found


def posted(gateway: Served, path: str, body: bytes, *headers: str) -> tuple[int, str]:
    return gateway.ask(f"POST {path}", FORM, f"Content-Length: {len(body)}", *headers, body=body)


def erip(gateway: Served, kind: str, block: str, *, service: str = "4571", salt: str = SALT) -> tuple[int, str]:
    """Say something as iPay does: windows-1251 in the field XML, signed."""
    xml = (
        f'<?xml version="1.0" encoding="windows-1251"?><ServiceProvider_Request><Version>1</Version>'
        f"<RequestType>{kind}</RequestType><DateTime>20261123130000</DateTime><Terminal>t</Terminal>"
        f"<ServiceNo>{service}</ServiceNo><PersonalAccount>100482</PersonalAccount><Currency>933</Currency>"
        f"<RequestId>{kind}1</RequestId><{kind}>{block}</{kind}></ServiceProvider_Request>"
    ).encode("cp1251")
    body = b"XML=" + quote_from_bytes(xml, safe="").encode()
    return posted(gateway, "/rails/erip/", body, f"ServiceProvider-Signature: {header_of(xml, salt)}")


def test_erip_by_raw_bytes(gateway: Served, payer: int) -> None:
    status, told = erip(gateway, "ServiceInfo", "<Agent>1</Agent>")
    assert (status, "<ServiceInfo>" in told) == (200, True)
    assert "<Error>" in erip(gateway, "ServiceInfo", "<Agent>1</Agent>", service="1")[1]
    assert "<Error>" in erip(gateway, "ServiceInfo", "<Agent>1</Agent>", salt="сахар")[1]
    started = erip(gateway, "TransactionStart", "<Amount>25,00</Amount><TransactionId>77</TransactionId>")
    number = started[1].partition("<ServiceProvider_TrxId>")[2].partition("<")[0]
    end = f"<TransactionId>77</TransactionId><ServiceProvider_TrxId>{number}</ServiceProvider_TrxId>"
    first, again = (erip(gateway, "TransactionResult", end) for _ in range(2))
    assert (first, "<Error>" in first[1]) == (again, False)
    assert Account.objects.get(id=payer).balance_kopecks == 2500
    assert gateway.status("GET /rails/erip/") == 405


def test_pushes_of_cards(gateway: Served, payer: int) -> None:
    order = create_order(account_id=payer, amount_kopecks=2500, now=datetime.now(UTC), key="form")
    first, again = (posted(gateway, "/rails/assist/push/", world.push(order.number)) for _ in range(2))
    assert first == again
    assert f"<billnumber>{world.BILL}.1</billnumber>" in first[1]
    forged = posted(gateway, "/rails/assist/push", world.push(order.number).replace(b"25.00", b"99.00"))
    assert (forged[0], "firstcode" in forged[1], "<order>" in forged[1]) == (200, True, False)
    assert Order.objects.get(number=order.number).state == "paid"
    assert Account.objects.get(id=payer).balance_kopecks == 2500
    assert RawMessage.objects.filter(direction="push").count() == 3
    assert 'kosmos_gateway_refused_pushes_total{code="unsigned",desk="assist"} 1.0' in gateway.ask("GET /metrics")[1]
    assert gateway.status("POST /rails/webpay/push/") == 404


def test_all_rails_at_once_are_in_once(gateway: Served, payer: int) -> None:
    answers: list[int] = []
    now = datetime.now(UTC)
    orders = [create_order(account_id=payer, amount_kopecks=2500, now=now, key=f"form {one}") for one in range(12)]
    lines = [
        f"GET /rails/osmp/kiosk?command=pay&txn_id={one}&txn_date=20261123130000&account=100482&sum=25.00"
        for one in range(12)
    ]
    erip(gateway, "TransactionStart", "<Amount>25,00</Amount><TransactionId>77</TransactionId>")

    def card(order: Order, place: int) -> None:
        body = world.push(order.number, billnumber=f"{world.BILL[:-2]}{place:02}.1")
        answers.extend(posted(gateway, "/rails/assist/push/", body)[0] for _ in range(2))

    def end() -> None:
        block = "<TransactionId>77</TransactionId><ServiceProvider_TrxId></ServiceProvider_TrxId>"
        answers.append(erip(gateway, "TransactionResult", block)[0])

    threads = [threading.Thread(target=card, args=(order, place)) for place, order in enumerate(orders)]
    threads += [threading.Thread(target=lambda line=line: answers.append(gateway.status(line))) for line in lines * 2]
    threads += [threading.Thread(target=end) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 51
    assert Payment.objects.count() == 25
    assert Account.objects.get(id=payer).balance_kopecks == 25 * 2500
