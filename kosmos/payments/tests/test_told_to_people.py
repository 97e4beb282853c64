"""What one side says alone, and money that might go back twice: never done in silence, a case tells people of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.payments.models import Case, Order, RailHealth, Refund, RefundState, Unidentified
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails import base
from kosmos.payments.rails.assist.answers import write_result
from kosmos.payments.rails.assist.messages import Attempt, Done, Operation, OrderState, Result
from kosmos.payments.rails.bepaid.rail import BepaidRail
from kosmos.payments.rails.bepaid.signature import sign
from kosmos.payments.rules import next_ask
from kosmos.payments.services import create_order, take_news, take_push
from kosmos.payments.services.asking import poll_order
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.services.reversals import Why, take_reversal
from kosmos.payments.services.suspense import assign, sought
from kosmos.payments.tests import world
from kosmos.payments.tests.test_cards_machine import KEY, PUBLIC
from kosmos.payments.tests.world import (
    BILL,
    LATER,
    MERCHANT,
    NOW,
    SALT,
    Bank,
    Provider,
    balance,
    cases,
    fresh,
    push,
    rail,
    status_xml,
    wired,
)

SECOND = "5732614000000002"
APPROVED, CANCELLED = (Operation.APPROVE, "Approved", 2500, "VISA"), (Operation.CANCEL, "Approved", 2500, "VISA")
Answering = Callable[[str], tuple[int, bytes]]
Bepaid = tuple[Order, list[dict[str, Any]], BepaidRail]


@contextmanager
def speaking(answer: Answering) -> Iterator[str]:
    """A provider that answers each path so; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None: ...

    server, before = ThreadingHTTPServer(("127.0.0.1", 0), Handler), list(base._found)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        base._found[:] = before


def attempt(order: Order, bill: str, state: OrderState, *done: tuple[Operation, str, int, str]) -> Attempt:
    operations = (Done(f"{bill}.{n}", kind, of, sum_, "BYN", by) for n, (kind, of, sum_, by) in enumerate(done, 1))
    return Attempt(order.number, bill, state, 2500, "BYN", signs="orderamount", operations=tuple(operations))


def xml(*attempts: Attempt) -> tuple[int, bytes]:
    return 200, write_result(Result(0, 0, attempts), merchant_id=MERCHANT, salt=SALT)


def open_cases() -> list[str]:
    return sorted(Case.objects.filter(closed_at=None).values_list("kind", flat=True))


def charge_back(order: Order) -> None:
    account_id, reference = order.account_id, order.operation
    take_reversal(
        account_id=account_id, provider=order.rail, reference=reference, key="1", now=LATER, why=Why.CHARGEBACK
    )


@pytest.mark.parametrize("told", [[(BILL, "Approved"), (SECOND, "In Process")], [(BILL, "Approved")]])
def test_a_second_attempt_that_the_query_does_not_confirm(
    order: Order, provider: Provider, told: list[tuple[str, str]]
) -> None:
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), push(order.number), now=LATER)
    provider.says(order, *told)
    for _ in range(2):
        take_push(rail(provider.url), push(order.number, billnumber=f"{SECOND}.1"), now=LATER)
    assert (balance(order.account_id), cases()) == (2500, ["push_not_confirmed"])


@pytest.mark.parametrize(("state", "amount"), [("Canceled", "25.00"), ("PartialCanceled", "7.00")])
def test_a_cancel_that_the_query_does_not_confirm(order: Order, provider: Provider, state: str, amount: str) -> None:
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), push(order.number), now=LATER)
    take_push(rail(provider.url), push(order.number, state, billnumber=f"{BILL}.2", amount=amount), now=LATER)
    assert (balance(order.account_id), cases()) == (2500, ["push_contradicted"])


def test_what_went_back_of_an_order_is_seen_beside_what_was_paid_again(order: Order, provider: Provider) -> None:
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), push(order.number), now=LATER)
    provider.says(order, (BILL, "Canceled"), (SECOND, "Approved"))
    poll_order(fresh(order), LATER)
    assert (balance(order.account_id), fresh(order).state, fresh(order).attempt) == (2500, "paid", SECOND)


@pytest.mark.parametrize("in_time", [True, False])
def test_only_what_comes_after_the_orders_end_is_late(order: Order, *, in_time: bool) -> None:
    take_news(order.number, News(order.number, Heard.EXPIRED, 2500, "BYN", "1.1", "1", Source.QUERY, "assist"), NOW)
    at = order.expires_at + (-1 if in_time else 1) * timedelta(minutes=1)
    take_push(rail(), push(order.number), now=at)
    assert (fresh(order).state, cases()) == ("paid", [] if in_time else ["paid_late"])


