"""CyberPlat's check, payment, cancel and status: the messages of OSMP in other words.

A result that CyberPlat has no code for becomes the nearest one it has. Unconfirmed, and therefore settings: whether
its later code 11 (temporary) is known to the agent, how long a receipt is, the clock (taken as Minsk's), and the
encoding of queries. ``authcode`` is our number of the payment.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kosmos.payments.rails.osmp.messages import (
    ACCOUNT_SIGNS,
    TXN_ID_DIGITS,
    Answer,
    Cancel,
    Check,
    Extra,
    Pay,
    Request,
    Result,
    Status,
)
from kosmos.payments.rails.wire.errors import MessageError, Reply, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.forms import read_form, write_form
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.texts import encode_answering
from kosmos.payments.rails.wire.times import ISO, write_time
from kosmos.payments.rails.wire.xml import leaf, leaves_of, read_xml, tag
from kosmos.payments.rails.wire.xml import leaves as leaves_in

MINSK = ZoneInfo("Europe/Minsk")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'
MESSAGE_SIGNS = 1_000
ACTIONS = {Check: "check", Pay: "payment", Cancel: "cancel", Status: "status"}

CODES = {
    Result.OK: 0,
    Result.TEMPORARY: 11,
    Result.ACCOUNT_FORMAT: 2,
    Result.ACCOUNT_UNKNOWN: 2,
    Result.FORBIDDEN: -3,
    Result.FORBIDDEN_TECHNICAL: -3,
    Result.ACCOUNT_INACTIVE: 2,
    Result.NOT_FINISHED: 8,
    Result.SUM_TOO_SMALL: 3,
    Result.SUM_TOO_LARGE: 3,
    Result.STATE_UNKNOWN: -3,
    Result.PAYMENT_UNKNOWN: 6,
    Result.PAYMENT_CANCELLED: 7,
    Result.CANCEL_IMPOSSIBLE: 9,
    Result.OTHER: -3,
}
RESULTS = {
    0: Result.OK,
    1: Result.OTHER,
    2: Result.ACCOUNT_UNKNOWN,
    3: Result.SUM_TOO_LARGE,
    4: Result.OTHER,
    5: Result.OTHER,
    6: Result.PAYMENT_UNKNOWN,
    7: Result.PAYMENT_CANCELLED,
    8: Result.NOT_FINISHED,
    9: Result.CANCEL_IMPOSSIBLE,
    11: Result.TEMPORARY,
    14: Result.OTHER,
    -1: Result.OTHER,
    -2: Result.OTHER,
    -3: Result.OTHER,
    -4: Result.OTHER,
}
"""What each code of theirs means to us; what only says that the request was wrong is another fault."""

BAD_FIELD = {"action": 1, "number": 2, "amount": 3, "receipt": 4, "date": 5, "additional": -1, "type": -2}
"""The code for a request in which that parameter cannot be read."""


@dataclass(frozen=True, slots=True)
class CyberPlat:
    """CyberPlat as one agent speaks it; one that lacks code 11 hears 8, undefined, instead."""

    knows_temporary: bool = True
    receipt_digits: int = TXN_ID_DIGITS
    encoding: str = "utf-8"
    zone: ZoneInfo = MINSK
    name: str = "cyberplat"

    def read_request(self, body: bytes) -> Request:
        """A request from its query or form. MessageError names the parameter."""
        fields = Fields(read_form(body, encoding=self.encoding))
        action = fields.needed("action")
        if action == "check":
            return Check("", _account(fields), fields.some_sum("amount"), _extra(fields))
        if action not in ACTIONS.values():
            raise MessageError("unknown_value", "action")
        receipt = fields.digits("receipt", most=self.receipt_digits)
        if action == "payment":
            at = fields.time("date", form=ISO, zone=self.zone)
            return Pay(receipt, _account(fields), fields.paid("amount"), at, _extra(fields))
        return Cancel(receipt, payment_txn_id=receipt) if action == "cancel" else Status(receipt)

    def write_request(self, request: Request) -> bytes:
        """The query of a request. MessageError for what the protocol cannot say."""
        pairs = [("action", ACTIONS[type(request)])]
        match request:
            case Check() | Pay():
                amount = request.amount_kopecks
                pairs += [("number", request.account), ("type", request.extra.pay_type)]
                pairs += [("amount", "" if amount is None else write_sum(amount, "amount"))]
                pairs += self._when(request) if isinstance(request, Pay) else []
                pairs += [(name, value) for name, value in request.extra.data if name in {"mes", "additional"}]
            case Cancel():
                pairs += [("receipt", request.payment_txn_id)]
            case Status():
                pairs += [("receipt", request.txn_id)]
        return write_form(pairs, encoding=self.encoding)

    def _when(self, pay: Pay) -> list[tuple[str, str]]:
        return [("receipt", pay.txn_id), ("date", write_time(pay.paid_at, "date", form=ISO, zone=self.zone))]

    def write_answer(self, answer: Answer) -> bytes:
        """The XML of an answer, in UTF-8."""
        code = CODES[answer.result]
        return self._written(8 if code == 11 and not self.knows_temporary else code, answer)

    def write_refusal(self, error: MessageError, body: bytes = b"") -> bytes:
        """The answer to a request that cannot be read, by the code of the parameter that is wrong."""
        answer = self.refusal(error)
        if error.reply is Reply.LATER:
            return self.write_answer(answer)
        return self._written(BAD_FIELD.get(error.field, -3), answer)

    def _written(self, code: int, answer: Answer) -> bytes:
        at = answer.answered_at
        date = "" if at is None else write_time(at, "date", form=ISO, zone=self.zone)
        rest = leaves_of({"authcode": answer.number, "date": date, "message": answer.comment})
        return encode_answering(HEADER + tag("response", leaf("code", str(code)) + rest), "utf-8")

    def read_answer(self, body: bytes) -> Answer:
        """An answer to any request. MessageError, after which it is asked again."""
        with says_nothing():
            fields = leaves_in(read_xml(body, root="response"))
            return Answer(
                result=_result(fields),
                number=fields.some_digits("authcode"),
                comment=fields.text("message", most=MESSAGE_SIGNS),
                answered_at=self._answered_at(fields),
            )

    def _answered_at(self, fields: Fields) -> datetime | None:
        return fields.some_time("date", form=ISO, zone=self.zone)

    def refusal(self, error: MessageError) -> Answer:
        """The result for a request that cannot be read: fatal, unless it is to be repeated."""
        if error.reply is Reply.LATER:
            return Answer(Result.TEMPORARY, comment="try again later")
        found = RESULTS.get(BAD_FIELD.get(error.field, -3), Result.OTHER)
        return Answer(found, comment=str(error))


def _account(fields: Fields) -> str:
    return fields.needed("number", most=ACCOUNT_SIGNS)


def _extra(fields: Fields) -> Extra:
    data = [(name, fields.text(name)) for name in ("mes", "additional")]
    return Extra(pay_type=fields.text("type"), data=tuple(pair for pair in data if pair[1]))


def _result(fields: Fields) -> Result:
    text = fields.needed("code", most=5)
    known = {str(code): result for code, result in RESULTS.items()}
    if text not in known:
        raise MessageError("unknown_value", "code")
    return known[text]
