"""Workers that post statements and die."""

import uuid
from contextlib import suppress
from datetime import datetime

import pytest

from kosmos.payments.models import Statement
from kosmos.payments.services.registry import posting, pursue_statement
from kosmos.payments.services.registry.parts import Tally


class KilledError(Exception):
    """The worker is killed."""


def pursue_until_killed(found: Statement, *, parts: int, counted: bool, now: datetime) -> None:
    """Post so many parts of a statement, if it has them; of the last one it may not be kept that it was posted."""
    count, posted = posting._count, list[Tally]()

    def dying(statement_id: uuid.UUID, tally: Tally, *, at: int) -> None:
        posted.append(tally)
        if counted or len(posted) < parts:
            count(statement_id, tally, at=at)
        if len(posted) == parts:
            raise KilledError

    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        patch.setattr(posting, "_count", dying)
        pursue_statement(found.id, now=now)
