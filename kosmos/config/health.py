"""Whether this installation is well: the database answers, and the business day is open."""

from dataclasses import asdict, dataclass
from datetime import date

import structlog
from django.db import Error
from django.http import HttpRequest, JsonResponse

from kosmos.config.context import moment
from kosmos.kernel.sql import rows

_OPEN = "SELECT max(day) FROM ledger_businessday WHERE finished_at IS NOT NULL"

_log = structlog.get_logger("kosmos.web")


@dataclass(frozen=True, slots=True)
class Health:
    """`status` is ok, day_behind or database_away; no day is open before the operator's first one."""

    status: str
    database: bool
    open_day: date | None = None
    days_behind: int | None = None


def health() -> Health:
    """How the installation is now."""
    try:
        today = moment().today
        open_day: date | None = rows(_OPEN, {})[0][0]
    except Error as error:
        _log.warning("database away", error=" ".join(str(error).split()))
        return Health("database_away", database=False)
    behind = (today - open_day).days if open_day else None
    return Health("day_behind" if (behind or 0) > 0 else "ok", database=True, open_day=open_day, days_behind=behind)


def healthz(_request: HttpRequest) -> JsonResponse:
    """The same as JSON; 503 when the database does not answer, so that nobody is sent here."""
    state = health()
    return JsonResponse(asdict(state), status=200 if state.database else 503)
