"""The fields of ERIP's files in their order, as data: which there are, how each is written, where empty ones follow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kosmos.payments.rails.erip import file_messages as said


class Form(Enum):
    """How a field is written."""

    TEXT = "text"
    NUMBER = "number"
    NEEDED = "needed"
    COUNT = "count"
    SUM = "sum"
    PAID = "sum of a kopeck or more"
    SUM_OR_NONE = "sum or nothing, which is 0"
    TIME = "time"
    TIME_OR_NONE = "time or nothing"
    COUNT_OR_NONE = "count or nothing"


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name in our messages; texts have a limit."""

    name: str
    form: Form = Form.TEXT
    most: int = 255


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file. ``mark`` begins each record, and ``tail`` empty fields end it."""

    number: int
    header: type[Any]
    record: type[Any]
    header_fields: tuple[Field, ...]
    record_fields: tuple[Field, ...]
    mark: str = ""
    tail: int = 0


def _fields(text: str) -> tuple[Field, ...]:
    """Fields written as "name:form:most", the latter two where they are not text and 255."""
    return tuple(_field(*part.split(":")) for part in text.split())


def _field(name: str, form: str = "text", most: str = "255") -> Field:
    return Field(name, _SHORT[form], int(most))


_SHORT = {
    "text": Form.TEXT,
    "number": Form.NUMBER,
    "needed": Form.NEEDED,
    "count": Form.COUNT,
    "sum": Form.SUM,
    "paid": Form.PAID,
    "sum?": Form.SUM_OR_NONE,
    "time": Form.TIME,
    "time?": Form.TIME_OR_NONE,
    "count?": Form.COUNT_OR_NONE,
}
_BEGIN = "version:needed:10 subscriber_code:needed:30 message_number:number:20 sent_at:time count:count "
_PAYER = "entry:number:12 erip_id:text:30 account:needed:30 full_name address period:text:20 amount_kopecks:paid "
_PAID = "fine_kopecks:sum? paid_at:time "
_METERS = "meters:text:500 billed_at:time? "
_WHERE = "operation:needed:40 agent_operation:text:40 device:text:40 authorization:text:100 info:text:500 "
_END = "data authorization_id:text:30 device_type:text:30"
_PAYMENTS = _fields(
    _BEGIN + "agent_code:text:30 unp:text:15 currency:needed:3 total_kopecks:sum fine_kopecks:sum?",
)

DEMANDS = Kind(
    202,
    said.DemandsHeader,
    said.DemandRecord,
    _fields(
        _BEGIN + "unp:needed:15 bank_code:text:15 bank_account:text:34 service:number:8 currency:needed:3 personal"
    ),
    _fields(
        "account:needed:30 full_name address period:text:7 amount_kopecks:sum penalty_kopecks:sum? made_at:time "
        "info:text:500 data:text:255"
    ),
    mark="2",
    tail=5,
)
RECEIPT = Kind(
    204,
    said.ReceiptHeader,
    said.ReceiptRecord,
    _fields(
        "version:needed:10 sender_code:needed:30 response_number:number:20 answered_at:time demands_number:number:20 "
        "demands_sent_at:time result:count error:text:1000 errors:count?"
    ),
    _fields("entry:text:12 error:text:1000 source:text:4000"),
)
PAYMENTS = Kind(
    206,
    said.PaymentsHeader,
    said.PaymentRecord,
    _PAYMENTS,
    _fields(_PAYER + _PAID + _METERS + _WHERE + "agent_bank_code:text:15 " + _END),
)
TRANSFERS = Kind(
    210,
    said.TransferHeader,
    said.TransferRecord,
    _fields(
        _BEGIN + "agent_code:text:30 unp:text:15 bank_code:text:15 bank_account:text:34 pay_document:text:30 "
        "transferred_at:time currency:needed:3 total_kopecks:sum fine_kopecks:sum? transfer_kopecks:sum "
        "agent_bank_code:text:15 agent_bank_account:text:34 budget_code:text:30"
    ),
    _fields(_PAYER + "fine_kopecks:sum? transfer_kopecks:sum paid_at:time " + _METERS + _WHERE + _END),
)
REVERSALS = Kind(
    216,
    said.PaymentsHeader,
    said.ReversalRecord,
    _PAYMENTS,
    _fields(_PAYER + _PAID + "reversed_at:time " + _METERS + _WHERE + "agent_bank_code:text:15 " + _END),
)

KINDS: Mapping[int, Kind] = {kind.number: kind for kind in (DEMANDS, RECEIPT, PAYMENTS, TRANSFERS, REVERSALS)}
INCOMING = frozenset({204, 206, 210, 216})
"""What ERIP leaves for us."""

_NAME = re.compile(r"([0-9A-Za-z_-]{1,60})\.([0-9]{3})")


def kind_of(name: str) -> Kind | None:
    """The kind of a file by its name, "NUMBER.TYPE"; None for what is none of ours."""
    found = _NAME.fullmatch(name)
    return KINDS.get(int(found[2])) if found else None
