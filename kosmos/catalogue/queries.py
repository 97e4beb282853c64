"""What is sold, to whom and for how much."""

from datetime import date
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kosmos.catalogue.errors import UnknownExtra, UnknownOperator, UnknownPlan
from kosmos.catalogue.models import (
    Article,
    Building,
    Erip,
    Extra,
    Operator,
    PaymentPoint,
    Plan,
    PlanStatus,
    Price,
    Service,
)
from kosmos.kernel.sql import rows

AUDIENCES = ("home", "student", "business")


def operator() -> Operator:
    """The operator; UnknownOperator before his file was loaded."""
    found = Operator.objects.first()
    if found is None:
        raise UnknownOperator("No operator is loaded yet: kosmos load operator FILE.yaml")
    return found


OPERATOR_ZONE: tuple[LiteralString, dict[str, object]] = ("SELECT timezone FROM catalogue_operator LIMIT 1", {})
"""What asks for the operator's time zone, for those who ask for other things with it."""


def operator_zone() -> ZoneInfo:
    """The time zone in which his business days open; UnknownOperator as above."""
    return zone_in(rows(*OPERATOR_ZONE))


def zone_in(found: list[tuple[Any, ...]]) -> ZoneInfo:
    """The operator's time zone in what `OPERATOR_ZONE` found; UnknownOperator as above."""
    return ZoneInfo(found[0][0] if found else operator().timezone)


def plan_by_code(code: str) -> Plan:
    """A plan or package with its service; UnknownPlan."""
    found = Plan.objects.select_related("service", "family").filter(code=code).first()
    if found is None:
        raise UnknownPlan(f"There is no plan {code}.", plan=code)
    return found


def open_plans(audience: str) -> QuerySet[Plan]:
    """The plans that a subscriber of an audience can choose, by service and code."""
    return (
        Plan.objects.select_related("service", "family")
        .filter(status=PlanStatus.OPEN, audiences__contains=[audience])
        .order_by("service_id", "kind", "code")
    )


def price_on(plan_id: int, day: date) -> Price | None:
    """The price that holds on a day: the newest that is not after it."""
    return Price.objects.filter(plan_id=plan_id, from_on__lte=day).order_by("-from_on").first()


def prices_on(day: date) -> dict[int, int]:
    """The fee of each plan that has one on a day, in kopecks, by the plan's id."""
    newest = Price.objects.filter(from_on__lte=day).order_by("plan_id", "-from_on").distinct("plan_id")
    return dict(newest.values_list("plan_id", "fee_kopecks"))


def open_extras(audience: str | None) -> list[Extra]:
    """The equipment and visits that can be ordered by an audience (None: one that is not known), by kind and price."""
    sold = Extra.objects.filter(status=PlanStatus.OPEN).order_by("kind", "price_kopecks", "code")
    return [extra for extra in sold if is_for(extra, audience)]


def extra_by_code(code: str) -> Extra:
    """What can be ordered once; UnknownExtra."""
    found = Extra.objects.filter(code=code).first()
    if found is None:
        raise UnknownExtra(f"There is no extra {code}.", extra=code)
    return found


def is_for(extra: Extra, audience: str | None) -> bool:
    """Whether an extra is sold to an audience; an account without a contract may have any."""
    return not extra.audiences or audience is None or audience in extra.audiences


def services_at(*, city: str, street: str, house: str) -> QuerySet[Service]:
    """The services that can be had in a house; none where the network does not reach."""
    buildings = Building.objects.filter(city__iexact=city, street__iexact=street, house__iexact=house)
    return Service.objects.filter(buildings__in=buildings).order_by("id").distinct()


def payment_points() -> list[PaymentPoint]:
    """The places and ways to pay, by kind and in the order in which they came."""
    return list(PaymentPoint.objects.order_by("kind", "id"))


def erip() -> Erip | None:
    """How the operator is found in ERIP; None where he has not said it."""
    return Erip.objects.first()


def articles() -> QuerySet[Article]:
    """The help articles in the order in which they came."""
    return Article.objects.order_by("id")


def text_in(texts: dict[str, str], language: str) -> str:
    """A text in a language, or in Russian where it was not given in that."""
    return texts.get(language) or texts["ru"]
