"""Playing what would happen and undoing it: what previews, forecasts and dry runs share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

HORIZON_DAYS = 62
"""How far a forecast or a dry run looks; the partitions of those months are made ahead."""


@contextmanager
def imagined() -> Iterator[None]:
    """What is done inside is undone on leaving, whatever happens."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
