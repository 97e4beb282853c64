"""The audit of what was done."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.services import Origin, note_act

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FROM = Origin("192.0.2.7", "Firefox")


@pytest.mark.django_db
def test_a_line_says_what_was_and_became() -> None:
    note_act(Act.PLAN_CHANGED, now=NOW, origin=FROM, before={"plan": "a"}, after={"plan": "b", "on": date(2026, 12, 1)})
    line = AuditRecord.objects.get()
    assert (line.at, line.action, line.address, line.device) == (NOW, "plan_changed", "192.0.2.7", "Firefox")
    assert (line.before, line.after) == ({"plan": "a"}, {"plan": "b", "on": "2026-12-01"})


@pytest.mark.django_db
def test_a_line_is_gone_with_the_act_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note_act(Act.NOTE_ADDED, now=NOW)
        raise ZeroDivisionError
    assert not AuditRecord.objects.exists()


@pytest.mark.django_db
def test_an_action_is_a_word() -> None:
    with pytest.raises(DatabaseError, match="audit_action_is_a_word"), transaction.atomic():
        note_act("Снял деньги", now=NOW)
