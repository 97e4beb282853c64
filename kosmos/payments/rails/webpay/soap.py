"""Webpay's service (WSBApi): what became of an order by its number, and giving money back.

By Webpay's own SDK. Unconfirmed: the namespace of its elements (elements are read by their local names), and that code
0 says that all went well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.texts import encode_answering, encode_asking
from kosmos.payments.rails.wire.xml import leaves_of, read_xml, tag

SPACE = "http://schemas.xmlsoap.org/soap/envelope/"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'
REFUND, STATUS = "TransactionRefund", "GetTransactionStatus"
DONE = frozenset({"0", "00", ""})
XML = {"Content-Type": "text/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the service answers: a code, words of it, and transactions by Webpay's names of their fields."""

    code: str
    comment: str = ""
    transactions: tuple[Mapping[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether what was asked was done."""
        return self.code in DONE


def write_call(name: str, values: Mapping[str, str]) -> bytes:
    """A call of the service. MessageError: unencodable."""
    return encode_asking(_envelope(tag(name, leaves_of(values))), "utf-8")


def read_call(body: bytes) -> tuple[str, Mapping[str, str]]:
    """The name of a call and its values, as Webpay reads it. MessageError."""
    call = _content(body)
    return _local(call), {_local(one): one.text or "" for one in call}


def write_told(name: str, told: Told) -> bytes:
    """An answer as Webpay sends it."""
    content = leaves_of({"error_code": told.code, "error_comment": told.comment})
    content += "".join(tag("transaction", leaves_of(one)) for one in told.transactions)
    return encode_answering(_envelope(tag(f"{name}Response", content)), "utf-8")


def read_told(body: bytes) -> Told:
    """An answer. MessageError, after which it is asked again: for a fault too."""
    with says_nothing():
        root = _content(body)
        if not _local(root).endswith("Response"):
            raise MessageError("unknown_value", "Body", detail="a fault")
        said = Fields({_local(one): one.text or "" for one in root.iter() if not len(one)})
        found = tuple(_values(one) for one in root.iter() if _local(one) == "transaction")
        return Told(said.needed("error_code"), said.text("error_comment", most=1_000), found)


def _envelope(content: str) -> str:
    return f'{HEADER}<soap:Envelope xmlns:soap="{SPACE}"><soap:Body>{content}</soap:Body></soap:Envelope>'


def _content(body: bytes) -> Element:
    """The one element in the envelope's body."""
    root = read_xml(body, root=f"{{{SPACE}}}Envelope", most_bytes=2_000_000, most_elements=50_000)
    inside = root.find(f"{{{SPACE}}}Body")
    if inside is None or len(inside) != 1:
        raise MessageError("missing", "Body")
    return inside[0]


def _values(element: Element) -> Mapping[str, str]:
    return {_local(one): one.text or "" for one in _leaves(element)}


def _leaves(element: Element) -> Iterator[Element]:
    yield from (one for one in element.iter() if not len(one))


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
