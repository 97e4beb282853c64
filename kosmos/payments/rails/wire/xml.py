"""XML of messages: without DTDs and entities, of limited size and depth, and written by the same names."""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.texts import decode, printable

MOST_BYTES = 65_536
MOST_DEPTH = 12
MOST_ELEMENTS = 5_000

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9_.-]{1,30})["']""")
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "windows-1251": "cp1251", "cp1251": "cp1251"}


class _Limited(TreeBuilder):
    """Builds a tree that is neither deep nor large."""

    def __init__(self, most_elements: int) -> None:
        super().__init__()
        self._most, self._depth, self._elements = most_elements, 0, 0

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        """An element begins. MessageError: too_deep, too_long."""
        self._depth, self._elements = self._depth + 1, self._elements + 1
        if self._depth > MOST_DEPTH:
            raise MessageError("too_deep")
        if self._elements > self._most:
            raise MessageError("too_long", detail="too many elements")
        return super().start(tag, attributes)

    def end(self, tag: str, /) -> Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)


def read_xml(
    body: bytes,
    *,
    root: str,
    encoding: str = "utf-8",
    most_bytes: int = MOST_BYTES,
    most_elements: int = MOST_ELEMENTS,
) -> Element:
    """A message's root element; ``encoding`` holds where the message declares none.

    MessageError: too_long, unreadable, too_deep, forbidden_markup (a DTD or an entity), unknown_value (another root).
    """
    declared = _DECLARED.match(body[:200])
    name = _ENCODINGS.get(declared[1].decode().lower(), "") if declared else encoding
    if not name:
        raise MessageError("unreadable", detail="an encoding that is not spoken here")
    text = decode(body, name, most_bytes=most_bytes)
    element = _parsed(text.encode("utf-8"), most_elements)
    if element.tag != root:
        raise MessageError("unknown_value", root, detail="another message")
    return element


def _parsed(body: bytes, most_elements: int) -> Element:
    parser = DefusedXMLParser(target=_Limited(most_elements), encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(body)
        found = parser.close()
    except DefusedXmlException as error:
        raise MessageError("forbidden_markup") from error
    except (ParseError, ValueError, LookupError) as error:
        raise MessageError("unreadable", detail="not XML") from error
    if not isinstance(found, Element):
        raise MessageError("unreadable", detail="not XML")
    return found


def leaves(element: Element, *, but: Iterable[str] = ()) -> Fields:
    """The texts of an element's children by their tags; ``but`` may stand more than once. MessageError: repeated."""
    values: dict[str, str] = {}
    several = frozenset(but)
    for child in element:
        if child.tag in values and child.tag not in several:
            raise MessageError("repeated", child.tag[:40])
        values[child.tag] = child.text or ""
    return Fields(values)


def child_of(element: Element, tag: str) -> Element | None:
    """The only child of that name. MessageError: repeated."""
    found = element.findall(tag)
    if len(found) > 1:
        raise MessageError("repeated", tag)
    return found[0] if found else None


def needed_child(element: Element, tag: str) -> Element:
    """The only child of that name. MessageError: missing, repeated."""
    found = child_of(element, tag)
    if found is None:
        raise MessageError("missing", tag)
    return found


def attributes_of(element: Element) -> Fields:
    """An element's attributes."""
    return Fields(element.attrib)


def tag(name: str, content: str = "", /, **attributes: str) -> str:
    """An element around what is XML already; attributes that are empty are left out."""
    said = "".join(f" {key}={quoteattr(printable(value))}" for key, value in attributes.items() if value)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def leaf(name: str, text: str, /, **attributes: str) -> str:
    """An element around a text."""
    return tag(name, escape(printable(text)), **attributes)


def leaves_of(values: Mapping[str, str]) -> str:
    """An element for each text that is not empty."""
    return "".join(leaf(name, text) for name, text in values.items() if text)
