"""A form that is sent twice at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from kosmos.connections.models import Application, ApplicationConsent, ApplicationEntry
from kosmos.connections.services.applying import apply, form_key
from kosmos.connections.tests.wishing import sold, wish

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.usefixtures("committed")
def test_two_sendings_at_once_make_one_application() -> None:
    sold()
    together = Barrier(2)

    def send(_: int) -> str:
        try:
            together.wait()
            return apply(wish(), key=form_key("a", wish()), now=NOW).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(send, range(2)))
    assert len(numbers) == Application.objects.count() == 1
    assert ApplicationConsent.objects.count() == ApplicationEntry.objects.count() == 1