@pytest.mark.parametrize("then", ["assigned", "cancelled"])
def test_money_of_an_unknown_order_that_was_confirmed_late(order: Order, provider: Provider, then: str) -> None:
    for told in ((), ((BILL, "Approved"),)):
        provider.answers["no-such-order"] = status_xml("no-such-order", *told)
        take_push(rail(provider.url), push("no-such-order"), now=LATER)
    assert [one.amount_kopecks for one in sought()] == [2500]
    if then == "assigned":
        assign(rail="assist", operation=f"{BILL}.1", account_id=order.account_id, now=LATER)
        assert balance(order.account_id) == 2500
        return
    provider.answers["no-such-order"] = status_xml("no-such-order", (BILL, "Canceled"))
    take_push(rail(provider.url), push("no-such-order", "Canceled", billnumber=f"{BILL}.2"), now=LATER)
    assert balance(Unidentified.objects.get().account_id) == 0


def test_money_of_an_unknown_order_that_never_came_is_nobodys_to_assign(db: None) -> None:
    world.operator()
    for heard in (Heard.APPROVED, Heard.DECLINED):
        take_news("gone", News("gone", heard, 2500, "BYN", f"{BILL}.1", BILL, Source.QUERY, "assist"), NOW)
    assert (balance(Unidentified.objects.get().account_id), sought().count()) == (0, 0)


def test_a_part_that_went_back_while_it_was_nobodys_is_a_case_once_it_is_assigned(order: Order) -> None:
    for heard, sum_, number in ((Heard.APPROVED, 2500, 1), (Heard.PART_CANCELLED, 700, 2)):
        take_news("gone", News("gone", heard, sum_, "BYN", f"{BILL}.{number}", BILL, Source.QUERY, "assist"), NOW)
    assign(rail="assist", operation=f"{BILL}.1", account_id=order.account_id, now=NOW)
    assert (balance(order.account_id), open_cases()) == (2500, ["part_cancelled"])


@pytest.mark.parametrize("before", ["another attempt's cancel", "a hold given up", "a part by the bank"])
def test_what_else_went_back_is_not_taken_for_a_refund_that_never_came_there(order: Order, before: str) -> None:
    part = before == "a part by the bank"
    sum_, number = (700, BILL) if part else (2500, SECOND)
    if before != "a hold given up":
        take_push(rail(), push(order.number), now=LATER)
    if not part:
        take_push(rail(), push(order.number, billnumber=f"{SECOND}.1"), now=LATER)
    if before == "another attempt's cancel":
        take_push(rail(), push(order.number, "Canceled", billnumber=f"{BILL}.2"), now=LATER)
    if part:
        take_push(rail(), push(order.number, "PartialCanceled", billnumber=f"{BILL}.2", amount="7.00"), now=LATER)
    gone = attempt(order, BILL, OrderState.CANCELED, APPROVED, CANCELLED)
    partly = attempt(order, BILL, OrderState.PART_CANCELED, APPROVED, (Operation.CANCEL, "Approved", 700, "VISA"))
    told = xml(partly) if part else xml(gone, attempt(order, number, OrderState.APPROVED, APPROVED))
    with speaking(lambda path: (500, b"") if "/cancel" in path else told) as url:
        base.find_rails_with(lambda _: rail(url))
        asked = request_refund(fresh(order), amount_kopecks=sum_, key="a", now=LATER)
        assert pursue_refund(asked, LATER).state == RefundState.UNKNOWN
        RailHealth.objects.all().delete()
        done = pursue_refund(Refund.objects.get(), LATER + timedelta(hours=1))
    assert (done.state, balance(order.account_id)) == (RefundState.UNKNOWN, 2500)


@pytest.mark.parametrize("first", ["a chargeback", "the bank's cancel"])
def test_a_refund_is_not_sent_of_what_was_taken_back_meanwhile(order: Order, first: str) -> None:
    take_push(rail(), push(order.number), now=LATER)
    with wired(Bank()) as bank:
        asked = request_refund(fresh(order), amount_kopecks=2500, key="a", now=NOW)
        if first == "a chargeback":
            charge_back(fresh(order))
        else:
            take_push(rail(), push(order.number, "Canceled", billnumber=f"{BILL}.2"), now=LATER)
        assert (pursue_refund(asked, LATER).reason, bank.sent) == ("nothing_left", 0)
    assert "refund_refused" in cases()
    assert not check_ledger().findings


def test_a_chargeback_of_what_a_refund_gives_back_is_told(order: Order) -> None:
    take_push(rail(), push(order.number), now=LATER)
    with wired(Bank(loses=True)):
        asked = pursue_refund(request_refund(fresh(order), amount_kopecks=2500, key="a", now=NOW), NOW)
        charge_back(fresh(order))
        pursue_refund(asked, NOW + timedelta(hours=1))
    assert (balance(order.account_id), sorted(cases())) == (0, ["chargeback", "more_than_left"])


