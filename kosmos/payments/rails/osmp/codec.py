"""OSMP's check and pay: requests as queries, answers as XML in UTF-8.

Unconfirmed, and therefore settings: how a cancel names the payment, whether there is a status command (one billing
system has it), the encoding of queries, and the clock of ``txn_date`` (taken as Moscow's, as the daily registry is).
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape
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
from kosmos.payments.rails.wire.texts import clean, encode_answering, printable
from kosmos.payments.rails.wire.times import COMPACT, read_time, write_time
from kosmos.payments.rails.wire.xml import child_of, leaf, leaves, read_xml, tag

MOSCOW = ZoneInfo("Europe/Moscow")
DATA = re.compile(r"data[0-9]{1,3}")
NAMED = re.compile(r"field[0-9]{1,3}")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'
COMMENT_SIGNS = 1_000
_PLAIN_PAY = re.compile(
    rb"command=pay&txn_id=([0-9]{1,20})&txn_date=([0-9]{14})&account=([0-9A-Za-z]{1,32})&sum=([0-9]{1,12})\.([0-9]{2})"
)
"""Nearly every payment looks so; it is read in one go, to what it would be read to step by step."""

REFUSALS = {
    "account": Result.ACCOUNT_FORMAT,
    "sum": Result.OTHER,
    "command": Result.OTHER,
}


class CancelNames(Enum):
    """How a cancel names the payment (unconfirmed, each seen once): by our number ``prv_txn``, or by the agent's."""

    PRV_TXN = "prv_txn"
    CANCEL_TXN_ID = "cancel_txn_id"


@dataclass(frozen=True, slots=True)
class Osmp:
    """OSMP as one agent speaks it."""

    cancel_names: CancelNames = CancelNames.PRV_TXN
    knows_status: bool = True
    encoding: str = "utf-8"
    zone: ZoneInfo = MOSCOW
    name: str = "osmp"

    def read_request(self, body: bytes) -> Request:
        """A request from its query or form. MessageError names the parameter."""
        plain = _PLAIN_PAY.fullmatch(body)
        if plain and (pay := self._plain_pay(*plain.groups())):
            return pay
        fields = Fields(read_form(body, encoding=self.encoding))
        match fields.needed("command"):
            case "check":
                return self._check(fields)
            case "pay":
                return self._pay(fields)
            case "cancel":
                return self._cancel(fields)
            case "status" if self.knows_status:
                return Status(_txn_id(fields))
        raise MessageError("unknown_value", "command")

    def _plain_pay(self, txn_id: bytes, date: bytes, account: bytes, whole: bytes, part: bytes) -> Pay | None:
        """The payment, unless there is something to say against it."""
        amount = int(whole + part)
        try:
            paid_at = read_time(date.decode(), "txn_date", form=COMPACT, zone=self.zone)
        except MessageError:
            return None
        return Pay(txn_id.decode(), account.decode(), amount, paid_at) if amount else None

    def _check(self, fields: Fields) -> Check:
        account = fields.needed("account", most=ACCOUNT_SIGNS)
        return Check(_txn_id(fields), account, fields.some_sum("sum"), _extra(fields))

    def _pay(self, fields: Fields) -> Pay:
        return Pay(
            txn_id=_txn_id(fields),
            account=fields.needed("account", most=ACCOUNT_SIGNS),
            amount_kopecks=fields.paid("sum"),
            paid_at=fields.time("txn_date", form=COMPACT, zone=self.zone),
            extra=_extra(fields),
        )

    def _cancel(self, fields: Fields) -> Cancel:
        ours = self.cancel_names is CancelNames.PRV_TXN
        paid_at = None if ours else fields.some_time("cancel_txn_date", form=COMPACT, zone=self.zone)
        return Cancel(
            txn_id=_txn_id(fields),
            payment_number=fields.digits("prv_txn") if ours else "",
            payment_txn_id="" if ours else fields.digits("cancel_txn_id"),
            paid_at=paid_at,
            account=fields.text("account", most=ACCOUNT_SIGNS),
            amount_kopecks=fields.some_sum("sum"),
        )

    def write_request(self, request: Request) -> bytes:
        """The query of a request. MessageError for what the protocol cannot say."""
        return write_form(self._pairs(request), encoding=self.encoding)

    def _pairs(self, request: Request) -> list[tuple[str, str]]:
        begin = [("command", type(request).__name__.lower()), ("txn_id", request.txn_id)]
        match request:
            case Check():
                return [*begin, ("account", request.account), _sum(request.amount_kopecks), *_added(request.extra)]
            case Pay():
                when = ("txn_date", write_time(request.paid_at, "txn_date", form=COMPACT, zone=self.zone))
                account = ("account", request.account)
                return [*begin, when, account, _sum(request.amount_kopecks), *_added(request.extra)]
            case Cancel():
                return [*begin, *self._names(request), ("account", request.account), _sum(request.amount_kopecks)]
        return begin

    def _names(self, cancel: Cancel) -> list[tuple[str, str]]:
        if self.cancel_names is CancelNames.PRV_TXN:
            return [("prv_txn", cancel.payment_number)]
        at = cancel.paid_at
        date = write_time(at, "cancel_txn_date", form=COMPACT, zone=self.zone) if at else ""
        return [("cancel_txn_id", cancel.payment_txn_id), ("cancel_txn_date", date)]

    def write_answer(self, answer: Answer) -> bytes:
        """The XML of an answer, in UTF-8. MessageError for a negative sum."""
        if answer.result is Result.OK and not (answer.comment or answer.named):
            return self._accepted(answer)
        amount = "" if answer.amount_kopecks is None else leaf("sum", write_sum(answer.amount_kopecks, "sum"))
        named = "".join(leaf(f"field{at}", text, name=name) for at, (name, text) in enumerate(answer.named, 1))
        parts = (
            leaf("osmp_txn_id", answer.txn_id) if answer.txn_id else "",
            leaf("prv_txn", answer.number) if answer.number else "",
            amount,
            leaf("result", str(answer.result.number)),
            leaf("comment", answer.comment) if answer.comment else "",
            tag("fields", named) if named else "",
        )
        return encode_answering(HEADER + tag("response", "".join(parts)), "utf-8")

    def _accepted(self, answer: Answer) -> bytes:
        amount = "" if answer.amount_kopecks is None else f"<sum>{write_sum(answer.amount_kopecks, 'sum')}</sum>"
        txn = f"<osmp_txn_id>{escape(printable(answer.txn_id))}</osmp_txn_id>" if answer.txn_id else ""
        number = f"<prv_txn>{escape(printable(answer.number))}</prv_txn>" if answer.number else ""
        text = f"{HEADER}<response>{txn}{number}{amount}<result>0</result></response>"
        return encode_answering(text, "utf-8")

    def read_answer(self, body: bytes) -> Answer:
        """An answer to any request. MessageError, after which it is asked again."""
        with says_nothing():
            root = read_xml(body, root="response")
            fields = leaves(root)
            return Answer(
                result=result_of(fields),
                txn_id=fields.some_digits("osmp_txn_id"),
                number=fields.some_digits("prv_txn"),
                amount_kopecks=fields.some_sum("sum"),
                comment=fields.text("comment", most=COMMENT_SIGNS),
                named=_named(child_of(root, "fields")),
            )

    def write_refusal(self, error: MessageError, body: bytes = b"") -> bytes:
        """The answer to a request that cannot be read; it names the request by ``txn_id`` where that can be read."""
        return self.write_answer(replace(self.refusal(error), txn_id=self._named(body)))

    def _named(self, body: bytes) -> str:
        try:
            return Fields(read_form(body, encoding=self.encoding)).some_digits("txn_id", most=TXN_ID_DIGITS)
        except MessageError:
            return ""

    def refusal(self, error: MessageError) -> Answer:
        """The result for a request that cannot be read: fatal, unless it is to be repeated."""
        if error.reply is Reply.LATER:
            return Answer(Result.TEMPORARY, comment="try again later")
        return Answer(_refused(error), comment=str(error))


