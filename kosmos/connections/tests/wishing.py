"""Forms filled in, for tests."""

from datetime import date
from typing import Any

from kosmos.catalogue.models import Building, Kind, Plan, Price, Service, Settlement
from kosmos.connections.agreements import agreements_now
from kosmos.connections.tests.people import operator
from kosmos.connections.wishes import Wish

PHONE = "+375297770011"


def sold() -> None:
    """Internet for everybody at home and for students, television, and one house that the network reaches."""
    operator()
    internet = Service.objects.create(code="internet", name={"ru": "Интернет"})
    Service.objects.create(code="tv", name={"ru": "Телевидение"})
    for code, audience in (("orbita-100", "home"), ("student-50", "student")):
        plan = Plan.objects.create(
            code=code,
            name={"ru": code.title()},
            service=internet,
            kind=Kind.BASE,
            settlement=Settlement.PREPAID,
            audiences=[audience],
        )
        Price.objects.create(plan=plan, from_on=date(2016, 1, 1), fee_kopecks=25_90)
    Building.objects.create(city="Минск", street="Красная", house="6").services.add(internet)


def agreed() -> dict[str, int]:
    """Agreed to what is needed, in its present version."""
    return {text.purpose.value: text.version for text in agreements_now() if text.needed}


def wish(kind: str = "home", **changes: Any) -> Wish:
    """A form of a kind as it should be filled in, but for what is told."""
    filled: dict[str, dict[str, Any]] = {
        "home": {"name": "Ольга", "address": "Минск, ул. Красная, д. 6, кв. 12", "plan": "orbita-100"},
        "student": {"name": "Иванов Пётр", "dormitory": "Общежитие № 4", "room": "412", "plan": "student-50"},
        "business": {"name": "Ольга", "organisation": "ООО «Ромашка»", "address": "Минск, Красная, 6"},
        "call_back": {"name": "Ольга"},
    }
    return Wish(**{"kind": kind, "phone": PHONE, "agreed": agreed(), **filled[kind], **changes})
