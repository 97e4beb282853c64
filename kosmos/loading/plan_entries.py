"""The plans of an operator's file: what they are, and what they cost by month."""

from collections.abc import Mapping
from dataclasses import dataclass

from yaml.nodes import Node

from kosmos.catalogue.drafts import PlanDraft, PriceDraft
from kosmos.catalogue.models import Blocks, Kind, Needs, PlanStatus, Settlement
from kosmos.catalogue.queries import AUDIENCES
from kosmos.loading import values
from kosmos.loading.errors import found
from kosmos.loading.traffic_entries import read_traffic
from kosmos.loading.yaml_source import shown
from kosmos.loading.yaml_values import At, Reader, place, words

NEEDED = ("code", "name", "service", "kind", "audience", "settlement", "status", "prices", "connection_fee")
OTHERS = ("family", "base", "blocks", "needs", "speed_mbps", "traffic")
KINDS = {kind.label: kind for kind in Kind}
SETTLEMENTS = {settlement.label: settlement for settlement in Settlement}
BLOCKS = {blocks.label: blocks for blocks in Blocks}
NEEDS = {needs.label: needs for needs in Needs}
STATUSES = {status.label: status for status in PlanStatus}


@dataclass(frozen=True)
class _Terms:
    """How a plan takes its fee."""

    kind: Kind
    settlement: Settlement
    blocks: Blocks
    needs: Needs


def read_plans(reader: Reader, node: Node | None, services: set[str], families: Mapping[str, str]) -> list[PlanDraft]:
    """Read the plans' section; what is wrong is left in the reader, and a stand-in is in its place here."""
    seen: dict[object, At] = {}
    return [_plan(reader, item, services, families, seen) for item in reader.items(node, "plans")]


def _plan(
    reader: Reader, item: Node, services: set[str], families: Mapping[str, str], seen: dict[object, At]
) -> PlanDraft:
    parts = reader.mapping(item, "plan", NEEDED, OTHERS)
    code = reader.value(parts.get("code"), "plan: code", values.code)
    what = f"plan {code}" if code else "plan"
    if code is not None:
        reader.unique(parts["code"], what, code, seen)
    service = reader.choice(parts.get("service"), f"{what}: service", words(sorted(services)))
    terms = _terms(reader, parts, what, service)
    return PlanDraft(
        code=code or "",
        name=reader.texts(parts.get("name"), f"{what}: name") or {},
        service=service or "",
        family=_family(reader, parts.get("family"), what, service, families),
        kind=terms.kind,
        audiences=audiences_of(reader, parts.get("audience"), what),
        settlement=terms.settlement,
        blocks=terms.blocks,
        needs=terms.needs,
        status=reader.choice(parts.get("status"), f"{what}: status", STATUSES) or PlanStatus.OPEN,
        prices=_prices(reader, parts.get("prices"), what),
        connection_fee_kopecks=reader.value(parts.get("connection_fee"), f"{what}: connection_fee", values.fee) or 0,
        speed_kbps=reader.value(parts.get("speed_mbps"), f"{what}: speed_mbps", values.kbps, "int", "float"),
        traffic=read_traffic(reader, parts.get("traffic"), f"{what}: traffic"),
        at=place(item),
    )


def _family(
    reader: Reader, node: Node | None, what: str, service: str | None, families: Mapping[str, str]
) -> str | None:
    family = reader.choice(node, f"{what}: family", words(families))
    if node is not None and family and service and families[family] not in ("", service):
        reader.wrong(node, f"{what}: family: {found(family, f'a family of the service {service}')}")
    return family


def _terms(reader: Reader, parts: Mapping[str, Node], what: str, service: str | None) -> _Terms:
    """Kind, settlement and when it blocks; each key only where it means something."""
    kind = reader.choice(parts.get("kind"), f"{what}: kind", KINDS)
    settlement = reader.choice(parts.get("settlement"), f"{what}: settlement", SETTLEMENTS)
    blocks = reader.choice(parts.get("blocks"), f"{what}: blocks", BLOCKS)
    needs = reader.choice(parts.get("needs"), f"{what}: needs", NEEDS)
    _base(reader, parts, what, kind, service)
    if kind is Kind.PACKAGE and settlement is Settlement.POSTPAID:
        reader.wrong(parts["settlement"], f"{what}: settlement: {found('postpaid', 'prepaid')} for a package")
    prepaid = settlement is Settlement.PREPAID
    if settlement is not None:
        _only(reader, parts, what, "blocks", wanted=prepaid, whose="a prepaid plan")
    if settlement is Settlement.POSTPAID or (prepaid and blocks is not None):
        short = prepaid and blocks is Blocks.SHORT
        _only(reader, parts, what, "needs", wanted=short, whose="a plan that blocks when short")
    return _Terms(
        kind or Kind.BASE, settlement or Settlement.PREPAID, blocks or Blocks.SHORT, needs or Needs.NEXT_SHARE
    )


def _base(reader: Reader, parts: Mapping[str, Node], what: str, kind: Kind | None, service: str | None) -> None:
    """A package names the service whose base plan it needs: its own (rulebook 1)."""
    if kind is not None:
        _only(reader, parts, what, "base", wanted=kind is Kind.PACKAGE, whose="a package")
    if "base" in parts and service is not None:
        reader.choice(parts["base"], f"{what}: base", words([service]))


def _only(reader: Reader, parts: Mapping[str, Node], what: str, key: str, *, wanted: bool, whose: str) -> None:
    """A key that must be there for some plans, and must not for the others."""
    if wanted and key not in parts:
        reader.wrong(
            parts["code"] if "code" in parts else parts["kind"],
            f"{what}: the key {key} is missing: {whose} has it",
        )
    if not wanted and key in parts:
        reader.wrong(parts[key], f"{what}: {key}: {found(shown(parts[key]), f'no such key; only {whose} has it')}")


def audiences_of(reader: Reader, node: Node | None, what: str) -> list[str]:
    """To whom something is sold, in the house's order."""
    seen: dict[object, At] = {}
    audiences = []
    for item in reader.items(node, f"{what}: audience"):
        audience = reader.choice(item, f"{what}: audience", words(AUDIENCES))
        if audience is not None:
            reader.unique(item, f"{what}: audience: {audience}", audience, seen)
            audiences.append(audience)
    return sorted(audiences, key=AUDIENCES.index)


def _prices(reader: Reader, node: Node | None, what: str) -> list[PriceDraft]:
    """The versions of a price, the earliest first; one a month."""
    seen: dict[object, At] = {}
    prices = []
    for item in reader.items(node, f"{what}: prices"):
        parts = reader.mapping(item, f"{what}: price", ["from", "fee"])
        from_on = reader.value(parts.get("from"), f"{what}: price: from", values.first_of_month, "timestamp", "str")
        fee = reader.value(parts.get("fee"), f"{what}: price: fee", values.fee)
        if from_on is not None:
            reader.unique(parts["from"], f"{what}: price from {from_on}", from_on, seen)
        if from_on is not None and fee is not None:
            prices.append(PriceDraft(from_on, fee, place(item)))
    return sorted(prices, key=lambda price: price.from_on)
