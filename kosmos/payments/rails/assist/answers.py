"""Assist's answers in XML: read by us, written by the simulator.

Unconfirmed: how an answer of ``orderresult`` nests its operations (taken as elements ``operation`` inside an order),
and that a bill's id is the element ``Hash`` inside ``return`` (by one merchant's code).
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from kosmos.payments.rails.assist.codec import check_value, signed_amount, state_is_signed
from kosmos.payments.rails.assist.messages import Attempt, Done, Operation, OrderState, Result
from kosmos.payments.rails.assist.words import BILL, CURRENCY, state_of
from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.texts import encode_answering
from kosmos.payments.rails.wire.times import DOTTED, write_time
from kosmos.payments.rails.wire.xml import leaf, leaves_of, read_xml, tag

MOST_BYTES, MOST_ELEMENTS = 2_000_000, 50_000
"""What an answer about a whole day may have."""
GMT = ZoneInfo("UTC")
BILL_ID = re.compile(r"[0-9A-Za-z+/=_.-]{4,200}")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'


def read_result(body: bytes, *, merchant_id: str, salt: str) -> Result:
    """An answer of any service; each attempt says whether it is signed. MessageError, after which it is asked again."""
    with says_nothing():
        root = read_xml(body, root="result", most_bytes=MOST_BYTES, most_elements=MOST_ELEMENTS)
        codes = Fields(root.attrib)
        first, second = codes.whole("firstcode", most=9_999), codes.whole("secondcode", most=9_999)
        attempts = tuple(_attempt(order, merchant_id, salt) for order in root.iter("order"))
        return Result(first, second, attempts, _bill_id(root)) if first == 0 else Result(first, second)


def _bill_id(root: Element) -> str:
    """What a bill is opened by, if the answer tells of one. MessageError: unknown_value, repeated."""
    found = [one for part in root.iter("return") for one in part if one.tag.lower() == "hash"]
    if len(found) > 1:
        raise MessageError("repeated", "Hash")
    text = (found[0].text or "").strip() if found else ""
    if found and not BILL_ID.fullmatch(text):
        raise MessageError("unknown_value", "Hash")
    return text


def _attempt(order: Element, merchant_id: str, salt: str) -> Attempt:
    fields = _leaves(order)
    return Attempt(
        number=fields.needed("ordernumber", most=128),
        bill=_bill(fields),
        state=_state(fields),
        order_kopecks=fields.sum("orderamount"),
        order_currency=_currency(fields, "ordercurrency"),
        amount_kopecks=fields.some_sum("amount"),
        currency=_currency(fields, "currency") if fields.text("currency") else "",
        response_code=fields.text("responsecode", most=20),
        customer_message=fields.text("customermessage", most=1_000),
        card=fields.text("meannumber", most=40),
        approval=fields.text("approvalcode", most=40),
        packet_at=fields.some_time("packetdate", form=DOTTED, zone=GMT),
        test=fields.text("testmode") == "1",
        signs=_signs(fields.values, merchant_id, salt),
        operations=tuple(_done(one) for one in order.iter("operation")),
    )


def _signs(values: Mapping[str, str], merchant_id: str, salt: str) -> str:
    """The amount that the check value covers: that of the order first, as status answers sign it."""
    if state_is_signed(values, merchant_id=merchant_id, salt=salt):
        return "orderamount"
    return signed_amount({**values, "merchant_id": merchant_id}, salt) or ""


def _done(element: Element) -> Done:
    fields = _leaves(element)
    try:
        operation = Operation(fields.whole("operationtype"))
    except ValueError as error:
        raise MessageError("unknown_value", "operationtype") from error
    return Done(
        bill=_bill(fields),
        operation=operation,
        state=fields.text("operationstate", most=40),
        amount_kopecks=fields.sum("amount"),
        currency=_currency(fields, "currency"),
        means=fields.text("meantypename", most=60),
    )


def _leaves(element: Element) -> Fields:
    """Texts by their tags in small letters. MessageError: repeated."""
    values: dict[str, str] = {}
    for child in element:
        name = child.tag.lower()
        if name in values and not len(child):
            raise MessageError("repeated", name[:40])
        if name != "operation":
            values[name] = child.text or ""
    return Fields(values)


def _bill(fields: Fields) -> str:
    text = fields.needed("billnumber", most=30)
    if not BILL.fullmatch(text):
        raise MessageError("not_a_number", "billnumber")
    return text


def _state(fields: Fields) -> OrderState:
    state = state_of(fields.needed("orderstate"))
    if state is None:
        raise MessageError("unknown_value", "orderstate")
    return state


def _currency(fields: Fields, name: str) -> str:
    text = fields.needed(name, most=3)
    if not CURRENCY.fullmatch(text):
        raise MessageError("unknown_value", name)
    return text


def write_result(result: Result, *, merchant_id: str, salt: str) -> bytes:
    """An answer as Assist sends it; an attempt is signed by the amount that its ``signs`` names."""
    orders = "".join(tag("order", "".join(_attempt_xml(one, merchant_id, salt))) for one in result.attempts)
    orders += tag("return", leaf("Hash", result.bill_id)) if result.bill_id else ""
    codes = {
        "firstcode": str(result.first),
        "secondcode": str(result.second),
        "count": str(len(result.attempts) or int(bool(result.bill_id))),
    }
    return encode_answering(HEADER + tag("result", orders, **codes), "utf-8")


def _attempt_xml(attempt: Attempt, merchant_id: str, salt: str) -> Iterator[str]:
    amount = "" if attempt.amount_kopecks is None else write_sum(attempt.amount_kopecks, "amount")
    packet = write_time(attempt.packet_at, "packetdate", form=DOTTED, zone=GMT) if attempt.packet_at else ""
    values = {
        "ordernumber": attempt.number,
        "billnumber": attempt.bill,
        "orderamount": write_sum(attempt.order_kopecks, "orderamount"),
        "ordercurrency": attempt.order_currency,
        "amount": amount,
        "currency": attempt.currency,
        "orderstate": attempt.state.value,
        "responsecode": attempt.response_code,
        "customermessage": attempt.customer_message,
        "meannumber": attempt.card,
        "approvalcode": attempt.approval,
        "packetdate": packet,
    }
    yield leaves_of(values)
    if attempt.signs:
        currency = "currency" if attempt.signs == "amount" else "ordercurrency"
        parts = (merchant_id, values["ordernumber"], values[attempt.signs], values[currency], values["orderstate"])
        yield leaf("checkvalue", check_value("".join(parts), salt))
    yield from (_done_xml(one) for one in attempt.operations)


def _done_xml(done: Done) -> str:
    values = {
        "billnumber": done.bill,
        "operationtype": str(done.operation.value),
        "operationstate": done.state,
        "amount": write_sum(done.amount_kopecks, "amount"),
        "currency": done.currency,
        "meantypename": done.means,
    }
    return tag("operation", leaves_of(values))
