"""bePaid and Webpay as rails, with bytes written by hand and signatures made here: what they tell, ask and refuse."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kosmos.payments.news import Heard, News
from kosmos.payments.rails.base import PushRefused, RailUnreachable, Wish
from kosmos.payments.rails.bepaid.rail import BepaidRail
from kosmos.payments.rails.refunding import Outcome, RefundWish
from kosmos.payments.rails.webpay.rail import WebpayRail

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NUMBER = "100482-ABCDEFGHJK"
KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
BASIC = "Basic " + base64.b64encode(b"700:secret").decode()
PAYMENT = (
    b'{"transaction":{"uid":"3fffb637-aa8e","status":"successful","amount":2500,"currency":"BYN","type":"payment",'
    b'"tracking_id":"100482-ABCDEFGHJK","message":"Successfully processed","test":false}}'
)
NOTIFIED = ("1800000000", "BYN", "25.00", "cc", "77", NUMBER, "956424424", "1", "123456789012")
NAMES = "batch_timestamp currency_id amount payment_method order_id site_order_id transaction_id payment_type rrn"
ANSWERED = "transaction_id batch_timestamp currency_id amount payment_method payment_type order_id rrn"
WISH = RefundWish("ab12", NUMBER, "3fffb637-aa8e", 1000, "BYN", NOW, NOW)


@contextmanager
def answering(*answers: tuple[int, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A provider that gives these answers in their order, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = (self.command, self.path, self.headers.get("RequestID", ""), body.decode())
            asked.append(" ".join(said))
            status, content = answers[len(asked) - 1]
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - as http.server names it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bepaid(url: str = "http://127.0.0.1:9") -> BepaidRail:
    key = base64.b64encode(PUBLIC).decode()
    return BepaidRail(url, url, "700", "secret", "https://we.example/rails/bepaid/push/", public_key=key)


def webpay(url: str = "http://127.0.0.1:9") -> WebpayRail:
    return WebpayRail("https://pay.example", url, "700100", "us", "word", "secret", "https://we.example/push/")


def signed(body: bytes) -> dict[str, str]:
    return {"content-signature": base64.b64encode(KEY.sign(body, padding.PKCS1v15(), SHA256())).decode()}


def notified(*values: str) -> bytes:
    given = dict(zip(NAMES.split(), values, strict=True))
    made = hashlib.md5(("".join(values) + "secret").encode(), usedforsecurity=False).hexdigest()
    return "&".join(f"{name}={value}" for name, value in {**given, "wsb_signature": made}.items()).encode()


def told(news: News) -> tuple[str, Heard, int, str, str, str]:
    return news.order_number, news.heard, news.amount_kopecks, news.currency, news.operation, news.attempt


PAID = (NUMBER, Heard.APPROVED, 2500, "BYN")


def test_a_signed_webhook_of_bepaid_is_sure_and_one_by_name_and_secret_is_not() -> None:
    push = bepaid().read_push(PAYMENT, signed(PAYMENT))
    assert (told(push.news), push.sure, push.reply.status) == ((*PAID, "3fffb637-aa8e", "3fffb637-aa8e"), True, 200)
    assert not bepaid().read_push(PAYMENT, {"authorization": BASIC}).sure
    for body, headers in (
        (PAYMENT.replace(b"2500", b"9900"), signed(PAYMENT)),
        (PAYMENT, {"authorization": "Basic eDp4"}),
        (PAYMENT, {}),
        (b"{}", signed(b"{}")),
    ):
        with pytest.raises(PushRefused):
            bepaid().read_push(body, headers)


def test_bepaid_is_asked_by_our_number_and_tells_what_was_given_back() -> None:
    payment = PAYMENT.removeprefix(b'{"transaction":').removesuffix(b"}")
    back = payment.replace(b"3fffb637-aa8e", b"back").replace(b'"payment"', b'"refund","parent_uid":"3fffb637-aa8e"')
    both = b'{"transactions":[' + payment + b"," + back.replace(b"2500", b"1000") + b"]}"
    whole = b'{"transactions":[' + payment + b"," + back + b"]}"
    with answering((200, both), (200, whole), (404, b"{}"), (500, b""), (200, b"<html>")) as (url, asked):
        rail = bepaid(url)
        assert [one.heard for one in rail.ask(NUMBER, since=NOW).news] == [Heard.PART_CANCELLED]
        assert [one.heard for one in rail.ask(NUMBER, since=NOW).news] == [Heard.CANCELLED]
        assert rail.ask(NUMBER, since=NOW).news == ()
        for _ in range(2):
            with pytest.raises(RailUnreachable):
                rail.ask(NUMBER, since=NOW)
    assert asked[0] == f"GET /v2/transactions/tracking_id/{NUMBER}  "


def test_bepaid_makes_pages_and_gives_money_back_by_an_id_of_ours() -> None:
    page = b'{"checkout":{"token":"t","redirect_url":"https://checkout.example/t"}}'
    done = PAYMENT.replace(b"3fffb637-aa8e", b"back").replace(b"2500", b"1000")
    with answering((201, page), (200, done), (422, b"{}"), (500, b"")) as (url, asked):
        rail = bepaid(url)
        assert rail.hosted_page(Wish(NUMBER, 2500, "BYN", "https://we.example/r/")).url == "https://checkout.example/t"
        given = rail.refund(WISH)
        assert (given.outcome, given.operation) == (Outcome.DONE, "back")
        assert rail.refund(WISH).outcome is Outcome.REFUSED
        with pytest.raises(RailUnreachable):
            rail.refund(WISH)
    wanted = '{"request":{"parent_uid":"3fffb637-aa8e","amount":1000,'
    assert asked[1].startswith(f"POST /transactions/refunds ab12 {wanted}")
    assert f'"tracking_id":"{NUMBER}.ab12"' in asked[1]


def test_a_notification_of_webpay_is_believed_if_it_is_signed() -> None:
    push = webpay().read_push(notified(*NOTIFIED), {})
    assert (told(push.news), push.sure) == ((*PAID, "956424424", "956424424"), True)
    declined = webpay().read_push(notified(*(*NOTIFIED[:7], "2", NOTIFIED[8])), {})
    assert declined.news.heard is Heard.DECLINED
    with pytest.raises(PushRefused):
        webpay().read_push(notified(*NOTIFIED).replace(b"25.00", b"99.00"), {})


def test_webpay_is_asked_for_an_order_s_transactions_and_for_each_of_them() -> None:
    soap = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body></s:Envelope>'
    known = "<transaction><transaction_id>956424424</transaction_id></transaction>"
    status = "<GetTransactionStatusResponse><error_code>0</error_code>{}</GetTransactionStatusResponse>"
    values = ("956424424", "1800000000", "BYN", "25.00", "cc", "1", "77", "123456789012")
    made = hashlib.md5(("".join(values) + "secret").encode(), usedforsecurity=False).hexdigest()
    fields = {**dict(zip(ANSWERED.split(), values, strict=True)), "order_num": NUMBER, "wsb_signature": made}
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    found = f"<wsb_api_response><status>success</status><fields>{inside}</fields></wsb_api_response>".encode()
    listed = soap.format(status.format(known)).encode()
    refused = "<TransactionRefundResponse><error_code>15</error_code></TransactionRefundResponse>"
    answers = ((200, listed), (200, found), (200, listed), (200, found.replace(b"25.00", b"99.00")))
    with answering(*answers, (200, soap.format(refused).encode())) as (url, asked):
        rail = webpay(url)
        assert [told(one) for one in rail.ask(NUMBER, since=NOW).news] == [(*PAID, "956424424", "956424424")]
        with pytest.raises(RailUnreachable):
            rail.ask(NUMBER, since=NOW)
        assert rail.refund(WISH).outcome is Outcome.REFUSED
    assert f"<order_num>{NUMBER}</order_num>" in asked[0]
    assert "<transaction_id>3fffb637-aa8e</transaction_id><amount>10.00</amount>" in asked[4]


def test_the_form_of_webpay_is_signed_over_what_it_says() -> None:
    page = webpay().hosted_page(Wish(NUMBER, 2500, "BYN", "https://we.example/r/"))
    said = dict(page.fields)
    text = f"{said['wsb_seed']}700100{NUMBER}0BYN25.00secret"
    assert said["wsb_signature"] == hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    assert page.url == "https://pay.example"
