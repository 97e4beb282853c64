"""Messages of Assist's web services as bytes, written by hand."""

from datetime import UTC, date, datetime

from kosmos.payments.rails.assist.answers import read_result
from kosmos.payments.rails.assist.codec import check_value, request_text
from kosmos.payments.rails.assist.messages import (
    Access,
    AskByDate,
    AskResult,
    AskState,
    Attempt,
    Cancel,
    CancelReason,
    Charge,
    CreateBill,
    Customer,
    Done,
    Operation,
    OrderForm,
    OrderState,
    PayPage,
    Recurrent,
    Recurring,
    Request,
    Result,
)
from kosmos.payments.rails.assist.orders import read_order, read_page, read_pay_request
from kosmos.payments.rails.assist.push import read_push
from kosmos.payments.rails.assist.requests import PATHS, read_request
from kosmos.payments.rails.base import PushRefused
from kosmos.payments.rails.tests.fuzzing import FuzzTarget, signed_anew
from kosmos.payments.rails.wire.errors import MessageError

MERCHANT, SALT = "732614", "secret"
ACCESS = Access(MERCHANT, "merchant", "pass word")
WHO = b"Merchant_ID=732614&Login=merchant&Password=pass+word&"
SINCE = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
UNTIL = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
START = b"&StartYear=2026&StartMonth=11&StartDay=22&StartHour=10&StartMin=5"
END = b"&EndYear=2026&EndMonth=11&EndDay=23&EndHour=10&EndMin=5"
BILL = "5732614256223423"

REQUESTS: tuple[tuple[bytes, Request], ...] = (
    (WHO + b"Ordernumber=2022.07.11-6" + START + b"&Format=3", AskState("2022.07.11-6", SINCE)),
    (
        WHO + b"Ordernumber=2022.07.11-6" + START + END + b"&Language=EN&Format=3",
        AskResult("2022.07.11-6", SINCE, UNTIL, "EN"),
    ),
    (WHO + START[1:] + END + b"&Format=3", AskByDate(SINCE, UNTIL)),
    (
        WHO + b"Billnumber=5732614256223423&Amount=25.90&Currency=BYN&Language=RU&ClientIP=127.0.0.1&Format=3",
        Charge(BILL, 2590, "BYN", client_ip="127.0.0.1"),
    ),
    (
        WHO + b"Billnumber=5732614256223423&CancelReason=2&Language=RU&Format=3",
        Cancel(BILL, reason=CancelReason.CUSTOMER),
    ),
    (
        WHO + b"Billnumber=5732614256223423.1&Amount=10.00&Currency=BYN&CancelReason=1&Language=RU&Format=3",
        Cancel(f"{BILL}.1", 1000, "BYN"),
    ),
    (
        WHO + b"BillNumber=5732614256223423&OrderNumber=100482-B&Amount=25.90&Currency=BYN"
        b"&OrderComment=%D0%90%D0%B2%D1%82%D0%BE&Language=RU&Format=3",
        Recurrent(BILL, "100482-B", 2590, "BYN", "Авто"),
    ),
    (
        WHO + b"Bill=100482-C&Bill_amount=25.90&Bill_currency=BYN&Customer_Lastname=Test&Language=RU"
        b"&Pay_until=20261123T1005&CustomerNumber=7&SendNotification=1&Format=3&Checkvalue="
        + check_value("732614;merchant;pass word;100482-C;25.90;BYN;;;Test;;;;;RU;20261123T1005", SALT).encode(),
        CreateBill(
            "100482-C",
            2590,
            "BYN",
            customer=Customer("Test", number="7"),
            pay_until=UNTIL,
            send_notification=True,
        ),
    ),
)

HEADER = b'<?xml version="1.0" encoding="UTF-8"?>'


def order(state: str, bill: str = BILL, *, more: str = "", signed: str = "100.00") -> str:
    """An attempt at one order, as a status answer has it."""
    value = check_value(f"7326142022.07.11-6{signed}BYN{state}", SALT)
    return (
        f"<order><ordernumber>2022.07.11-6</ordernumber><billnumber>{bill}</billnumber>"
        "<orderamount>100.00</orderamount><ordercurrency>BYN</ordercurrency>"
        f"{more}<orderstate>{state}</orderstate><packetdate>11.07.2022 07:23:15</packetdate>"
        f"<checkvalue>{value}</checkvalue></order>"
    )


def result(*orders: str, first: int = 0, second: int = 0) -> bytes:
    """An answer around its orders."""
    head = f'<result firstcode="{first}" secondcode="{second}" count="{len(orders)}">'
    return HEADER + f"{head}{''.join(orders)}</result>".encode()


