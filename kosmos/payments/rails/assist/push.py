"""Assist's push: a form whose check value proves who sent it, and the XML that it wants to hear."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from kosmos.payments.news import News, Source
from kosmos.payments.rails.assist.codec import signed_amount
from kosmos.payments.rails.assist.words import BILL, CURRENCY, REASONS, STATES, operation_of, state_of
from kosmos.payments.rails.base import XML, Push, PushRefused, PushReply
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.forms import read_form
from kosmos.payments.rails.wire.sums import read_sum

NEEDED = ("merchant_id", "ordernumber", "billnumber", "orderstate", "packetdate", "checkvalue")
CODES = {"too_long": (4, 0), "unreadable": (4, 0), "other_merchant": (5, 100), "unsigned": (9, 0)}
"""What a refusal is answered with: Assist's own codes for format, value and encryption."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def success(billnumber: str, packetdate: str) -> str:
    """The answer that ends Assist's repeating."""
    order = f"<order><billnumber>{escape(billnumber)}</billnumber><packetdate>{escape(packetdate)}</packetdate></order>"
    return f'{_XML}<pushpaymentresult firstcode="0" secondcode="0">{order}</pushpaymentresult>'


def refusal(code: str) -> PushRefused:
    """A push that is refused: Assist does not repeat it."""
    first, second = CODES[code]
    told = f'{_XML}<pushpaymentresult firstcode="{first}" secondcode="{second}"></pushpaymentresult>'
    return PushRefused(code, PushReply(told, content_type=XML))


def read_push(body: bytes, *, rail: str, merchant_id: str, salt: str) -> Push:
    """Read and verify a push. The amount believed is the one that is signed. PushRefused."""
    fields = _fields(body)
    if fields["merchant_id"] != merchant_id:
        raise refusal("other_merchant")
    signed = signed_amount(fields, salt)
    if signed is None:
        raise refusal("unsigned")
    amount, other = _sum(fields, signed), _sum(fields, "orderamount") if fields.get("orderamount") else None
    state, currency = state_of(fields["orderstate"]), fields["currency" if signed == "amount" else "ordercurrency"]
    if state is None or not CURRENCY.fullmatch(currency) or not amount:
        raise refusal("unreadable")
    news = News(
        order_number=fields["ordernumber"],
        heard=STATES[state],
        amount_kopecks=amount,
        currency=currency,
        operation=operation_of(fields["billnumber"]),
        attempt=fields["billnumber"].partition(".")[0],
        source=Source.PUSH,
        rail=rail,
        reason=REASONS.get(fields.get("responsecode", ""), ""),
        discount_kopecks=max(0, (other or 0) - amount),
    )
    return Push(
        news,
        PushReply(success(fields["billnumber"], fields["packetdate"]), content_type=XML),
        test=fields.get("testmode") == "1",
        sure=signed == "amount" or fields.get("amount", fields[signed]) == fields[signed],
    )


def _sum(fields: Mapping[str, str], name: str) -> int:
    try:
        return read_sum(fields[name], name)
    except MessageError as error:
        raise refusal("unreadable") from error


def _fields(body: bytes) -> dict[str, str]:
    """The form's fields by their names in small letters, each said once."""
    try:
        fields = read_form(body)
    except MessageError as error:
        raise refusal("too_long" if error.code == "too_long" else "unreadable") from error
    whole = all(fields.get(name) for name in NEEDED)
    if not whole or not BILL.fullmatch(fields["billnumber"]) or "\x00" in fields["ordernumber"]:
        raise refusal("unreadable")
    return fields
