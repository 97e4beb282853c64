"""ERIP's online answers: written by the service, read by the simulator."""

from xml.etree.ElementTree import Element

from kosmos.payments.rails.erip.messages import Answer, Demand, Finished, Info, Noted, Refused, Started
from kosmos.payments.rails.erip.payers import address_of, address_xml, editable_of, person_of, person_xml, said
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.texts import clean, encode_answering
from kosmos.payments.rails.wire.xml import child_of, leaf, leaves, leaves_of, needed_child, read_xml, tag

ROOT = "ServiceProvider_Response"
NUMBER = "ServiceProvider_TrxId"
DEFAULT = EripSettings()
_BLOCKS = ("ServiceInfo", "TransactionStart", "TransactionResult")


def write_answer(answer: Answer, settings: EripSettings = DEFAULT) -> bytes:
    """The XML of an answer; signs that its encoding lacks are replaced. MessageError for a negative sum."""
    text = f'<?xml version="1.0" encoding="{settings.declared}"?>' + tag(ROOT, _content(answer, settings))
    return encode_answering(text, settings.encoding)


def _content(answer: Answer, settings: EripSettings) -> str:
    match answer:
        case Info():
            return tag("ServiceInfo", _info_xml(answer, settings)) + _next(answer.next_request)
        case Started():
            block = leaf(NUMBER, answer.number) + _lines_xml(answer.lines)
            return tag("TransactionStart", block) + _next(answer.next_request)
        case Finished():
            return tag("TransactionResult", _lines_xml(answer.lines))
        case Refused():
            return tag("Error", "".join(leaf("ErrorLine", line) for line in answer.lines))
        case Noted():
            return ""


def _next(request: str) -> str:
    return leaf("NextRequestType", request) if request else ""


def _info_xml(answer: Info, settings: EripSettings) -> str:
    name = person_xml(answer.name) if answer.name else ""
    address = address_xml(answer.address) if answer.address else ""
    return _demand_xml(answer.demand, settings) + name + address + _lines_xml(answer.lines)


def _demand_xml(demand: Demand, settings: EripSettings) -> str:
    sums = {
        "Debt": demand.debt_kopecks,
        "Penalty": demand.penalty_kopecks,
        "MinAmount": demand.least_kopecks,
        "MaxAmount": demand.most_kopecks,
    }
    owed = {name: "" if owes is None else write_sum(owes, name, mark=settings.mark) for name, owes in sums.items()}
    limits = {"MinAmount": owed.pop("MinAmount"), "MaxAmount": owed.pop("MaxAmount")}
    return tag("Amount", leaves_of(owed), Editable=said(demand.editable), **limits)


def _lines_xml(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    return tag("Info", "".join(leaf("InfoLine", line) for line in lines), **{"xml:space": "preserve"})


def read_answer(body: bytes, settings: EripSettings = DEFAULT) -> Answer:
    """An answer to any request. MessageError, after which it is asked again."""
    with says_nothing():
        root = read_xml(body, root=ROOT, encoding=settings.encoding)
        error = child_of(root, "Error")
        if error is not None:
            return Refused(_texts(error, "ErrorLine", settings))
        blocks = [child for child in root if child.tag in _BLOCKS]
        if len(blocks) > 1:
            raise MessageError("repeated", blocks[1].tag)
        following = leaves(root).text("NextRequestType", most=40)
        return _block(blocks[0], following, settings) if blocks else Noted()


def _block(block: Element, following: str, settings: EripSettings) -> Answer:
    info = child_of(block, "Info")
    lines = () if info is None else _texts(info, "InfoLine", settings)
    match block.tag:
        case "ServiceInfo":
            return _info(block, lines, following)
        case "TransactionStart":
            return Started(leaves(block).needed(NUMBER, most=40), lines, following)
    return Finished(lines)


def _info(block: Element, lines: tuple[str, ...], following: str) -> Info:
    name, address = child_of(block, "Name"), child_of(block, "Address")
    return Info(
        _demand(needed_child(block, "Amount")),
        None if name is None else person_of(name),
        None if address is None else address_of(address),
        lines,
        following,
    )


def _demand(element: Element) -> Demand:
    fields, limits = leaves(element), Fields(element.attrib)
    return Demand(
        fields.sum("Debt"),
        fields.some_sum("Penalty"),
        editable_of(element) is not False,
        limits.some_sum("MinAmount"),
        limits.some_sum("MaxAmount"),
    )


def _texts(element: Element, name: str, settings: EripSettings) -> tuple[str, ...]:
    found = element.findall(name)
    if len(found) > settings.lines:
        raise MessageError("too_long", name)
    return tuple(clean(one.text or "", name, most=settings.line_signs) for one in found)