PACKET = datetime(2022, 7, 11, 7, 23, 15, tzinfo=UTC)
APPROVED = Attempt("2022.07.11-6", BILL, OrderState.APPROVED, 100_00, "BYN", packet_at=PACKET, signs="orderamount")
DISCOUNTED = (
    "<operation><billnumber>5732614256223423.1</billnumber><operationtype>100</operationtype>"
    "<operationstate>Approved</operationstate><amount>90.00</amount><currency>BYN</currency>"
    "<meantypename>VISA</meantypename></operation>"
    "<operation><billnumber>5732614256223423.2</billnumber><operationtype>100</operationtype>"
    "<operationstate>Approved</operationstate><amount>10.00</amount><currency>BYN</currency>"
    "<meantypename>Discount</meantypename></operation>"
)
OPERATIONS = (
    Done(f"{BILL}.1", Operation.APPROVE, "Approved", 90_00, "BYN", "VISA"),
    Done(f"{BILL}.2", Operation.APPROVE, "Approved", 10_00, "BYN", "Discount"),
)
DISCOUNTED_BODY = result(order("Approved", more=DISCOUNTED))
CANCELED_BODY = (
    HEADER
    + (
        '<result firstcode="0" secondcode="0" count="1"><orders><order><ordernumber>2022.07.11-6</ordernumber>'
        "<responsecode>AS000</responsecode><amount>90.00</amount><currency>BYN</currency>"
        "<meannumber>411111****1111</meannumber><approvalcode>X26591</approvalcode>"
        "<customermessage>отменён</customermessage><orderstate>Approved</orderstate>"
        "<billnumber>5732614256223423.1</billnumber><orderamount>100.00</orderamount>"
        "<ordercurrency>BYN</ordercurrency><checkvalue>4EFFA40E41EF3A6CEC8BBA5732DECE53</checkvalue>"
        "</order></orders></result>"
    ).encode()
)
ERROR_BODY = b"<result firstcode='10' secondcode='100' count='0'></result>"
RESULTS: tuple[tuple[bytes, Result], ...] = ((result(order("Approved")), Result(0, 0, (APPROVED,))),)

FORM = OrderForm(
    *("100482-A", 2590, "BYN", "RU", True, "Интернет", Customer("Тестов", "T", "", "a@example.by", "7")),
    *("https://example.by/r", "https://example.by/ok", "https://example.by/no"),
    Recurring(100, 10_000, 30, date(2027, 12, 31)),
)
_ORDER = (
    b"Merchant_ID=732614&OrderNumber=2022.07.11-6&OrderAmount=100.00&OrderCurrency=BYN&Language=RU"
    b"&checkvalue=F66B6A77E0907729CAC30DFEA03BE40F"
)
ORDER_BODY = _ORDER
JSON_BODY = (
    b'{"merchant_id":732614,"OrderNumber":"2022.07.11-6","OrderAmount":"100.00","OrderCurrency":"BYN",'
    b'"Language":"RU","Checkvalue":"f66b6a77e0907729cac30dfea03be40f"}'
)
PAGE_BODY = b'{"URL":"https://test.paysec.by/pay?x=1","orderstate":"In Process","expirationtime":"23.11.2026 10:05:00"}'
PAGE = PayPage("https://test.paysec.by/pay?x=1", OrderState.IN_PROCESS, UNTIL)
PUSH_BODY = (
    b"merchant_id=732614&ordernumber=2022.07.11-6&billnumber=5732614256223423.1&testmode=0&orderamount=100.00"
    b"&ordercurrency=BYN&amount=90.00&currency=BYN&orderstate=Approved&responsecode=AS000"
    b"&packetdate=11.07.2022+07%3A23%3A15&checkvalue=4EFFA40E41EF3A6CEC8BBA5732DECE53"
)


def _push(body: bytes) -> object:
    try:
        return read_push(body, rail="assist", merchant_id=MERCHANT, salt=SALT)
    except PushRefused as refused:
        raise MessageError(refused.code) from refused


def _pushed(body: bytes) -> bytes:
    names = ("merchant_id", "ordernumber", "amount", "currency", "orderstate")
    return signed_anew(
        body, "checkvalue", lambda fields: check_value("".join(fields.get(name, "") for name in names), SALT)
    )


def _signed_order(body: bytes) -> object:
    def sign(fields: dict[str, str]) -> str:
        number, amount, currency = (fields.get(name, "") for name in ("ordernumber", "orderamount", "ordercurrency"))
        text = request_text(merchant_id=MERCHANT, number=number, amount=amount, currency=currency)
        return check_value(text, SALT)

    return read_order(signed_anew(body, "checkvalue", sign), merchant_id=MERCHANT, salt=SALT)


def _request(path: str, seeds: tuple[bytes, ...]) -> FuzzTarget:
    return FuzzTarget("assist", path.rpartition("/")[2], lambda body: read_request(path, body, salt=SALT), seeds)


TARGETS = (
    *(_request(path, tuple(body for body, of in REQUESTS if type(of) is kind)) for kind, path in PATHS.items()),
    FuzzTarget(
        "assist",
        "result",
        lambda body: read_result(body, merchant_id=MERCHANT, salt=SALT),
        (RESULTS[0][0], DISCOUNTED_BODY, CANCELED_BODY, ERROR_BODY),
    ),
    FuzzTarget("assist", "order", lambda body: read_order(body, merchant_id=MERCHANT, salt=SALT), (ORDER_BODY,)),
    FuzzTarget("assist", "signed push", lambda body: _push(_pushed(body)), (PUSH_BODY,)),
    FuzzTarget("assist", "signed order", _signed_order, (ORDER_BODY,)),
    FuzzTarget("assist", "json", lambda body: read_pay_request(body, merchant_id=MERCHANT, salt=SALT), (JSON_BODY,)),
    FuzzTarget("assist", "page", read_page, (PAGE_BODY,)),
    FuzzTarget("assist", "push", _push, (PUSH_BODY,)),
)
