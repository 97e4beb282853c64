"""The variant of check and pay that Sberbank's systems speak: the messages of OSMP in other words.

The parameters ACTION, ACCOUNT, AMOUNT, PAY_ID and PAY_DATE come from its description. All of the rest is unconfirmed:
the actions' words, the names of the answer's elements and its codes (OSMP's own are sent) are settings or constants of
this file, to be held against the bank's specification before it is switched on.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kosmos.payments.rails.osmp.codec import result_of
from kosmos.payments.rails.osmp.messages import (
    ACCOUNT_SIGNS,
    TXN_ID_DIGITS,
    Answer,
    Cancel,
    Check,
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
from kosmos.payments.rails.wire.times import write_time
from kosmos.payments.rails.wire.xml import leaf, leaves, leaves_of, read_xml, tag

MINSK = ZoneInfo("Europe/Minsk")
PAY_DATE = "DD.MM.YYYY_hh:mm:ss"
MESSAGE_SIGNS = 1_000
_CODE_FAULTS = {"account": Result.ACCOUNT_FORMAT}


@dataclass(frozen=True, slots=True)
class Sberbank:
    """The variant as one bank speaks it: its words for the actions, the encoding of both sides, its clock."""

    check: str = "check"
    payment: str = "payment"
    cancel: str = "cancel"
    status: str = "status"
    encoding: str = "utf-8"
    zone: ZoneInfo = MINSK
    name: str = "sberbank"

    def read_request(self, body: bytes) -> Request:
        """A request from its query or form. MessageError names the parameter."""
        fields = Fields(read_form(body, encoding=self.encoding))
        action = fields.needed("action")
        if action == self.check:
            account = fields.needed("account", most=ACCOUNT_SIGNS)
            return Check(fields.some_digits("pay_id"), account, fields.some_sum("amount"))
        if action not in {self.payment, self.cancel, self.status}:
            raise MessageError("unknown_value", "action")
        pay_id = fields.digits("pay_id", most=TXN_ID_DIGITS)
        if action == self.payment:
            at = fields.time("pay_date", form=PAY_DATE, zone=self.zone)
            return Pay(pay_id, fields.needed("account", most=ACCOUNT_SIGNS), fields.paid("amount"), at)
        return Cancel(pay_id, payment_txn_id=pay_id) if action == self.cancel else Status(pay_id)

    def write_request(self, request: Request) -> bytes:
        """The query of a request. MessageError for what the protocol cannot say."""
        match request:
            case Check():
                amount = request.amount_kopecks
                said = "" if amount is None else write_sum(amount, "amount")
                pairs = [("ACTION", self.check), ("ACCOUNT", request.account), ("AMOUNT", said)]
                pairs.append(("PAY_ID", request.txn_id))
            case Pay():
                at = write_time(request.paid_at, "pay_date", form=PAY_DATE, zone=self.zone)
                pairs = [("ACTION", self.payment), ("ACCOUNT", request.account)]
                pairs.append(("AMOUNT", write_sum(request.amount_kopecks, "amount")))
                pairs += [("PAY_ID", request.txn_id), ("PAY_DATE", at)]
            case Cancel():
                pairs = [("ACTION", self.cancel), ("PAY_ID", request.payment_txn_id)]
            case Status():
                pairs = [("ACTION", self.status), ("PAY_ID", request.txn_id)]
        return write_form(pairs, encoding=self.encoding)

    def write_answer(self, answer: Answer) -> bytes:
        """The XML of an answer."""
        amount = "" if answer.amount_kopecks is None else write_sum(answer.amount_kopecks, "AMOUNT")
        at = answer.answered_at
        date = "" if at is None else write_time(at, "REG_DATE", form=PAY_DATE, zone=self.zone)
        rest = {"MESSAGE": answer.comment, "EXT_ID": answer.number, "AMOUNT": amount, "REG_DATE": date}
        text = tag("response", leaf("CODE", str(answer.result.number)) + leaves_of(rest))
        return encode_answering(f'<?xml version="1.0" encoding="{self.encoding}"?>{text}', self.encoding)

    def read_answer(self, body: bytes) -> Answer:
        """An answer to any request. MessageError, after which it is asked again."""
        with says_nothing():
            fields = leaves(read_xml(body, root="response", encoding=self.encoding))
            return Answer(
                result=result_of(Fields({"result": fields.needed("CODE")})),
                number=fields.some_digits("EXT_ID"),
                amount_kopecks=fields.some_sum("AMOUNT"),
                comment=fields.text("MESSAGE", most=MESSAGE_SIGNS),
                answered_at=fields.some_time("REG_DATE", form=PAY_DATE, zone=self.zone),
            )

    def write_refusal(self, error: MessageError, body: bytes = b"") -> bytes:
        """The answer to a request that cannot be read."""
        return self.write_answer(self.refusal(error))

    def refusal(self, error: MessageError) -> Answer:
        """The result for a request that cannot be read: fatal, unless it is to be repeated."""
        if error.reply is Reply.LATER:
            return Answer(Result.TEMPORARY, comment="try again later")
        if error.field == "amount" and error.code in {"sum_too_small", "sum_too_large"}:
            return Answer(Result.SUM_TOO_SMALL if error.code == "sum_too_small" else Result.SUM_TOO_LARGE)
        return Answer(_CODE_FAULTS.get(error.field, Result.OTHER), comment=str(error))
