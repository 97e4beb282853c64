from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from kosmos.loading.services import load_operator, load_subscribers
from kosmos.loading.tests.samples import OPERATOR, SUBSCRIBERS, written
from kosmos.subscribers.models import Contract

TODAY, NOW = date(2016, 10, 31), datetime(2016, 10, 31, 9, 0, tzinfo=UTC)


@pytest.mark.usefixtures("committed")
def test_two_loads_at_once_load_once(tmp_path: Path) -> None:
    load_operator(written(tmp_path, OPERATOR, "operator.yaml"), on=TODAY)
    path = written(tmp_path, SUBSCRIBERS)

    def load(_: int) -> list[str]:
        try:
            return list(load_subscribers(path, day=TODAY, at=NOW).lines())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(load, range(2)), key=len)
    assert first == []
    assert second[-1] == "added: 3 subscribers"
    assert Contract.objects.count() == 4
