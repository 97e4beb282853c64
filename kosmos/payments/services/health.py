"""Questions to providers, none of which holds much up: a silent provider is left in peace for a while.

How often it was silent is kept where every process sees it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import TypeVar

from django.db.models import F

from kosmos.payments.models import RailHealth
from kosmos.payments.rails.base import RailUnreachable

SILENCES = 3
"""After so many in a row a provider is left in peace."""
REST = timedelta(seconds=30)
"""Then one question in so long goes through, until it is answered."""
PASSED_OVER = timedelta(minutes=5)
"""For so long no payer is sent to a provider that was silent."""
AT_ONCE = 4
"""So many of this process may wait for a provider."""
Told = TypeVar("Told")
_asking: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONCE))


def talk(rail: str, question: Callable[[], Told], *, now: datetime) -> Told:
    """Put a question to a provider, and remember whether it answered. Never in a transaction.

    RailUnreachable: at once while it is left in peace, and if a few others of this process are waiting for it.
    """
    _check_rest(rail, now)
    if not _asking[rail].acquire(blocking=False):
        raise RailUnreachable("asked too much at once")
    try:
        answer = question()
    except RailUnreachable:
        _note_silence(rail, now)
        raise
    finally:
        _asking[rail].release()
    RailHealth.objects.filter(rail=rail, silences__gt=0).update(silences=0)
    return answer


def by_health(rails: Sequence[str], *, now: datetime) -> list[str]:
    """Rails in their order, those that were silent lately last."""
    silent = RailHealth.objects.filter(silences__gte=SILENCES, silent_at__gt=now - PASSED_OVER)
    names = set(silent.values_list("rail", flat=True))
    return sorted(rails, key=lambda rail: rail in names)


def _check_rest(rail: str, now: datetime) -> None:
    silent = RailHealth.objects.filter(rail=rail, silences__gte=SILENCES)
    if silent.exists() and not silent.filter(silent_at__lte=now - REST).update(silent_at=now):
        raise RailUnreachable("the provider was silent; it is asked again later")


def _note_silence(rail: str, now: datetime) -> None:
    if not RailHealth.objects.filter(rail=rail).update(silences=F("silences") + 1, silent_at=now):
        RailHealth.objects.bulk_create([RailHealth(rail=rail, silences=1, silent_at=now)], ignore_conflicts=True)
