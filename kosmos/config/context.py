"""What every page knows: the time, the business day, the operator, and whether this is the demo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kosmos.kernel.days import business_day
from kosmos.kernel.models import DemoClock


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a request; `operator` is his row of the catalogue, None before his file was loaded."""

    now: datetime
    today: date
    demo: bool
    operator: Any

    @property
    def operator_name(self) -> str:
        """The operator's name in the language of the page; Kosmos before there is one."""
        names = self.operator.name if self.operator else {"ru": "Космос"}
        return cast(str, names.get(get_language() or "ru") or names["ru"])


def moment() -> Moment:
    """The time it is, and of whose installation, in one query."""
    ahead = DemoClock.objects.values_list("ahead", flat=True)
    operator = apps.get_model("catalogue", "Operator")._default_manager.annotate(ahead=Subquery(ahead[:1])).first()
    moved = operator.ahead if operator else ahead.first()
    now = datetime.now(UTC) + moved if moved is not None else datetime.now(UTC)
    zone = ZoneInfo(operator.timezone if operator else "UTC")
    return Moment(now, business_day(now, zone), moved is not None, operator)


def timed(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: `request.moment`, asked from the database once, when first needed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.moment = SimpleLazyObject(moment)  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def demo(request: HttpRequest) -> dict[str, object]:
    """Context processor: demo, today, now, operator and operator_name, none of them asked for before it is used."""
    found = getattr(request, "moment", None) or SimpleLazyObject(moment)
    return {
        "demo": SimpleLazyObject(lambda: found.demo),
        "today": SimpleLazyObject(lambda: found.today),
        "now": SimpleLazyObject(lambda: found.now),
        "operator": SimpleLazyObject(lambda: found.operator),
        "operator_name": SimpleLazyObject(lambda: found.operator_name),
    }
