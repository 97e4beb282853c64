"""ERIP by bePaid, with bytes written by hand: what it is sent, what its answers and webhooks mean, what is refused."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from kosmos.payments.news import Heard
from kosmos.payments.rails.base import PushRefused, RailUnreachable, Wish
from kosmos.payments.rails.bepaid.erip import BepaidErip, number_of
from kosmos.payments.rails.erip.qr import read_code
from kosmos.payments.rails.refunding import Refunder
from kosmos.payments.rails.tests.test_card_rails import BASIC, NOW, NUMBER, PUBLIC, answering, signed

ACCOUNT = "545561734504"
"""Of NUMBER, by hand: 100000000000 and the first eight bytes of its SHA-256, modulo 900000000000."""
UNTIL = datetime(2026, 11, 24, 9, 50, tzinfo=UTC)
WISH = Wish(NUMBER, 2500, "BYN", "https://we.example/r/", expires_at=UNTIL)
ASKED = (
    '{"request":{"amount":2500,"currency":"BYN","description":"100482-ABCDEFGHJK","ip":"127.0.0.1",'
    f'"order_id":"{ACCOUNT}","tracking_id":"100482-ABCDEFGHJK",'
    '"notification_url":"https://we.example/rails/bepaid_erip/push/","expired_at":"2026-11-24T09:50:00Z",'
    f'"payment_method":{{"type":"erip","account_number":"{ACCOUNT}","service_no":"7010001",'
    '"service_info":["100482-ABCDEFGHJK"]}}}'
)


def demand(status: str = "pending", **other: str) -> bytes:
    """A demand as bePaid tells of it, with members that nobody needs."""
    uid, amount, number = other.get("uid", "779fe891-1be7"), other.get("amount", "2500"), other.get("number", NUMBER)
    return (
        f'{{"transaction":{{"uid":"{uid}","id":"{uid}","status":"{status}","amount":{amount},"currency":"BYN",'
        f'"type":"payment","order_id":{ACCOUNT},"tracking_id":"{number}","message":"","test":false,'
        f'"payment_method_type":"erip","expired_at":"2026-11-24T09:50:00.000Z",'
        f'"erip":{{"request_id":4,"service_no":7010001,"account_number":"{ACCOUNT}","transaction_id":null,'
        '"instruction":["Система Расчёт"],"service_info":["a"],"receipt":null,"qr_code":"iVBORw0="}}}'
    ).encode()


def rail(url: str = "http://127.0.0.1:9") -> BepaidErip:
    shop: dict[str, Any] = {"shop_id": "700", "secret": "secret", "public_key": base64.b64encode(PUBLIC).decode()}
    where: dict[str, Any] = {"url": url, "notify_url": "https://we.example/rails/bepaid_erip/push/"}
    return BepaidErip(**shop, **where, service="7010001", payee="Cosmos TV", city="Minsk")


def test_a_demand_is_put_into_erip_and_its_code_says_all_there_is_to_type() -> None:
    assert number_of(NUMBER) == ACCOUNT
    with answering((201, demand()), (200, demand("permanent"))) as (url, asked):
        page = rail(url).hosted_page(WISH)
        assert rail(url).hosted_page(WISH) == page
    assert asked[0] == f"POST /beyag/payments  {ASKED}"
    assert page.url.startswith("https://pay.raschet.by#00020101021232")
    code = read_code(page.url)
    assert (code.service_code, code.account, code.amount_kopecks, code.may_change) == ("7010001", ACCOUNT, 2500, False)


@pytest.mark.parametrize(
    "answer",
    [
        (401, b"{}"),
        (422, b'{"transaction":{"status":"error"}}'),
        (500, b""),
        (200, b"<html>"),
        (200, demand("error")),
        (200, demand("expired")),
        (200, demand(number="100482-ANOTHERONE")),
        (200, demand(amount="2400")),
    ],
    ids=["a stranger", "refused", "a fault", "not JSON", "an error", "over", "another order", "another sum"],
)
def test_no_demand_is_believed_in_that_was_not_made(answer: tuple[int, bytes]) -> None:
    with answering(answer) as (url, _), pytest.raises(RailUnreachable):
        rail(url).hosted_page(WISH)


@pytest.mark.parametrize(
    ("status", "heard", "reason"),
    [
        ("pending", Heard.WAITING, ""),
        ("permanent", Heard.WAITING, ""),
        ("start", Heard.WAITING, ""),
        ("successful", Heard.APPROVED, ""),
        ("failed", Heard.DECLINED, "declined_by_bank"),
        ("expired", Heard.EXPIRED, ""),
        ("deleted", Heard.DELETED, ""),
    ],
)
def test_each_status_in_a_webhook_and_in_an_answer(status: str, heard: Heard, reason: str) -> None:
    body = demand(status)
    push = rail().read_push(body, signed(body))
    with answering((200, body)) as (url, asked):
        (told,) = rail(url).ask(NUMBER, since=NOW).news
    assert asked == [f"GET /beyag/payments/?order_id={ACCOUNT}  "]
    assert (push.sure, push.news.heard, push.news.reason) == (True, heard, reason)
    assert (told.order_number, told.heard, told.amount_kopecks, told.attempt) == (NUMBER, heard, 2500, "779fe891-1be7")
    assert told.rail == "bepaid_erip"


def test_an_answer_about_another_order_or_none_is_no_news() -> None:
    with answering((404, b"{}"), (200, demand("successful", number="100482-X")), (500, b""), (200, b"")) as (url, _):
        assert [rail(url).ask(NUMBER, since=NOW).news for _ in range(2)] == [(), ()]
        for _ in range(2):
            with pytest.raises(RailUnreachable):
                rail(url).ask(NUMBER, since=NOW)


def test_a_webhook_is_signed_or_bears_name_and_secret() -> None:
    body = demand("successful")
    assert not rail().read_push(body, {"authorization": BASIC}).sure
    for sent, headers in (
        (body.replace(b"2500", b"9900"), signed(body)),
        (body, {"authorization": "Basic eDp4"}),
        (body, {}),
        (demand("paid"), signed(demand("paid"))),
        (demand(number=""), signed(demand(number=""))),
        (demand("successful", amount="0"), signed(demand("successful", amount="0"))),
    ):
        with pytest.raises(PushRefused):
            rail().read_push(sent, headers)


def test_erip_gives_no_money_back() -> None:
    assert not isinstance(rail(), Refunder)