def test_after_a_refund_the_provider_is_asked_whether_the_bank_gave_a_part_back_beside_it(order: Order) -> None:
    take_push(rail(), push(order.number), now=LATER)
    with wired(Bank(loses=True)) as bank:
        pursue_refund(request_refund(fresh(order), amount_kopecks=500, key="a", now=NOW), NOW)
        bank.loses = False
        take_push(rail(), push(order.number, "PartialCanceled", billnumber=f"{BILL}.3", amount="7.00"), now=LATER)
        at = LATER + timedelta(hours=1)
        assert pursue_refund(Refund.objects.get(), at).state == RefundState.DONE
    assert (cases(), fresh(order).next_ask_at) == ([], at)
    Refund.objects.update(operation=f"{BILL}.2")
    parts = [(Operation.CANCEL, "Approved", sum_, "VISA") for sum_ in (500, 700)]
    told = xml(attempt(order, BILL, OrderState.PART_CANCELED, APPROVED, *parts))
    with speaking(lambda _: told) as url:
        base.find_rails_with(lambda _: rail(url))
        poll_order(fresh(order), at)
    assert [(one.kind, one.operation) for one in Case.objects.all()] == [("part_cancelled", f"{BILL}.3")]
    assert "7.00" in Case.objects.get().details


def test_a_discount_counts_once_and_only_if_it_was_given(order: Order) -> None:
    given, refused = (Operation.APPROVE, "Approved", 500, "Discount"), (Operation.APPROVE, "Declined", 500, "Discount")
    back = ((Operation.CANCEL, "Approved", 2000, "VISA"), (Operation.CANCEL, "Approved", 500, "Discount"))
    paid = (Operation.APPROVE, "Approved", 2000, "VISA")
    assert attempt(order, BILL, OrderState.CANCELED, paid, given, *back).discount_kopecks == 500
    assert attempt(order, BILL, OrderState.APPROVED, APPROVED, refused).discount_kopecks == 0


def test_an_order_that_lives_for_weeks_is_asked_about_daily() -> None:
    after, weeks = NOW + timedelta(hours=2), NOW + timedelta(days=20)
    assert next_ask(state="waiting", created_at=NOW, expires_at=weeks, now=after) == after + timedelta(days=1)


@pytest.fixture
def bepaid(db: None) -> Iterator[Bepaid]:
    """An order with bePaid, the transactions that bePaid tells of, and the rail."""
    world.operator()
    order = create_order(account_id=world.account(), amount_kopecks=2500, now=NOW, key="f", rail="bepaid")
    told: list[dict[str, Any]] = []

    def answer(path: str) -> tuple[int, bytes]:
        number = unquote(path.rpartition("/")[2])
        return 200, json.dumps({"transactions": [one for one in told if one["tracking_id"] == number]}).encode()

    with speaking(answer) as url:
        shop = BepaidRail(url, url, "1", "secret", "https://example.by/n", public_key=PUBLIC)
        base.find_rails_with(lambda _: shop)
        yield order, told, shop


def webhook(bepaid: Bepaid, uid: str, kind: str = "payment", amount: int = 2500, **other: object) -> None:
    """BePaid has a transaction, and tells of it."""
    order, told, shop = bepaid
    parent = {} if kind == "payment" else {"parent_uid": "p1"}
    said = {"tracking_id": order.number, "amount": amount, "currency": "BYN", "message": "", "test": False, "uid": uid}
    told.append(said | {"status": "successful", "type": kind, "parent_uid": "", **parent, **other})
    body = json.dumps({"transaction": told[-1]}).encode()
    take_push(shop, body, now=LATER, headers={"content-signature": sign(body, KEY)})


def test_each_part_that_bepaid_gives_back_is_a_case_with_its_sum(bepaid: Bepaid) -> None:
    webhook(bepaid, "p1")
    for number, amount in ((1, 500), (2, 700)):
        webhook(bepaid, f"r{number}", "refund", amount)
        found = Case.objects.get(closed_at=None)
        assert (found.operation, f"{amount / 100:.2f} BYN;" in found.details) == (f"r{number}", True)
        Case.objects.update(closed_at=LATER)


def test_a_test_is_not_credited_by_asking_either(bepaid: Bepaid) -> None:
    webhook(bepaid, "p1", test=True)
    poll_order(fresh(bepaid[0]), NOW + timedelta(minutes=6))
    assert (fresh(bepaid[0]).state, balance(bepaid[0].account_id)) == ("new", 0)
