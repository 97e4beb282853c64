"""Being forgotten (law 99-З): planned, withdrawn, done; the ledger is kept, the person in it is not.

Whether somebody may be forgotten depends on his money and services: ``kosmos.charging.forgetting`` asks.
"""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.errors import NoDeletion
from kosmos.subscribers.models import (
    Consent,
    ContactChange,
    Contract,
    DeletionRequest,
    EmailWish,
    SecondFactor,
    SignIn,
    SignInEventKind,
    Subscriber,
)
from kosmos.subscribers.rules import DELETION_AFTER
from kosmos.subscribers.services.audit import NOWHERE, Origin, write_event
from kosmos.subscribers.services.lists import UNUSABLE
from kosmos.subscribers.services.sessions import end_other_sessions
from kosmos.subscribers.services.telling import tell_holder

ROOM = "—"
"""What stands in the place of a room: an address in a dormitory has to have one."""


def open_deletion(subscriber: Subscriber) -> DeletionRequest | None:
    """The deletion that is planned for a subscriber."""
    return DeletionRequest.objects.filter(subscriber=subscriber, cancelled_at=None, done_at=None).first()


@transaction.atomic
def plan_deletion(sign_in: SignIn, *, origin: Origin, now: datetime) -> DeletionRequest:
    """Plan that a subscriber is forgotten in thirty days; the one that is planned already, if there is one."""
    owner = Subscriber.objects.select_for_update().get(sign_in=sign_in)
    planned = open_deletion(owner)
    if planned is not None:
        return planned
    made = DeletionRequest.objects.create(
        id=uuid.uuid4(), subscriber=owner, asked_at=now, planned_at=now + DELETION_AFTER
    )
    write_event(SignInEventKind.DELETION_ASKED, sign_in, origin, now)
    about = {"planned_at": made.planned_at}
    tell_holder(sign_in, "deletion_planned", key=str(made.id), at=now, about=about)
    return made


@transaction.atomic
def cancel_deletion(sign_in: SignIn, *, origin: Origin, now: datetime) -> None:
    """Withdraw the planned deletion. NoDeletion if none is planned."""
    owner = Subscriber.objects.select_for_update().get(sign_in=sign_in)
    planned = open_deletion(owner)
    if planned is None:
        raise NoDeletion
    planned.cancelled_at = now
    planned.save(update_fields=["cancelled_at"])
    write_event(SignInEventKind.DELETION_CANCELLED, sign_in, origin, now)
    tell_holder(sign_in, "deletion_cancelled", key=str(planned.id), at=now, about={})


@transaction.atomic
def erase(planned: DeletionRequest, now: datetime) -> None:
    """Put a pseudonym in the place of a person: name, login, phone, e-mail, flat; he is signed out everywhere.

    Contracts, accounts and postings stay as they are, and the audit, which names nobody.
    """
    owner = Subscriber.objects.select_for_update().select_related("sign_in").get(pk=planned.subscriber_id)
    pseudonym = f"deleted-{owner.pk}"
    owner.name, owner.phone, owner.email, owner.email_confirmed_at = pseudonym, "", "", None
    owner.save(update_fields=["name", "phone", "email", "email_confirmed_at"])
    Contract.objects.filter(subscriber=owner).update(apartment="")
    Contract.objects.filter(subscriber=owner).exclude(room="").update(room=ROOM)
    nothing = {"address": "", "device": ""}
    ContactChange.objects.filter(subscriber=owner).update(before="", after="", **nothing)
    Consent.objects.filter(subscriber=owner).update(guardian="", **nothing)
    EmailWish.objects.filter(subscriber=owner).delete()
    _close(owner.sign_in, pseudonym)
    DeletionRequest.objects.filter(pk=planned.pk).update(done_at=now)
    write_event(SignInEventKind.ERASED, owner.sign_in, NOWHERE, now)


def _close(sign_in: SignIn, pseudonym: str) -> None:
    sign_in.login, sign_in.password, sign_in.is_active = pseudonym, UNUSABLE, False
    sign_in.save(update_fields=["login", "password", "is_active"])
    sign_in.recovery_codes.all().delete()
    SecondFactor.objects.filter(sign_in=sign_in).delete()
    end_other_sessions(sign_in, keep="")
