"""What the gathered requests are: one transaction, and if it fails its halves, down to the one that is at fault."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from django.db import Error, InterfaceError, OperationalError, connection

from kosmos.config.wiring import is_demo
from kosmos.kernel import clock
from kosmos.payments.services.together import Answered, Question, answer_together

TRIES = 3
"""How often one request alone is tried: somebody else may just have posted the same, or held its account's lock."""

_log = structlog.get_logger("kosmos.gateway")


def answered(asked: Sequence[Question]) -> list[Answered | None]:
    """Answer requests together; None for those that we cannot answer now. It never raises."""
    try:
        return _halved(asked)
    except Exception:
        _log.exception("requests cannot be answered", requests=len(asked))
        return [None] * len(asked)


def _halved(asked: Sequence[Question]) -> list[Answered | None]:
    try:
        return list(answer_together(asked, now=now()))
    except (OperationalError, InterfaceError) as error:
        return _once_more(asked, error)
    except Exception as error:
        if len(asked) == 1:
            return [_alone(asked[0], error)]
        middle = len(asked) // 2
        return _halved(asked[:middle]) + _halved(asked[middle:])


def _once_more(asked: Sequence[Question], error: Exception) -> list[Answered | None]:
    """The connection was lost, or a lock: try again over a new one, all together."""
    _log.warning("requests failed with the database", error=" ".join(str(error).split()), requests=len(asked))
    connection.close()
    try:
        return list(answer_together(asked, now=now()))
    except (OperationalError, InterfaceError):
        connection.close()
        return [None] * len(asked)


def _alone(one: Question, error: Exception) -> Answered | None:
    for _ in range(TRIES - 1):
        if not isinstance(error, Error):
            break
        try:
            return answer_together([one], now=now())[0]
        except Exception as again:
            error = again
    _log.error("a request cannot be answered", kind=type(one).__name__, error=" ".join(str(error).split()))
    return None


_moment: list[Callable[[], datetime]] = []


def now() -> datetime:
    """The current instant; only the demo's is looked up each time, for its clock can be moved."""
    if not _moment:
        _moment.append(clock.now if is_demo() else lambda: datetime.now(UTC))
    return _moment[0]()
