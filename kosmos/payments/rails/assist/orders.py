"""The form that opens Assist's payment page, and the same wish as JSON for an address that can be sent on.

Unconfirmed: the names of the JSON answer's members (taken as the documents list them).
"""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from kosmos.payments.rails.assist.codec import check_value, request_text
from kosmos.payments.rails.assist.messages import OrderForm, OrderState, PayPage, Recurring
from kosmos.payments.rails.assist.requests import customer_of
from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.forms import read_form
from kosmos.payments.rails.wire.json_body import Members, read_json, write_json
from kosmos.payments.rails.wire.signing import same_hex
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.times import DOTTED, read_day, read_time, write_day, write_time

PAGE, JSON = "/pay/order.cfm", "/pay/payrequest.cfm"
DAY = "DD.MM.YYYY"
GMT = ZoneInfo("UTC")
URL_SIGNS = 2_000


def order_pairs(form: OrderForm, *, merchant_id: str, salt: str, delimiter: str = ";") -> list[tuple[str, str]]:
    """The signed parameters of an order. MessageError for a sum that none can bear."""
    amount = write_sum(form.amount_kopecks, "OrderAmount")
    text = request_text(
        merchant_id=merchant_id, number=form.number, amount=amount, currency=form.currency, delimiter=delimiter
    )
    pairs = [("Merchant_ID", merchant_id), *_pairs(form, amount), ("Checkvalue", check_value(text, salt))]
    return [(name, value) for name, value in pairs if value]


def _pairs(form: OrderForm, amount: str) -> Iterator[tuple[str, str]]:
    customer = form.customer
    yield from (("OrderNumber", form.number), ("OrderAmount", amount), ("OrderCurrency", form.currency))
    yield from (("Language", form.language), ("Delay", "1" if form.delay else ""), ("OrderComment", form.comment))
    yield from (("Lastname", customer.lastname), ("Firstname", customer.firstname))
    yield from (("Middlename", customer.middlename), ("Email", customer.email), ("CustomerNumber", customer.number))
    yield from (("URL_RETURN", form.return_url), ("URL_RETURN_OK", form.return_ok_url))
    yield ("URL_RETURN_NO", form.return_no_url)
    if form.recurring:
        yield from _recurring_pairs(form.recurring)


def _recurring_pairs(recurring: Recurring) -> Iterator[tuple[str, str]]:
    yield ("RecurringIndicator", "1")
    yield ("RecurringMinAmount", write_sum(recurring.least_kopecks, "RecurringMinAmount"))
    yield ("RecurringMaxAmount", write_sum(recurring.most_kopecks, "RecurringMaxAmount"))
    yield ("RecurringPeriod", str(recurring.period_days))
    yield ("RecurringMaxDate", write_day(recurring.until, form=DAY))


def read_order(body: bytes, *, merchant_id: str, salt: str, delimiter: str = ";") -> OrderForm:
    """An order's parameters as Assist reads them. MessageError: unknown_value (merchant), unsigned, missing."""
    return _order(read_form(body), merchant_id=merchant_id, salt=salt, delimiter=delimiter)


def write_pay_request(form: OrderForm, *, merchant_id: str, salt: str, delimiter: str = ";") -> bytes:
    """An order as JSON: the same parameters by the same names."""
    return write_json(dict(order_pairs(form, merchant_id=merchant_id, salt=salt, delimiter=delimiter)))


def read_pay_request(body: bytes, *, merchant_id: str, salt: str, delimiter: str = ";") -> OrderForm:
    """An order from JSON, as Assist reads it. MessageError as `read_order`."""
    given = read_json(body)
    values = {name.lower(): given.text(name, most=4_000) for name in given.values}
    return _order(values, merchant_id=merchant_id, salt=salt, delimiter=delimiter)


def _order(values: dict[str, str], *, merchant_id: str, salt: str, delimiter: str) -> OrderForm:
    fields = Fields(values)
    if fields.needed("merchant_id") != merchant_id:
        raise MessageError("unknown_value", "merchant_id")
    text = request_text(
        merchant_id=merchant_id,
        number=values.get("ordernumber", ""),
        amount=values.get("orderamount", ""),
        currency=values.get("ordercurrency", ""),
        delimiter=delimiter,
    )
    if not same_hex(values.get("checkvalue", ""), check_value(text, salt)):
        raise MessageError("unsigned", "checkvalue")
    return OrderForm(
        number=fields.needed("ordernumber", most=128),
        amount_kopecks=fields.paid("orderamount"),
        currency=fields.needed("ordercurrency", most=3),
        language=fields.text("language"),
        delay=fields.text("delay") == "1",
        comment=fields.text("ordercomment", most=4_000),
        customer=customer_of(fields),
        return_url=fields.text("url_return", most=URL_SIGNS),
        return_ok_url=fields.text("url_return_ok", most=URL_SIGNS),
        return_no_url=fields.text("url_return_no", most=URL_SIGNS),
        recurring=_recurring(fields) if fields.text("recurringindicator") == "1" else None,
    )


def _recurring(fields: Fields) -> Recurring:
    return Recurring(
        fields.sum("recurringminamount"),
        fields.sum("recurringmaxamount"),
        fields.whole("recurringperiod", least=1, most=3_660),
        _day(fields, "recurringmaxdate"),
    )


def _day(fields: Fields, name: str) -> date:
    return read_day(fields.needed(name), name, form=DAY)


def write_page(page: PayPage) -> bytes:
    """The answer to an order as JSON."""
    at = page.expires_at
    expires = write_time(at, "expirationtime", form=DOTTED, zone=GMT) if at else ""
    return write_json(
        {"URL": page.url, "orderstate": page.state.value if page.state else "", "expirationtime": expires}
    )


def read_page(body: bytes) -> PayPage:
    """The page that was made. MessageError, after which nothing is known; the address is one by https."""
    with says_nothing():
        given = read_json(body)
        values = Members({name.lower(): value for name, value in given.values.items()})
        url, state, expires = values.needed("url", most=URL_SIGNS), values.text("orderstate"), _expires(values)
        if not url.startswith("https://"):
            raise MessageError("unknown_value", "url")
        if state and state not in {known.value for known in OrderState}:
            raise MessageError("unknown_value", "orderstate")
        at = read_time(expires, "expirationtime", form=DOTTED, zone=GMT) if expires else None
        return PayPage(url, OrderState(state) if state else None, at)


def _expires(values: Members) -> str:
    return values.text("expirationtime", most=40)
