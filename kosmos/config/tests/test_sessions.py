"""A session that cannot be saved: ended by its owner, or a database that is away."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from pytest import MonkeyPatch

from kosmos.config.sessions import SessionStore


def a_session() -> SessionStore:
    store = SessionStore()
    store.create()
    return store


@pytest.mark.django_db
def test_one_that_was_ended_is_not_made_anew() -> None:
    store = a_session()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_to_be_away(monkeypatch: MonkeyPatch) -> None:
    """So that the page's answer is 503, come again, and not 400."""
    store = a_session()

    def lost(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Session, "save", lost)
    with pytest.raises(OperationalError):
        store.save()
