"""Assist's push: a form whose check value proves who sent it, and the XML that it wants to hear."""

from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from kosmos.kernel.money import kopecks
from kosmos.payments.news import News, Source
from kosmos.payments.rails.assist.codec import signed_amount
from kosmos.payments.rails.assist.words import AMOUNT, BILL, CURRENCY, REASONS, heard_of, operation_of
from kosmos.payments.rails.base import Push, PushRefused

MOST_BYTES = 65_536
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
    return PushRefused(code, f'{_XML}<pushpaymentresult firstcode="{first}" secondcode="{second}"></pushpaymentresult>')


def read_push(body: bytes, *, rail: str, merchant_id: str, salt: str) -> Push:
    """Read and verify a push. The amount believed is the one that is signed. PushRefused."""
    fields = _fields(body)
    if fields["merchant_id"] != merchant_id:
        raise refusal("other_merchant")
    signed = signed_amount(fields, salt)
    if signed is None:
        raise refusal("unsigned")
    amount, currency = fields[signed], fields["currency" if signed == "amount" else "ordercurrency"]
    heard = heard_of(fields["orderstate"])
    if heard is None or not AMOUNT.fullmatch(amount) or not CURRENCY.fullmatch(currency) or not kopecks(amount):
        raise refusal("unreadable")
    news = News(
        order_number=fields["ordernumber"],
        heard=heard,
        amount_kopecks=kopecks(amount),
        currency=currency,
        operation=operation_of(fields["billnumber"]),
        attempt=fields["billnumber"].partition(".")[0],
        source=Source.PUSH,
        rail=rail,
        reason=REASONS.get(fields.get("responsecode", ""), ""),
    )
    return Push(
        news,
        success(fields["billnumber"], fields["packetdate"]),
        test=fields.get("testmode") == "1",
        sure=signed == "amount" or fields.get("amount", amount) == amount,
    )


def _fields(body: bytes) -> dict[str, str]:
    """The form's fields by their names in small letters, each said once."""
    if len(body) > MOST_BYTES:
        raise refusal("too_long")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=200)
    except ValueError as error:
        raise refusal("unreadable") from error
    fields = {name.lower(): value for name, value in pairs}
    whole = len(fields) == len(pairs) and all(fields.get(name) for name in NEEDED)
    if not whole or not BILL.fullmatch(fields["billnumber"]) or "\x00" in fields["ordernumber"]:
        raise refusal("unreadable")
    return fields
