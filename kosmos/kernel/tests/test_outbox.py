"""The outbox: once for each key, and only if the transaction that told it commits."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from kosmos.kernel.models import Outbox
from kosmos.kernel.outbox import tell

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_tells_a_key_of_a_kind_once() -> None:
    assert tell("payment_received", account_id=7, key="1", at=AT, about={"kopecks": 1240, "on": date(2026, 11, 16)})
    assert not tell("payment_received", account_id=7, key="1", at=AT, about={"kopecks": 9})
    assert tell("payment_received", account_id=8, key="1", at=AT)
    assert tell("payment_reversed", account_id=7, key="1", at=AT)
    assert Outbox.objects.get(account_id=7, kind="payment_received").about == {"kopecks": 1240, "on": "2026-11-16"}
    assert Outbox.objects.filter(taken_at=None).count() == 3


@pytest.mark.django_db
def test_tells_nothing_of_what_was_undone() -> None:
    with transaction.atomic():
        tell("payment_received", account_id=7, key="1", at=AT)
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()
