"""Laws of the engine, each looked at on at least two thousand random accounts and moments."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from tests.engine.watchers import Crowds, Forecasts, Previews, Returns
from tests.engine.worlds import Watcher, live

MOMENTS = 2_000
WORLDS = 4


@pytest.fixture(scope="module")
def watched(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[type[Watcher], Watcher]:
    """Worlds of random stories, lived once under all watchers."""
    watchers: list[Watcher] = [Previews(), Forecasts(), Returns(), Crowds()]
    every = settings(
        max_examples=WORLDS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with django_db_blocker.unblock():
        every(given(st.integers(0, 10**6))(lambda seed: live(seed, watchers)))()
    return {type(watcher): watcher for watcher in watchers}


def test_preview_is_what_happens(watched: dict[type[Watcher], Watcher]) -> None:
    w = watched[Previews]
    print(w.seen, w.broken[:5])
def test_f(watched: dict[type[Watcher], Watcher]) -> None:
    for w in watched.values():
        print(type(w).__name__, w.seen, len(w.broken))
        for b in w.broken[:6]: print("   ", b[:600])
