"""The traffic of a plan in an operator's file: its volume, what follows, what may be chosen, what can be bought."""

from collections.abc import Mapping

from yaml.nodes import Node

from kosmos.catalogue.drafts import BundleDraft, TrafficDraft
from kosmos.catalogue.models import UsedUp
from kosmos.loading import values
from kosmos.loading.errors import Wrong, found
from kosmos.loading.yaml_source import shown
from kosmos.loading.yaml_values import At, Reader

GIGABYTE = 1024**3
"""A plan's gigabyte has 1024 megabytes."""
MOST_GIGABYTES = 1_000_000
NEEDED = ("volume_gb", "then")
OTHERS = ("throttle_mbps", "per_mb", "choices", "more")
WAY_OF = {"throttle_mbps": UsedUp.THROTTLE, "per_mb": UsedUp.CHARGE}
"""The key that each way needs; stopping needs none."""
USED_UP = {used_up.label: used_up for used_up in UsedUp}


def read_traffic(reader: Reader, node: Node | None, what: str) -> TrafficDraft | None:
    """A month's volume; `then` and `choices` say which other keys go with it."""
    if node is None:
        return None
    parts = reader.mapping(node, what, NEEDED, OTHERS)
    volume = reader.whole(parts.get("volume_gb"), f"{what}: volume_gb", 1, MOST_GIGABYTES)
    used_up = reader.choice(parts.get("then"), f"{what}: then", USED_UP)
    choices = _choices(reader, parts.get("choices"), f"{what}: choices", used_up)
    if used_up is not None:
        _keys_of_ways(reader, node, parts, what, ways=(used_up, *choices))
    return TrafficDraft(
        volume_bytes=(volume or 0) * GIGABYTE,
        used_up=used_up or UsedUp.STOP,
        throttle_kbps=reader.value(parts.get("throttle_mbps"), f"{what}: throttle_mbps", values.kbps, "int", "float"),
        megabyte_kopeck_hundredths=reader.value(parts.get("per_mb"), f"{what}: per_mb", values.megabyte_price),
        choices=choices,
        bundles=_bundles(reader, parts.get("more"), f"{what}: more"),
    )


def _choices(reader: Reader, node: Node | None, what: str, used_up: UsedUp | None) -> list[UsedUp]:
    """The ways among which a subscriber may choose: two at least, the plan's own among them."""
    seen: dict[object, At] = {}
    choices = []
    for item in reader.items(node, what):
        choice = reader.choice(item, what, USED_UP)
        if choice is not None:
            reader.unique(item, f"{what}: {choice.label}", choice, seen)
            choices.append(choice)
    if node is not None and choices and used_up is not None and (used_up not in choices or len(choices) < 2):
        named = ", ".join(choice.label for choice in choices)
        reader.wrong(node, f"{what}: {found(named, f'two ways at least, then: {used_up.label} among them')}")
    return sorted(choices)


def _keys_of_ways(
    reader: Reader, node: Node, parts: Mapping[str, Node], what: str, *, ways: tuple[UsedUp, ...]
) -> None:
    """Each way that may follow (the plan's own first) has its key, and no other key is there."""
    for key, way in WAY_OF.items():
        if way in ways and key not in parts:
            whose = f"then: {way.label}" if way is ways[0] else f"{way.label} among the choices"
            reader.wrong(node, f"{what}: the key {key} is missing: {whose} needs it")
        if way not in ways and key in parts:
            allowed = f"no such key with then: {ways[0].label}"
            reader.wrong(parts[key], f"{what}: {key}: {found(shown(parts[key]), allowed)}")


def _bundles(reader: Reader, node: Node | None, what: str) -> list[BundleDraft]:
    """What can be bought, the smallest first; each volume once."""
    seen: dict[object, At] = {}
    bundles = []
    for item in reader.items(node, what):
        parts = reader.mapping(item, what, ["gb", "price"])
        gigabytes = reader.whole(parts.get("gb"), f"{what}: gb", 1, MOST_GIGABYTES)
        price = reader.value(parts.get("price"), f"{what}: price", _price)
        if gigabytes is not None:
            reader.unique(parts["gb"], f"{what}: {gigabytes} gb", gigabytes, seen)
        if gigabytes is not None and price is not None:
            bundles.append(BundleDraft(gigabytes * GIGABYTE, price))
    return sorted(bundles, key=lambda bundle: bundle.volume_bytes)


def _price(text: str) -> int:
    price = values.fee(text)
    if price > 0:
        return price
    raise Wrong('above zero: roubles and kopecks, such as "2.00"')