def result_of(fields: Fields) -> Result:
    """An answer's result; a number that nobody documents is a fault. MessageError: unknown_value."""
    number = fields.whole("result")
    try:
        return Result(number)
    except ValueError as error:
        raise MessageError("unknown_value", "result") from error


def _refused(error: MessageError) -> Result:
    if error.field == "sum" and error.code in {"sum_too_small", "sum_too_large"}:
        return Result.SUM_TOO_SMALL if error.code == "sum_too_small" else Result.SUM_TOO_LARGE
    return REFUSALS.get(error.field, Result.OTHER)


def _txn_id(fields: Fields) -> str:
    return fields.digits("txn_id", most=TXN_ID_DIGITS)


def _extra(fields: Fields) -> Extra:
    return Extra(
        terminal=fields.text("trm_id"),
        pay_type=fields.text("pay_type"),
        service=fields.text("prv_id"),
        currency=fields.text("ccy"),
        data=tuple((name, fields.text(name)) for name in fields.values if DATA.fullmatch(name)),
    )


def _added(extra: Extra) -> list[tuple[str, str]]:
    pairs = [("trm_id", extra.terminal), ("pay_type", extra.pay_type), ("prv_id", extra.service)]
    return [*pairs, ("ccy", extra.currency), *extra.data]


def _sum(amount_kopecks: int | None) -> tuple[str, str]:
    return ("sum", "" if amount_kopecks is None else write_sum(amount_kopecks, "sum"))


def _named(element: Element | None) -> tuple[tuple[str, str], ...]:
    if element is None:
        return ()
    children = [child for child in element if NAMED.fullmatch(child.tag)]
    texts = [clean(child.text or "", child.tag, most=COMMENT_SIGNS) for child in children]
    names = [clean(child.get("name", ""), child.tag, most=255) for child in children]
    return tuple(zip(names, texts, strict=True))
