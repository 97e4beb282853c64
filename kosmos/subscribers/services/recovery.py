"""A way back for whoever cannot sign in: a one-time link to a contact of the contract; nobody else sees a password."""

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.access import AccessAsk, AccessLink, LinkChannel
from kosmos.subscribers.contacts import phone_of
from kosmos.subscribers.errors import BadPhone, LinkGone, LinkMade, NoContact
from kosmos.subscribers.models import Contract, SignIn, SignInEventKind, StaffMember, Subscriber
from kosmos.subscribers.sealing import Unreadable, seal, unseal
from kosmos.subscribers.services.audit import NOWHERE, Origin, write_event
from kosmos.subscribers.services.passwords import choose_password
from kosmos.subscribers.services.telling import tell_holder

TOKEN_BYTES = 24
BY_ONESELF_A_DAY = 3
"""So many links a day a subscriber gets without support."""
_LONGEST_TOKEN = 64
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LinkWay:
    """How a link travels: by which contact, how long it lives, and the page that its token is put behind."""

    channel: str
    minutes: int
    page: str


@transaction.atomic
def send_link(
    sign_in: SignIn, way: LinkWay, *, key: str, by: StaffMember | None, now: datetime, origin: Origin = NOWHERE
) -> str:
    """Send a link for a new password to a contact of the contract, once for each key; the contact, masked.

    Only a digest of its token is kept, and what waits to be sent is sealed. Links from before are over, and every
    contact is told. LinkMade, NoContact.
    """
    owner = Subscriber.objects.select_related("sign_in").select_for_update(of=("self",)).get(sign_in=sign_in)
    if AccessLink.objects.filter(key=key).exists():
        raise LinkMade
    to = owner.phone if way.channel == LinkChannel.SMS else owner.email
    if not to or way.channel not in LinkChannel.values:
        raise NoContact
    AccessLink.objects.filter(sign_in=sign_in, ended_at=None).update(ended_at=now)
    token, until = secrets.token_urlsafe(TOKEN_BYTES), now + timedelta(minutes=way.minutes)
    link = AccessLink.objects.create(
        id=uuid.uuid4(),
        key=key,
        sign_in=sign_in,
        digest=_digest(token),
        channel=way.channel,
        made_at=now,
        expires_at=until,
        by=by,
    )
    sealed = seal(token, owner=_whose(link.id))
    about = {"link": str(link.id), "to": to, "sealed": sealed, "page": way.page, "until_at": until}
    tell_holder(sign_in, f"access_link_{way.channel}", key=str(link.id), at=now, about=about)
    tell_holder(sign_in, "access_link_sent", key=str(link.id), at=now, about={"channel": way.channel})
    who = f"by {by.sign_in.login}" if by else "by oneself"
    write_event(SignInEventKind.LINK_SENT, sign_in, origin, now, reason=f"{way.channel} {who}")
    return masked(to)


def link_waits(token: str, now: datetime) -> bool:
    """Whether a token opens something: not used, not over, not too old."""
    return _waiting(token, now) is not None


@transaction.atomic
def use_link(token: str, new: str, *, origin: Origin, now: datetime) -> SignIn:
    """Set the password that the holder of a link chose; the link is used up, and all his sessions end.

    LinkGone for one that opens nothing; PasswordRefused leaves it as it is.
    """
    link = _waiting(token, now, lock=True)
    if link is None:
        raise LinkGone
    choose_password(link.sign_in, new, origin=origin, now=now)
    AccessLink.objects.filter(sign_in=link.sign_in, ended_at=None).update(ended_at=now)
    AccessLink.objects.filter(id=link.id).update(used=True)
    write_event(SignInEventKind.LINK_USED, link.sign_in, origin, now, reason=link.channel)
    return link.sign_in


def token_to_send(link: str, sealed: str) -> str:
    """The token that waits to be sent, for its letter alone; empty if it cannot be read any more."""
    try:
        return unseal(sealed, owner=_whose(uuid.UUID(link)))
    except (Unreadable, ValueError):
        return ""


def link_is_open(link_id: str, now: datetime) -> bool:
    """Whether a link that waits to be sent can still be used."""
    return AccessLink.objects.filter(id=link_id, ended_at=None, expires_at__gt=now).exists()


def ask_access(*, number: str, phone: str, now: datetime) -> None:
    """Note that somebody asks for a link to the phone of a contract; the same work whoever he is."""
    told = json.dumps({"number": number[:40], "phone": phone[:40]})
    ask_id = uuid.uuid4()
    AccessAsk.objects.create(id=ask_id, at=now, sealed=seal(told, owner=f"ask {ask_id}"))


def answer_asks(*, now: datetime, minutes: int, page: str, limit: int = 100) -> int:
    """Look at who asked for access, and send a link where number and phone are of one contract; how many were sent."""
    asks = list(AccessAsk.objects.order_by("at").values_list("id", flat=True)[:limit])
    return sum(_answer(ask_id, LinkWay(LinkChannel.SMS, minutes, page), now) for ask_id in asks)


def masked(contact: str) -> str:
    """A contact as it can be said aloud: "+375 29 ***-**-67", "a***@example.by"."""
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{contact[:4]} {contact[4:6]} ***-**-{contact[-2:]}" if contact else ""


@transaction.atomic
def _answer(ask_id: uuid.UUID, way: LinkWay, now: datetime) -> bool:
    ask = AccessAsk.objects.select_for_update(skip_locked=True).filter(id=ask_id).first()
    if ask is None:
        return False
    ask.delete()
    found = _asking(ask_id, ask.sealed)
    if found is None or not _may_ask(found, now):
        return False
    send_link(found, way, key=f"ask {ask_id}", by=None, now=now)
    return True


def _asking(ask_id: uuid.UUID, sealed: str) -> SignIn | None:
    """Whose number and phone these are; nobody's if they do not belong together."""
    try:
        told = json.loads(unseal(sealed, owner=f"ask {ask_id}"))
        phone = phone_of(told["phone"])
    except (Unreadable, BadPhone):
        return None
    account = AccountNumber.objects.filter(number="".join(told["number"].split())).first()
    if account is None:
        return None
    held = Contract.objects.select_related("subscriber__sign_in").filter(account_id=account.account_id)
    contract = held.filter(subscriber__phone=phone, subscriber__sign_in__is_active=True).first()
    return contract.subscriber.sign_in if contract else None


def _may_ask(sign_in: SignIn, now: datetime) -> bool:
    lately = AccessLink.objects.filter(sign_in=sign_in, by=None, made_at__gt=now - _DAY)
    return lately.count() < BY_ONESELF_A_DAY


def _waiting(token: str, now: datetime, *, lock: bool = False) -> AccessLink | None:
    found = AccessLink.objects.select_related("sign_in").filter(digest=_digest(token[:_LONGEST_TOKEN]))
    found = found.filter(ended_at=None, expires_at__gt=now, sign_in__is_active=True)
    return (found.select_for_update(of=("self",)) if lock else found).first()


def _digest(token: str) -> str:
    """A token is long and random: nobody finds it from this."""
    return sha256(token.encode()).hexdigest()


def _whose(link_id: uuid.UUID) -> str:
    return f"access link {link_id}"
