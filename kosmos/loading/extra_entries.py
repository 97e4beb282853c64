"""The extras of an operator's file: equipment and visits, and what they cost once."""

from yaml.nodes import Node

from kosmos.catalogue.drafts import ExtraDraft
from kosmos.catalogue.models import ExtraKind
from kosmos.loading import values
from kosmos.loading.errors import Wrong
from kosmos.loading.plan_entries import STATUSES, audiences_of
from kosmos.loading.yaml_values import At, Reader, place

NEEDED = ("code", "name", "kind", "price", "audience", "status")
KINDS = {kind.label: kind for kind in ExtraKind}


def read_extras(reader: Reader, node: Node | None) -> list[ExtraDraft]:
    """Read the extras' section; what is wrong is left in the reader."""
    seen: dict[object, At] = {}
    found = [_extra(reader, item, seen) for item in reader.items(node, "extras", empty=True)]
    return [draft for draft in found if draft is not None]


def _extra(reader: Reader, item: Node, seen: dict[object, At]) -> ExtraDraft | None:
    parts = reader.mapping(item, "extra", NEEDED, ["description"])
    code = reader.value(parts.get("code"), "extra: code", values.code)
    what = f"extra {code}" if code else "extra"
    if code is not None:
        reader.unique(parts["code"], what, code, seen)
    name = reader.texts(parts.get("name"), f"{what}: name")
    description = reader.texts(parts.get("description"), f"{what}: description")
    kind = reader.choice(parts.get("kind"), f"{what}: kind", KINDS)
    price = reader.value(parts.get("price"), f"{what}: price", _price)
    audiences = audiences_of(reader, parts.get("audience"), what)
    status = reader.choice(parts.get("status"), f"{what}: status", STATUSES)
    if code is None or name is None or kind is None or price is None or status is None:
        return None
    return ExtraDraft(code, name, description, kind, status, audiences, price, place(item))


def _price(text: str) -> int:
    price = values.fee(text)
    if price > 0:
        return price
    raise Wrong('above zero: roubles and kopecks, such as "25.90"')
