"""The operator as a file gives him: read and checked, but not yet compared with what is here.

`at` is the line and column of the file at which a thing stands, so that a refusal can name it.
"""

from dataclasses import dataclass, field
from datetime import date

from kosmos.catalogue.models import Blocks, ExtraKind, Kind, Needs, PlaceKind, PlanStatus, Settlement, UsedUp
from kosmos.catalogue.policies import Policies

Texts = dict[str, str]
At = tuple[int, int]


@dataclass(frozen=True)
class OperatorDraft:
    """The operator himself."""

    code: str
    name: Texts
    timezone: str
    currency: str
    phones: list[str]
    at: At
    groups: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class ServiceDraft:
    """A service."""

    code: str
    name: Texts
    at: At


@dataclass(frozen=True)
class FamilyDraft:
    """A line of plans of one service."""

    code: str
    service: str
    name: Texts
    at: At


@dataclass(frozen=True)
class PriceDraft:
    """A plan's fee from the first day of a month on."""

    from_on: date
    fee_kopecks: int
    at: At


@dataclass(frozen=True)
class BundleDraft:
    """Traffic that can be bought, and what it costs."""

    volume_bytes: int
    price_kopecks: int


@dataclass(frozen=True)
class TrafficDraft:
    """A month's volume, what follows it or may be chosen to, and what more can be bought."""

    volume_bytes: int
    used_up: UsedUp
    throttle_kbps: int | None
    megabyte_kopeck_hundredths: int | None
    choices: list[UsedUp]
    bundles: list[BundleDraft]


@dataclass(frozen=True)
class PlanDraft:
    """A plan or package with its prices, the earliest first."""

    code: str
    name: Texts
    service: str
    family: str | None
    kind: Kind
    audiences: list[str]
    settlement: Settlement
    blocks: Blocks
    needs: Needs
    status: PlanStatus
    prices: list[PriceDraft]
    connection_fee_kopecks: int
    speed_kbps: int | None
    traffic: TrafficDraft | None
    at: At


@dataclass(frozen=True)
class ExtraDraft:
    """Equipment or a visit, charged once."""

    code: str
    name: Texts
    description: Texts | None
    kind: ExtraKind
    status: PlanStatus
    audiences: list[str]
    price_kopecks: int
    at: At


@dataclass(frozen=True)
class PaymentPointDraft:
    """A place, or a way, to pay."""

    kind: PlaceKind
    name: Texts
    address: Texts | None
    hours: Texts | None
    note: Texts | None
    at: At


@dataclass(frozen=True)
class EripDraft:
    """How the operator is found in ERIP's tree, and what its QR code says."""

    service_code: str
    path: list[Texts]
    payee: str
    city: str
    at: At


@dataclass(frozen=True)
class BuildingDraft:
    """A house, the codes of the services that can be had in it, and its name if it is a dormitory."""

    city: str
    street: str
    house: str
    services: list[str]
    at: At
    dormitory: str = ""


@dataclass(frozen=True)
class ArticleDraft:
    """A help article."""

    slug: str
    title: Texts
    body: Texts
    at: At


@dataclass(frozen=True)
class CatalogueDraft:
    """A whole operator file."""

    operator: OperatorDraft
    policies: Policies
    services: list[ServiceDraft]
    families: list[FamilyDraft]
    plans: list[PlanDraft]
    payment_points: list[PaymentPointDraft]
    buildings: list[BuildingDraft]
    articles: list[ArticleDraft]
    extras: list[ExtraDraft] = field(default_factory=list)
    erip: EripDraft | None = None
