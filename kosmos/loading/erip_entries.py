"""The section of an operator's file that says how he is found in ERIP."""

import re

from yaml.nodes import Node

from kosmos.catalogue.drafts import EripDraft
from kosmos.loading.errors import Wrong
from kosmos.loading.yaml_values import Reader, place

NEEDED = ("service_code", "path", "payee", "city")
PAYEE_SIGNS, CITY_SIGNS = 25, 15
"""How long the names in a QR code may be."""

_CODE = re.compile(r"[0-9]{1,8}")
_LATIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z .,'&/-]*")


def read_erip(reader: Reader, node: Node | None) -> EripDraft | None:
    """Read the section; what is wrong is left in the reader. None where it is missing or not whole."""
    if node is None:
        return None
    parts = reader.mapping(node, "erip", NEEDED)
    code = reader.value(parts.get("service_code"), "erip: service_code", _service_code)
    path = [reader.texts(step, "erip: path") for step in reader.items(parts.get("path"), "erip: path")]
    payee = reader.value(parts.get("payee"), "erip: payee", lambda text: _latin(text, PAYEE_SIGNS))
    city = reader.value(parts.get("city"), "erip: city", lambda text: _latin(text, CITY_SIGNS))
    if code is None or payee is None or city is None:
        return None
    return EripDraft(code, [step for step in path if step is not None], payee, city, place(node))


def _service_code(text: str) -> str:
    if _CODE.fullmatch(text):
        return text
    raise Wrong("the service's code in ERIP: 1 to 8 digits")


def _latin(text: str, most: int) -> str:
    if len(text) <= most and _LATIN.fullmatch(text) and text == text.strip():
        return text
    raise Wrong(f"at most {most} Latin letters, digits and spaces, as a QR code has them")
