"""Profiles of statements: kept in versions, read from the operator's file."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kosmos.kernel.providers import RESERVED
from kosmos.ledger.models import LedgerCode
from kosmos.payments.errors import ProfileFaulty, UnknownProfile
from kosmos.payments.models import StatementProfile
from kosmos.payments.rails.registry.profile import profile_of
from kosmos.payments.rails.wire.errors import MessageError

CODES = {"bank": LedgerCode.BANK, "post": LedgerCode.POST, "agents": LedgerCode.AGENTS}
"""Where credited money is: in our bank, or with the post or an agent who hands it over later."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@transaction.atomic
def keep_profile(data: Mapping[str, Any], *, now: datetime) -> StatementProfile:
    """Keep a profile as its name's next version; the one in force if it says nothing new. ProfileFaulty.

    Beside what ``rails.registry.profile`` reads it has a ``name``, a ``provider`` (by default the name) and ``money``:
    bank, post or agents.
    """
    form = dict(data)
    name, money = form.pop("name", None), form.pop("money", "bank")
    provider = form.pop("provider", name)
    for key, value in (("name", name), ("provider", provider)):
        if not isinstance(value, str) or not _NAME.fullmatch(value):
            raise ProfileFaulty(f"{key}: small letters, digits, _ and - only", key=key)
    if provider in RESERVED:
        raise ProfileFaulty(f"provider: {provider} has a rail of its own, choose another name", key="provider")
    if money not in CODES:
        raise ProfileFaulty(f"money: one of {', '.join(CODES)}", key="money")
    try:
        profile_of(form)
    except MessageError as error:
        raise ProfileFaulty(str(error), key=error.field) from error
    before = StatementProfile.objects.filter(name=name).order_by("-version").first()
    if before and (before.provider, before.code, before.form) == (provider, CODES[money], form):
        return before
    version = before.version + 1 if before else 1
    return StatementProfile.objects.create(
        name=name, version=version, provider=provider, code=CODES[money], form=form, made_at=now
    )


def profile_named(name: str) -> StatementProfile:
    """The profile of a name in its newest version. UnknownProfile."""
    found = StatementProfile.objects.filter(name=name).order_by("-version").first()
    if found is None:
        raise UnknownProfile(f"there is no profile {name}", name=name)
    return found


def profiles() -> list[StatementProfile]:
    """All profiles in their newest versions, by name."""
    return list(StatementProfile.objects.order_by("name", "-version").distinct("name"))
