"""What every page knows: the time, the business day, the operator, and whether this is the demo."""

import json
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, LiteralString, cast
from zoneinfo import ZoneInfo

from django.apps import apps
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kosmos.kernel.days import business_day
from kosmos.kernel.sql import rows


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


_OPERATOR = ("id", "code", "name", "timezone", "currency", "phones", "groups")
"""The columns of the model, in its order."""
_MOMENT: LiteralString = """
SELECT operator.id, code, operator.name, timezone, currency, phones, groups, clock.ahead, session_key, session_data,
       expire_date
  FROM (VALUES (1)) AS one
  LEFT JOIN catalogue_operator AS operator ON true
  LEFT JOIN kernel_democlock AS clock ON true
  LEFT JOIN django_session ON session_key = %(key)s AND expire_date > now()
 LIMIT 1
"""
_asked: ContextVar[list[Moment]] = ContextVar("asked")
"""The moment of the request that is being answered, once its session was found."""


def _read(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """JSON that Django's connections hand out as text."""
    return json.loads(value) if isinstance(value, str) else value


def moment() -> Moment:
    """The time it is, and of whose installation: as it was found with the request's session, else in one query."""
    asked = _asked.get([])
    return asked[0] if asked else moment_and_session("")[0]


def moment_and_session(key: str) -> tuple[Moment, tuple[Any, ...] | None]:
    """The time and whose installation it is, and key, data and end of a session if it goes on, in one query."""
    *found, moved, session, data, until = rows(_MOMENT, {"key": key})[0]
    model = apps.get_model("catalogue", "Operator")
    values = (*found[:2], _read(found[2]), *found[3:5], _read(found[5]), _read(found[6]))
    operator = model.from_db("default", _OPERATOR, values) if found[0] is not None else None
    now = datetime.now(UTC) + moved if moved is not None else datetime.now(UTC)
    zone = ZoneInfo(operator.timezone if operator else "UTC")
    it_is = Moment(now, business_day(now, zone), moved is not None, operator)
    _asked.get([]).append(it_is)
    return it_is, (session, data, until) if session is not None else None


def timed(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: `request.moment`, asked from the database once, with the session or when first needed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.moment = SimpleLazyObject(moment)  # type: ignore[attr-defined]
        before = _asked.set([])
        try:
            return get_response(request)
        finally:
            _asked.reset(before)

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
