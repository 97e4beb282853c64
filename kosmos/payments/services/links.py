"""Links by which somebody else pays: made and revoked by the account's holder."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from kosmos.kernel.cards import without_cards
from kosmos.ledger.models import Account, AccountKind
from kosmos.ledger.services import lock_accounts
from kosmos.payments.errors import (
    AmountOutOfRange,
    LinkDays,
    LinkKeyUsed,
    LinkLabel,
    NotPayable,
    TooManyLinks,
    UnknownLink,
)
from kosmos.payments.models import PayLink
from kosmos.payments.rules import MOST_KOPECKS

LABEL_SIGNS = 60
MOST_DAYS = 365
MOST_LINKS = 20
"""So many links of an account may be in force at once."""


@dataclass(frozen=True, slots=True)
class LinkWish:
    """What a link says and for how many days; a sum that is suggested, or the only one that can be paid."""

    label: str
    days: int
    amount_kopecks: int | None = None
    fixed: bool = False
    shows_due: bool = False


@transaction.atomic
def make_link(wish: LinkWish, *, account_id: int, key: str, now: datetime) -> PayLink:
    """Make a link; the same form (``key``) sent again gives the same link.

    Errors: LinkLabel, LinkDays, AmountOutOfRange, NotPayable, LinkKeyUsed, TooManyLinks.
    """
    label = "".join(sign for sign in " ".join(wish.label.split()) if sign.isprintable())
    _check(wish, label)
    wanted = replace(wish, label=without_cards(label), fixed=wish.fixed and wish.amount_kopecks is not None)
    if not Account.objects.filter(id=account_id, kind=AccountKind.SUBSCRIBER).exists():
        raise NotPayable("no subscriber's account")
    lock_accounts([account_id])
    made = PayLink.objects.filter(account_id=account_id, key=key).first()
    if made:
        return _same(made, wanted)
    mine = PayLink.objects.filter(account_id=account_id, revoked_at=None, expires_at__gt=now)
    if mine.count() >= MOST_LINKS:
        raise TooManyLinks("too many links are in force", most=MOST_LINKS)
    return PayLink.objects.create(
        account_id=account_id,
        id=uuid4(),
        key=key,
        label=wanted.label,
        amount_kopecks=wanted.amount_kopecks,
        fixed=wanted.fixed,
        shows_due=wanted.shows_due,
        created_at=now,
        expires_at=now + timedelta(days=wanted.days),
    )


@transaction.atomic
def revoke_link(link_id: UUID, *, account_id: int, now: datetime) -> PayLink:
    """From now on nobody can pay by the link; a second time changes nothing. UnknownLink."""
    found = PayLink.objects.select_for_update().filter(account_id=account_id, id=link_id).first()
    if found is None:
        raise UnknownLink("the account has no such link")
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
    return found


def _same(made: PayLink, wanted: LinkWish) -> PayLink:
    """A link that a form made before, if it is what the form wants now. LinkKeyUsed."""
    days = (made.expires_at - made.created_at).days
    if LinkWish(made.label, days, made.amount_kopecks, made.fixed, made.shows_due) != wanted:
        raise LinkKeyUsed("the form made another link", label=made.label)
    return made


def _check(wish: LinkWish, label: str) -> None:
    if not 0 < len(label) <= LABEL_SIGNS:
        raise LinkLabel("a link has a label", most=LABEL_SIGNS)
    if not 0 < wish.days <= MOST_DAYS:
        raise LinkDays("a link holds for some days", most=MOST_DAYS)
    if wish.amount_kopecks is not None and not 0 < wish.amount_kopecks <= MOST_KOPECKS:
        raise AmountOutOfRange(least_kopecks=1, most_kopecks=MOST_KOPECKS)
