"""ERIP's online requests: read by the service, written by the simulator."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from kosmos.payments.rails.erip.messages import (
    ACCOUNT_SIGNS,
    Address,
    Head,
    Person,
    Request,
    ServiceInfo,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.rails.erip.payers import address_of, address_xml, person_of, person_xml
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.texts import encode_asking
from kosmos.payments.rails.wire.times import COMPACT, write_time
from kosmos.payments.rails.wire.xml import child_of, leaf, leaves, leaves_of, needed_child, read_xml, tag

ROOT = "ServiceProvider_Request"
NUMBER = "ServiceProvider_TrxId"
DEFAULT = EripSettings()


def read_request(body: bytes, settings: EripSettings = DEFAULT) -> Request:
    """A request from its XML. MessageError names the element; an unknown RequestType is an unknown_value."""
    root = read_xml(body, root=ROOT, encoding=settings.encoding)
    fields = leaves(root)
    kind = fields.needed("RequestType")
    if kind not in _READERS:
        raise MessageError("unknown_value", "RequestType")
    head, block = _head(root, fields, settings), needed_child(root, kind)
    try:
        return _READERS[kind](head, block, leaves(block, but={"Device"}))
    except MessageError as error:
        raise error.within(kind) from error


def _head(root: Element, fields: Fields, settings: EripSettings) -> Head:
    terminal = child_of(root, "Terminal")
    width = fields.text("CheckWidth")
    return Head(
        asked_at=fields.time("DateTime", form=COMPACT, zone=settings.zone),
        account=fields.needed("PersonalAccount", most=ACCOUNT_SIGNS),
        request_id=fields.needed("RequestId", most=40),
        currency=fields.whole("Currency", most=999),
        version=fields.text("Version", most=10),
        service_number=fields.text("ServiceNo", most=20),
        terminal=fields.text("Terminal", most=60),
        terminal_type="" if terminal is None else Fields(terminal.attrib).text("Type", most=20),
        language=fields.text("Language", most=10),
        check_width=fields.whole("CheckWidth", most=1000) if width else None,
    )


def _info(head: Head, block: Element, fields: Fields) -> Request:
    agent, amount = child_of(block, "Agent"), child_of(block, "Amount")
    owed = Fields({}) if amount is None else leaves(amount)
    return ServiceInfo(
        head,
        agent=fields.text("Agent", most=60),
        terminal_type="" if agent is None else Fields(agent.attrib).text("TerminalType", most=20),
        amount_precision=fields.whole("AmountPrecision", most=9) if fields.text("AmountPrecision") else None,
        debt_kopecks=owed.some_sum("Debt"),
        penalty_kopecks=owed.some_sum("Penalty"),
        devices=_devices(block),
    )


def _devices(block: Element) -> tuple[tuple[str, str], ...]:
    """The last readings of meters, each with its index; other services of ERIP have them."""
    found = [Fields({"Idx": one.get("Idx", ""), "LastPay": one.text or ""}) for one in block.findall("Device/LastPay")]
    return tuple((one.text("Idx", most=10), one.text("LastPay", most=100)) for one in found)


def _start(head: Head, block: Element, fields: Fields) -> Request:
    authorization = child_of(block, "AuthorizationType")
    name, address = child_of(block, "Name"), child_of(block, "Address")
    return TransactionStart(
        head,
        transaction_id=_transaction(fields),
        amount_kopecks=fields.paid("Amount"),
        agent=fields.text("Agent", most=60),
        authorization=fields.text("AuthorizationType", most=60),
        authorization_ident="" if authorization is None else Fields(authorization.attrib).text("Ident", most=60),
        name=None if name is None else person_of(name),
        address=None if address is None else address_of(address),
    )


def _result(head: Head, block: Element, fields: Fields) -> Request:
    failed = child_of(block, "ErrorText") is not None
    words = fields.text("ErrorText", most=2_000) or ("?" if failed else "")
    return TransactionResult(head, _transaction(fields), fields.text(NUMBER, most=40), words)


def _storn(head: Head, block: Element, fields: Fields) -> Request:
    return StornStart(head, _transaction(fields), _number(fields), fields.paid("Amount"))


def _storned(head: Head, block: Element, fields: Fields) -> Request:
    words = fields.text("ErrorText", most=2_000)
    amount = fields.some_sum("Amount")
    return StornResult(head, _transaction(fields), _number(fields), fields.flag("Storned"), amount, words)


def _transaction(fields: Fields) -> str:
    return fields.needed("TransactionId", most=40)


def _number(fields: Fields) -> str:
    return fields.needed(NUMBER, most=40)


_READERS: dict[str, Callable[[Head, Element, Fields], Request]] = {
    "ServiceInfo": _info,
    "TransactionStart": _start,
    "TransactionResult": _result,
    "StornStart": _storn,
    "StornResult": _storned,
}


def write_request(request: Request, settings: EripSettings = DEFAULT) -> bytes:
    """The XML of a request. MessageError: unencodable, or a sum or time that none can bear."""
    kind = type(request).__name__
    text = f'<?xml version="1.0" encoding="{settings.declared}"?>'
    text += tag(ROOT, _head_xml(request.head, kind, settings) + tag(kind, _block_xml(request, settings)))
    return encode_asking(text, settings.encoding)


def _head_xml(head: Head, kind: str, settings: EripSettings) -> str:
    at = write_time(head.asked_at, "DateTime", form=COMPACT, zone=settings.zone)
    before = leaves_of({"Version": head.version, "RequestType": kind, "DateTime": at})
    has_terminal = head.terminal or head.terminal_type
    terminal = leaf("Terminal", head.terminal, Type=head.terminal_type) if has_terminal else ""
    return (
        before
        + terminal
        + leaves_of(
            {
                "ServiceNo": head.service_number,
                "PersonalAccount": head.account,
                "Currency": str(head.currency),
                "RequestId": head.request_id,
                "Language": head.language,
                "CheckWidth": "" if head.check_width is None else str(head.check_width),
            }
        )
    )


def _block_xml(request: Request, settings: EripSettings) -> str:
    match request:
        case ServiceInfo():
            return _info_xml(request, settings)
        case TransactionStart():
            return _start_xml(request, settings)
        case TransactionResult():
            words = {"ErrorText": request.error_text}
        case StornStart():
            words = {"Amount": write_sum(request.amount_kopecks, "Amount", mark=settings.mark)}
        case StornResult():
            amount = request.amount_kopecks
            said = "" if amount is None else write_sum(amount, "Amount", mark=settings.mark)
            words = {"Amount": said, "Storned": "Y" if request.storned else "N", "ErrorText": request.error_text}
    return leaves_of({"TransactionId": request.transaction_id, NUMBER: request.number, **words})


def _info_xml(request: ServiceInfo, settings: EripSettings) -> str:
    owed = {"Debt": request.debt_kopecks, "Penalty": request.penalty_kopecks}
    sums = {name: write_sum(owes, name, mark=settings.mark) for name, owes in owed.items() if owes is not None}
    precision = "" if request.amount_precision is None else leaf("AmountPrecision", str(request.amount_precision))
    has_agent = request.agent or request.terminal_type
    agent = leaf("Agent", request.agent, TerminalType=request.terminal_type) if has_agent else ""
    devices = "".join(leaf("LastPay", text, Idx=index) for index, text in request.devices)
    meters = tag("Device", devices, Count=str(len(request.devices))) if devices else ""
    return agent + precision + (tag("Amount", leaves_of(sums)) if sums else "") + meters


def _start_xml(request: TransactionStart, settings: EripSettings) -> str:
    amount = write_sum(request.amount_kopecks, "Amount", mark=settings.mark)
    text = leaves_of({"Amount": amount, "TransactionId": request.transaction_id, "Agent": request.agent})
    if request.authorization or request.authorization_ident:
        text += leaf("AuthorizationType", request.authorization, Ident=request.authorization_ident)
    return text + _payer_xml(request.name, request.address)


def _payer_xml(name: Person | None, address: Address | None) -> str:
    return (person_xml(name) if name else "") + (address_xml(address) if address else "")
