from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kosmos.subscribers.errors import TooManyGuesses
from kosmos.subscribers.rules import LIMITS
from kosmos.subscribers.services.guessing import admit, keys_of
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.usefixtures("committed")
KEYS = keys_of("anna", "5.188.10.20", device=None, known=False)


def attempt(_: int) -> bool:
    try:
        return bool(admit(KEYS, NOW).counted)
    except TooManyGuesses:
        return False
    finally:
        connection.close()


def test_sixty_at_once_are_counted_as_sixty() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(60))) == LIMITS["login_and_address"].free + 1
