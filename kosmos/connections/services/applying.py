"""An application is made: by a visitor, or by staff for somebody who came or called."""

import secrets
import uuid
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.models import Application, ApplicationConsent, EntryKind, Stage
from kosmos.connections.numbers import new_number
from kosmos.connections.services.keeping import add_entry
from kosmos.connections.services.stages import deadline_of
from kosmos.connections.wishes import ReadWish, Wish, place_of, read_wish
from kosmos.subscribers.models import StaffMember

TRIES = 20
"""How often another number is taken where one is somebody's already."""


def apply(wish: Wish, *, key: str, now: datetime, by: StaffMember | None = None) -> Application:
    """Make an application, or give the one that the same ``key`` made before. WishRefused.

    ``by`` is who of the staff filled the form in. The key names the form and what was in it (``form_key``).
    """
    read = read_wish(wish, now.astimezone(operator_zone()))
    with transaction.atomic():
        for _ in range(TRIES):
            made = _application(read, key, now)
            Application.objects.bulk_create([made], ignore_conflicts=True)
            kept = Application.objects.filter(key=key).first()
            if kept is not None and kept.id != made.id:
                return kept
            if kept is not None:
                _keep_what_goes_with_it(kept, wish, now, by)
                return kept
    raise RuntimeError("There is no number left for another application.")


def form_key(form: str, wish: Wish) -> str:
    """Names a form and what was in it: sent twice it is one application, and changed and sent again another."""
    said = [form, wish.kind, wish.name, wish.phone, wish.organisation, wish.address, wish.dormitory, wish.room]
    said += [wish.service, wish.plan, wish.comment, wish.when]
    return sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()


def _application(read: ReadWish, key: str, now: datetime) -> Application:
    wish = read.wish
    place, building = place_of(wish)
    made = Application(
        id=uuid.uuid4(), number=new_number(), token=secrets.token_urlsafe(24), key=key, created_at=now,
        stage_since_at=now, stage=Stage.NEW, kind=wish.kind, source=wish.source, language=wish.language,
        name=wish.name, phone=wish.phone, organisation=wish.organisation, address=wish.address,
        city=place.city, street=place.street, house=place.house, building=place.building,
        apartment=place.apartment, dormitory=wish.dormitory, room=wish.room, covered_by=building,
        service=read.service, plan=read.plan, comment=wish.comment, page=wish.page,
        call_from_at=read.hours.from_at if read.hours else None,
        call_until_at=read.hours.until_at if read.hours else None,
    )  # fmt: skip
    made.due_at = deadline_of(made, now)
    return made


def _keep_what_goes_with_it(made: Application, wish: Wish, now: datetime, by: StaffMember | None) -> None:
    """What was agreed to, and the first line of the history."""
    for purpose, version in wish.agreed.items():
        ApplicationConsent.objects.create(
            id=uuid.uuid4(),
            application=made,
            purpose=purpose,
            version=version,
            at=now,
            network_address=wish.network_address,
        )
    add_entry(made, EntryKind.STAGE, by=by, now=now, after=Stage.NEW)
