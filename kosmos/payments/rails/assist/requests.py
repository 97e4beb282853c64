"""Assist's web services: the forms that ask them, written by us and read by the simulator.

Unconfirmed: that ``resultbydate`` names its period as the status query does, and a bill's check value: its parameters
and their order are one merchant's code's, and one that is absent leaves its delimiter, as the documents say of another
service of bills.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kosmos.payments.rails.assist.codec import check_value
from kosmos.payments.rails.assist.messages import (
    Access,
    AskByDate,
    AskResult,
    AskState,
    Cancel,
    CancelReason,
    Charge,
    CreateBill,
    Customer,
    Recurrent,
    Request,
)
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.forms import read_form, write_form
from kosmos.payments.rails.wire.signing import same_hex
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.times import write_time

Pairs = Iterator[tuple[str, str]]
GMT = ZoneInfo("UTC")
LONGEST_PERIOD = timedelta(days=1)
PAY_UNTIL = "YYYYMMDDThhmm"
XML_FORMAT = "3"
_CLOCK = ("year", "month", "day", "hour", "min")
PATHS: dict[type[Request], str] = {
    AskState: "/orderstate/orderstate.cfm",
    AskResult: "/orderresult/orderresult.cfm",
    AskByDate: "/resultbydate/resultbydate.cfm",
    Charge: "/charge/charge.cfm",
    Cancel: "/cancel/cancel.cfm",
    Recurrent: "/recurrent/rp.cfm",
    CreateBill: "/bill/createbill.cfm",
}
"""Where each request is sent, behind the host that Assist assigned."""


def write_request(request: Request, access: Access, *, salt: str = "") -> bytes:
    """The form of a request, answered in XML; ``salt`` signs bills. MessageError: out_of_range for too long a period,
    missing for a sum without its currency."""
    who = [("Merchant_ID", access.merchant_id), ("Login", access.login), ("Password", access.password)]
    pairs = [*who, *_pairs(request), ("Format", XML_FORMAT)]
    if isinstance(request, CreateBill):
        pairs.append(("Checkvalue", check_value(bill_text({name.lower(): value for name, value in pairs}), salt)))
    return write_form(pairs)


def _pairs(request: Request) -> Pairs:
    match request:
        case AskState() | AskResult():
            yield ("Ordernumber", request.number)
            yield from _period(request.since, request.until)
            yield from [("Language", request.language)] if isinstance(request, AskResult) else []
        case AskByDate():
            if not timedelta(0) < request.until - request.since <= LONGEST_PERIOD:
                raise MessageError("out_of_range", "EndYear", detail="at most a day")
            yield from _period(request.since, request.until)
        case Charge() | Cancel():
            yield ("Billnumber", request.bill)
            yield from _money(request)
            yield from [("CancelReason", str(request.reason.value))] if isinstance(request, Cancel) else []
            yield from (("Language", request.language), ("ClientIP", request.client_ip))
        case Recurrent():
            yield from (("BillNumber", request.bill), ("OrderNumber", request.number))
            yield from (("Amount", write_sum(request.amount_kopecks, "Amount")), ("Currency", request.currency))
            yield from (("OrderComment", request.comment), ("Language", request.language))
        case CreateBill():
            yield from _bill(request)


def _money(request: Charge | Cancel) -> Pairs:
    amount = request.amount_kopecks
    if (amount is None) != (request.currency == ""):
        raise MessageError("missing", "Currency" if amount is not None else "Amount")
    if amount is not None:
        yield from (("Amount", write_sum(amount, "Amount")), ("Currency", request.currency))


def _period(since: datetime | None, until: datetime | None) -> Pairs:
    for begin, at in (("Start", since), ("End", until)):
        if at is not None:
            clock = at.astimezone(UTC)
            yield from ((f"{begin}Year", str(clock.year)), (f"{begin}Month", str(clock.month)))
            yield from ((f"{begin}Day", str(clock.day)), (f"{begin}Hour", str(clock.hour)))
            yield (f"{begin}Min", str(clock.minute))


def _bill(bill: CreateBill) -> Pairs:
    until = bill.pay_until
    yield from (("Bill", bill.number), ("Bill_amount", write_sum(bill.amount_kopecks, "Bill_amount")))
    yield from (("Bill_currency", bill.currency), ("Bill_comment", bill.comment))
    yield from (("Customer_Name", bill.customer.firstname), ("Customer_Lastname", bill.customer.lastname))
    yield from (("Customer_Middlename", bill.customer.middlename), ("Customer_Email", bill.customer.email))
    yield ("Language", bill.language)
    yield ("Pay_until", write_time(until, "Pay_until", form=PAY_UNTIL, zone=GMT) if until else "")
    yield from (("DelayPayment", "1" if bill.delay else ""), ("CustomerNumber", bill.customer.number))
    yield ("SendNotification", "1" if bill.send_notification else "")


SIGNED = (
    *("merchant_id", "login", "password", "bill", "bill_amount", "bill_currency", "bill_comment", "customer_name"),
    *("customer_lastname", "customer_middlename", "customer_email", "customer_phone", "customer_mobile"),
    *("language", "pay_until"),
)
"""The parameters of a bill that its check value covers, in their order."""


def bill_text(values: Mapping[str, str]) -> str:
    """What is signed of a bill, by names in small letters: `;` between its parameters, also where one is absent."""
    return ";".join(values.get(name, "") for name in SIGNED)


def read_request(path: str, body: bytes, *, salt: str = "") -> tuple[Access, Request]:
    """Who asks a service and what, by its path. MessageError: unknown_value (path), missing, unsigned (a bill)."""
    kinds = {known: kind for kind, known in PATHS.items()}
    if path not in kinds:
        raise MessageError("unknown_value", "path")
    values = read_form(body)
    fields = Fields(values)
    access = Access(fields.digits("merchant_id"), fields.needed("login"), fields.needed("password"))
    signed = check_value(bill_text(values), salt)
    if kinds[path] is CreateBill and not same_hex(values.get("checkvalue", ""), signed):
        raise MessageError("unsigned", "checkvalue")
    return access, _READERS[kinds[path]](fields)


def _ask_state(fields: Fields) -> AskState:
    return AskState(fields.needed("ordernumber", most=128), _instant(fields, "start"), _instant(fields, "end"))


def _ask_result(fields: Fields) -> AskResult:
    asked = _ask_state(fields)
    return AskResult(asked.number, asked.since, asked.until, fields.text("language"))


def _ask_by_date(fields: Fields) -> AskByDate:
    since, until = _instant(fields, "start"), _instant(fields, "end")
    if since is None or until is None:
        raise MessageError("missing", "startyear" if since is None else "endyear")
    if not timedelta(0) < until - since <= LONGEST_PERIOD:
        raise MessageError("out_of_range", "endyear", detail="at most a day")
    return AskByDate(since, until)


def _charge(fields: Fields) -> Charge:
    amount, currency = _sum_of(fields)
    return Charge(_bill_number(fields), amount, currency, fields.text("language"), fields.text("clientip", most=45))


def _cancel(fields: Fields) -> Cancel:
    amount, currency = _sum_of(fields)
    reason = CancelReason(fields.whole("cancelreason", least=1, most=3)) if fields.text("cancelreason") else None
    bill, language, address = _bill_number(fields), fields.text("language"), fields.text("clientip", most=45)
    return Cancel(bill, amount, currency, reason or CancelReason.SHOP, language, address)


def _recurrent(fields: Fields) -> Recurrent:
    return Recurrent(
        bill=_bill_number(fields),
        number=fields.needed("ordernumber", most=128),
        amount_kopecks=fields.paid("amount"),
        currency=fields.needed("currency", most=3),
        comment=fields.text("ordercomment", most=4_000),
        language=fields.text("language"),
    )


def _create_bill(fields: Fields) -> CreateBill:
    return CreateBill(
        number=fields.needed("bill", most=30),
        amount_kopecks=fields.paid("bill_amount"),
        currency=fields.needed("bill_currency", most=3),
        comment=fields.text("bill_comment", most=4_000),
        customer=_billed(fields),
        language=fields.text("language"),
        pay_until=fields.some_time("pay_until", form=PAY_UNTIL, zone=GMT),
        delay=fields.text("delaypayment") == "1",
        send_notification=fields.text("sendnotification") == "1",
    )


def customer_of(fields: Fields) -> Customer:
    """The payer, as far as a form tells of him. MessageError: too_long, control_signs."""
    return Customer(
        fields.text("lastname", most=128),
        fields.text("firstname", most=128),
        fields.text("middlename", most=128),
        fields.text("email", most=128),
        fields.text("customernumber"),
    )


def _billed(fields: Fields) -> Customer:
    return Customer(
        fields.text("customer_lastname", most=128),
        fields.text("customer_name", most=128),
        fields.text("customer_middlename", most=128),
        fields.text("customer_email", most=128),
        fields.text("customernumber"),
    )


def _sum_of(fields: Fields) -> tuple[int | None, str]:
    """Amount and currency, both or neither."""
    amount, currency = fields.text("amount"), fields.text("currency", most=3)
    if bool(amount) != bool(currency):
        raise MessageError("missing", "currency" if amount else "amount")
    return (fields.paid("amount") if amount else None), currency


def _bill_number(fields: Fields) -> str:
    text = fields.needed("billnumber", most=25)
    whole, point, operation = text.partition(".")
    if not (text.isascii() and whole.isdecimal() and (operation.isdecimal() or not point)):
        raise MessageError("not_a_number", "billnumber")
    return text


def _instant(fields: Fields, begin: str) -> datetime | None:
    if not fields.text(f"{begin}year"):
        return None
    year, month, day, hour, minute = (fields.whole(f"{begin}{part}", most=2199) for part in _CLOCK)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=GMT)
    except ValueError as error:
        raise MessageError("not_a_time", f"{begin}year") from error


_READERS: dict[type[Request], Callable[[Fields], Request]] = {
    AskState: _ask_state,
    AskResult: _ask_result,
    AskByDate: _ask_by_date,
    Charge: _charge,
    Cancel: _cancel,
    Recurrent: _recurrent,
    CreateBill: _create_bill,
}
