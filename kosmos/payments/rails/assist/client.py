"""Questions to Assist, with time limits; a provider that stays silent is left in peace for a while."""

import time
from datetime import UTC, datetime
from xml.etree.ElementTree import ParseError

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kosmos.kernel.money import kopecks
from kosmos.payments.news import News, Source
from kosmos.payments.rails.assist.codec import state_is_signed
from kosmos.payments.rails.assist.words import AMOUNT, BILL, CURRENCY, heard_of, operation_of
from kosmos.payments.rails.base import Answer, RailUnreachable

LIMITS = httpx.Timeout(5, connect=2)
MOST_BYTES = 262_144
NO_SUCH_ORDER = {("10", "107"), ("10", "201")}
"""What is answered of an order that nobody began to pay: firstcode and secondcode (unconfirmed)."""


class Circuit:
    """Opens after a few silences in a row, and lets one question through when it has rested."""

    def __init__(self, *, silences: int = 3, rest_seconds: int = 30) -> None:
        self.silences, self.rest_seconds = silences, rest_seconds
        self._in_a_row, self._since = 0, time.monotonic()

    def check(self) -> None:
        """RailUnreachable while it rests."""
        if self._in_a_row >= self.silences and time.monotonic() - self._since < self.rest_seconds:
            raise RailUnreachable("the provider was silent; it is asked again later")

    def note(self, *, silent: bool) -> None:
        """Remember how a question went."""
        self._in_a_row, self._since = (self._in_a_row + 1 if silent else 0), time.monotonic()


def ask_state(url: str, form: dict[str, str], *, circuit: Circuit) -> bytes:
    """Post a question; the answer's bytes. RailUnreachable if none comes in time."""
    circuit.check()
    try:
        with httpx.Client(timeout=LIMITS, trust_env="//127.0.0.1" not in url) as client:
            answer = client.post(url, data=form)
            answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        circuit.note(silent=True)
        raise RailUnreachable(type(error).__name__) from error
    circuit.note(silent=False)
    if len(answer.content) > MOST_BYTES:
        raise RailUnreachable("an answer too long")
    return answer.content


def question(*, merchant_id: str, login: str, password: str, number: str, since: datetime) -> dict[str, str]:
    """The form that asks for an order's state, of attempts made after an instant."""
    start = since.astimezone(UTC)
    return {
        "Merchant_ID": merchant_id,
        "Login": login,
        "Password": password,
        "Ordernumber": number,
        "StartYear": str(start.year),
        "StartMonth": str(start.month),
        "StartDay": str(start.day),
        "StartHour": str(start.hour),
        "StartMin": str(start.minute),
        "Format": "3",
    }


def read_states(body: bytes, *, rail: str, number: str, merchant_id: str, salt: str) -> Answer:
    """Read an answer about one order; RailUnreachable for what is not one, or not signed."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise RailUnreachable("not the XML that was asked for") from error
    raw = body.decode("utf-8", "replace")
    codes = (root.get("firstcode", ""), root.get("secondcode", ""))
    if root.tag != "result" or (codes[0] != "0" and codes not in NO_SUCH_ORDER):
        raise RailUnreachable(f"an error: {codes[0]}/{codes[1]}")
    fields = [{child.tag.lower(): child.text or "" for child in order} for order in root.iter("order")]
    mine = [one for one in fields if one.get("ordernumber") == number]
    if not all(state_is_signed(one, merchant_id=merchant_id, salt=salt) for one in mine):
        raise RailUnreachable("an answer that is not signed")
    return Answer(tuple(_news(one, rail) for one in mine), raw)


def _news(fields: dict[str, str], rail: str) -> News:
    heard, bill = heard_of(fields["orderstate"]), fields.get("billnumber", "")
    amount, currency = fields["orderamount"], fields["ordercurrency"]
    if heard is None or not (AMOUNT.fullmatch(amount) and CURRENCY.fullmatch(currency) and BILL.fullmatch(bill)):
        raise RailUnreachable("an answer that cannot be read")
    return News(
        order_number=fields["ordernumber"],
        heard=heard,
        amount_kopecks=kopecks(amount),
        currency=currency,
        operation=operation_of(bill),
        attempt=bill.partition(".")[0],
        source=Source.QUERY,
        rail=rail,
    )
