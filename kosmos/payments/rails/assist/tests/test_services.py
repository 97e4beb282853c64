"""Assist's web services: raw bytes both ways, several attempts, discounts, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.assist.answers import read_result, write_result
from kosmos.payments.rails.assist.codes import FIRST, explained
from kosmos.payments.rails.assist.messages import (
    AskByDate,
    Attempt,
    Cancel,
    Charge,
    CreateBill,
    Customer,
    OrderForm,
    OrderState,
    Recurrent,
    Request,
    Result,
)
from kosmos.payments.rails.assist.orders import (
    order_pairs,
    read_order,
    read_page,
    read_pay_request,
    write_page,
    write_pay_request,
)
from kosmos.payments.rails.assist.requests import PATHS, read_request, write_request
from kosmos.payments.rails.assist.tests.messages import (
    ACCESS,
    APPROVED,
    BILL,
    CANCELED_BODY,
    DISCOUNTED_BODY,
    ERROR_BODY,
    FORM,
    JSON_BODY,
    MERCHANT,
    OPERATIONS,
    ORDER_BODY,
    PAGE,
    PAGE_BODY,
    REQUESTS,
    SALT,
    SINCE,
    UNTIL,
    order,
    result,
)
from kosmos.payments.rails.tests.shapes import SUMS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply


def read(body: bytes) -> Result:
    return read_result(body, merchant_id=MERCHANT, salt=SALT)


@pytest.mark.parametrize(("body", "request_"), REQUESTS, ids=[type(one).__name__ for _, one in REQUESTS])
def test_requests_are_read_and_written(body: bytes, request_: Request) -> None:
    assert write_request(request_, ACCESS, salt=SALT) == body
    access, again = read_request(PATHS[type(request_)], body, salt=SALT)
    assert access == ACCESS
    assert again == request_


def test_secrets_are_not_shown() -> None:
    assert "pass word" not in repr(ACCESS)


@pytest.mark.parametrize(
    "request_",
    [
        AskByDate(SINCE, SINCE + timedelta(days=1, seconds=1)),
        AskByDate(UNTIL, SINCE),
        Cancel(BILL, 100),
        Charge(BILL, currency="BYN"),
        Recurrent(BILL, "1", -1, "BYN"),
    ],
)
def test_what_assist_would_refuse_is_not_sent(request_: Request) -> None:
    with pytest.raises(MessageError):
        write_request(request_, ACCESS)


@pytest.mark.parametrize(
    ("kind", "old", "new", "fault"),
    [
        (Cancel, b"Amount=10.00&", b"", "amount: missing"),
        (Cancel, b"Amount=10.00", b"Amount=0", "amount: sum too small"),
        (Cancel, b"CancelReason=1", b"CancelReason=4", "cancelreason: out of range"),
        (Cancel, b"3423.1", b"3423.x", "billnumber: not a number"),
        (Cancel, b"Login=merchant&", b"", "login: missing"),
        (AskByDate, b"EndDay=23", b"EndDay=24", "endyear: out of range"),
        (AskByDate, b"EndMonth=11", b"EndMonth=13", "endyear: not a time"),
        (CreateBill, b"Bill_amount=25.90", b"Bill_amount=25.91", "checkvalue: unsigned"),
    ],
)
def test_what_is_wrong_is_named(kind: type[Request], old: bytes, new: bytes, fault: str) -> None:
    body = [body for body, request_ in REQUESTS if type(request_) is kind][-1]
    assert old in body
    with pytest.raises(MessageError) as caught:
        read_request(PATHS[kind], body.replace(old, new), salt=SALT)
    assert str(caught.value).startswith(fault)


def test_an_unknown_path_is_no_service() -> None:
    with pytest.raises(MessageError, match="path: unknown value"):
        read_request("/pay/other.cfm", b"a=1")


def test_an_attempt_is_read_and_written() -> None:
    assert read(result(order("Approved"))) == Result(0, 0, (APPROVED,))
    assert read(write_result(Result(0, 0, (APPROVED,)), merchant_id=MERCHANT, salt=SALT)) == Result(0, 0, (APPROVED,))


def test_any_approved_attempt_decides_and_else_the_last() -> None:
    declined, timeout = order("Declined", "5732614000000001"), order("Timeout", "5732614000000003")
    approved = order("Approved", "5732614000000002")

    def decisive(*orders: str) -> str:
        found = read(result(*orders)).decisive
        return found.bill if found else ""

    assert decisive(declined, approved, timeout) == "5732614000000002"
    assert decisive(declined, timeout) == "5732614000000003"
    assert decisive() == ""


def test_a_discount_is_no_money() -> None:
    attempt = read(DISCOUNTED_BODY).attempts[0]
    assert attempt.operations == OPERATIONS
    assert (attempt.order_kopecks, attempt.discount_kopecks) == (100_00, 10_00)
    written = write_result(Result(0, 0, (attempt,)), merchant_id=MERCHANT, salt=SALT)
    assert read(written).attempts[0] == attempt


def test_the_answer_to_a_cancel_may_sign_the_operation_s_amount() -> None:
    attempt = read(CANCELED_BODY).attempts[0]
    assert (attempt.signs, attempt.amount_kopecks, attempt.order_kopecks) == ("amount", 90_00, 100_00)
    assert (attempt.response_code, attempt.customer_message, attempt.card) == ("AS000", "отменён", "411111****1111")


def test_what_is_not_signed_says_so() -> None:
    assert read(result(order("Approved", signed="101.00"))).attempts[0].signs == ""
    assert read(result(order("Approved")).replace(b"<checkvalue>", b"<checkvalue>0")).attempts[0].signs == ""


def test_an_error_has_codes_and_words() -> None:
    answer = read(ERROR_BODY)
    assert (answer.first, answer.second, answer.ok, answer.attempts) == (10, 100, False, ())
    assert explained(10, 100) == "no such object: merchant_id (10/100)"
    assert explained(0, 0) == "done (0/0)"
    assert explained(99, 999) == "unknown code: unknown detail (99/999)"
    assert set(FIRST) == {*range(13), *range(14, 22)}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<result/>",
        b"<result firstcode='x' secondcode='0'/>",
        result(order("Approved")).replace(b"Approved", b"Unheard"),
        result(order("Approved")).replace(b"100.00", b"1e2"),
        result(order("Approved")).replace(b"BYN", b"933"),
        result(order("Approved", bill="x")),
        result(order("Approved", bill="\u0661" * 16)),
        result(order("Approved", more="<orderstate>Approved</orderstate>")),
        DISCOUNTED_BODY.replace(b">100<", b">101<"),
    ],
)
def test_an_answer_that_cannot_be_read_says_nothing(body: bytes) -> None:
    with pytest.raises(MessageError) as caught:
        read(body)
    assert caught.value.reply is Reply.LATER


def test_orders_are_read_from_forms_and_from_json() -> None:
    asked = OrderForm("2022.07.11-6", 100_00, "BYN")
    assert read_order(ORDER_BODY, merchant_id=MERCHANT, salt=SALT) == asked
    assert read_pay_request(JSON_BODY, merchant_id=MERCHANT, salt=SALT) == asked
    pairs = order_pairs(asked, merchant_id=MERCHANT, salt=SALT)
    assert pairs[-1] == ("Checkvalue", "F66B6A77E0907729CAC30DFEA03BE40F")
    without = order_pairs(asked, merchant_id=MERCHANT, salt=SALT, delimiter="")
    assert without[-1] == ("Checkvalue", "AF2EAECD5D5F032EADE72DF71B461347")
    assert read_order(urlencode(without).encode(), merchant_id=MERCHANT, salt=SALT, delimiter="") == asked


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"100.00", b"1.00", "checkvalue: unsigned"),
        (b"732614", b"732615", "merchant_id: unknown value"),
        (b"OrderCurrency=BYN", b"OrderCurrency=USD", "checkvalue: unsigned"),
    ],
)
def test_an_order_that_is_not_signed_is_refused(old: bytes, new: bytes, fault: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_order(ORDER_BODY.replace(old, new), merchant_id=MERCHANT, salt=SALT)
    assert str(caught.value) == fault


def test_a_page_is_read_and_written() -> None:
    assert read_page(PAGE_BODY) == PAGE
    assert write_page(PAGE) == PAGE_BODY
    for bad in (b"{}", PAGE_BODY.replace(b"https:", b"http:"), PAGE_BODY.replace(b"In Process", b"New")):
        with pytest.raises(MessageError) as caught:
            read_page(bad)
        assert caught.value.reply is Reply.LATER


@steady
@given(
    st.builds(
        replace,
        st.just(FORM),
        number=texts(least=1),
        amount_kopecks=SUMS,
        delay=st.booleans(),
        comment=texts(),
        customer=st.builds(Customer, texts(), texts(), texts(), texts(), texts()),
    ),
    st.sampled_from([";", ""]),
)
def test_orders_written_are_read_again(form: OrderForm, delimiter: str) -> None:
    pairs = order_pairs(form, merchant_id=MERCHANT, salt=SALT, delimiter=delimiter)
    body = urlencode(pairs).encode()
    assert read_order(body, merchant_id=MERCHANT, salt=SALT, delimiter=delimiter) == form
    written = write_pay_request(form, merchant_id=MERCHANT, salt=SALT, delimiter=delimiter)
    assert read_pay_request(written, merchant_id=MERCHANT, salt=SALT, delimiter=delimiter) == form


@steady
@given(
    st.lists(
        st.builds(
            Attempt,
            number=texts(least=1),
            bill=st.integers(10**15, 10**16).map(str),
            state=st.sampled_from(OrderState),
            order_kopecks=SUMS,
            order_currency=st.just("BYN"),
            response_code=st.sampled_from(["", "AS000"]),
            customer_message=texts(),
            packet_at=st.none() | WHOLE_SECONDS,
            signs=st.sampled_from(["", "orderamount"]),
            operations=st.sampled_from([(), OPERATIONS]),
        ),
        max_size=3,
    )
)
def test_answers_written_are_read_again(attempts: list[Attempt]) -> None:
    answer = Result(0, 0, tuple(attempts))
    assert read(write_result(answer, merchant_id=MERCHANT, salt=SALT)) == answer
