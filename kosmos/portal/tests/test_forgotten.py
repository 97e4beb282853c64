"""Somebody who is forgotten: nothing of him is left in any feature."""

import uuid
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from kosmos.charging.forgetting import ask_deletion, erase_due
from kosmos.charging.models import Status, Subscription
from kosmos.kernel.models import Outbox
from kosmos.ledger.models import Account
from kosmos.notifications.models import Message, State
from kosmos.notifications.services.forgetting import forget_messages
from kosmos.portal.tests.paying import TODAY
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.services import Origin, change_phone, set_password
from kosmos.subscribers.tests.people import PASSWORD
from kosmos.support.models import Request
from kosmos.support.services.forgetting import forget_requests

pytestmark = pytest.mark.django_db
HERE = Origin("5.188.1.1")


def test_messages_and_requests_forget_him_too(account_id: int, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    anna = SignIn.objects.get(login="anna")
    set_password(anna, PASSWORD, TODAY)
    change_phone(anna, phone="297654321", password=PASSWORD, origin=HERE, now=TODAY)
    told = {"account_id": account_id, "at": TODAY, "state": State.SENT, "address": "a@example.by", "text": "Анна"}
    Message.objects.create(event="blocked", key="1", channel="email", id=uuid.uuid4(), **told)
    Message.objects.create(event="contact_changed", key="2", channel="cabinet", id=uuid.uuid4(), **told)
    asked = {"created_at": TODAY, "changed_at": TODAY, "promised_at": TODAY, "topic": "other", "key": "1"}
    Request.objects.create(account_id=account_id, id=uuid.uuid4(), number="1", text="Я Анна", **asked)
    Subscription.objects.filter(account_id=account_id).update(status=Status.ENDED)
    Account.objects.filter(id=account_id).update(balance_kopecks=0)
    ask_deletion(anna, password=PASSWORD, origin=HERE, now=TODAY)
    assert erase_due(TODAY + timedelta(days=30), (forget_messages, forget_requests)) == 1
    assert list(Message.objects.values_list("event", "address", "text")) == [("blocked", "", "")]
    assert not Outbox.objects.filter(kind="contact_changed").exists()
    assert Request.objects.get().text == "—"
