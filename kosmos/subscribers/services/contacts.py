"""Phone, e-mail and language, changed by their owner: with his password again, and never unnoticed by him."""

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.contacts import email_of, phone_of
from kosmos.subscribers.errors import EmailCodeExpired, NoEmailWish, SameContact, WrongCode
from kosmos.subscribers.models import ContactChange, ContactField, EmailWish, SignIn, SignInEventKind, Subscriber
from kosmos.subscribers.rules import EMAIL_CODE_LASTS, EMAIL_CODE_TRIES
from kosmos.subscribers.sealing import keyed_digest
from kosmos.subscribers.services.audit import LONGEST_DEVICE, Origin, write_event
from kosmos.subscribers.services.guessing import admit
from kosmos.subscribers.services.passwords import prove_password
from kosmos.subscribers.services.telling import tell_holder


def change_phone(sign_in: SignIn, *, phone: str, password: str, origin: Origin, now: datetime) -> str:
    """Keep another phone; the one kept now, in E.164. The old one and the new one are told.

    BadPhone, SameContact, WrongPassword, TooManyGuesses.
    """
    wanted = phone_of(phone)
    prove_password(sign_in, password, now)
    with transaction.atomic():
        owner = _locked(sign_in)
        if owner.phone == wanted:
            raise SameContact
        before, owner.phone = owner.phone, wanted
        owner.save(update_fields=["phone"])
        _note(owner, ContactField.PHONE, before, wanted, origin=origin, now=now)
    return wanted


@dataclass(frozen=True, slots=True)
class EmailCode:
    """A code to be sent to an address, this once: only a keyed hash of it is kept."""

    to: str
    code: str = field(repr=False)
    until_at: datetime


def ask_email(sign_in: SignIn, *, email: str, password: str, now: datetime) -> EmailCode:
    """Ask for a new address, or to confirm the kept one that nobody confirmed yet; the code for the caller to send.

    The address is kept when ``confirm_email`` gets the code. A later wish replaces an earlier one. BadEmail,
    SameContact, WrongPassword, TooManyGuesses: for passwords, and for codes sent too often.
    """
    wanted = email_of(email)
    prove_password(sign_in, password, now)
    admit({f"letters:{sign_in.pk}"}, now)
    with transaction.atomic():
        owner = _locked(sign_in)
        if owner.email == wanted and owner.email_confirmed_at is not None:
            raise SameContact
        return _make_code(owner, wanted, now)


def confirm_email(sign_in: SignIn, *, code: str, origin: Origin, now: datetime) -> str:
    """Keep the address whose code this is; the address. The old one and the new one are told.

    NoEmailWish, EmailCodeExpired once it is too late or was tried too often, WrongCode.
    """
    with transaction.atomic():
        owner = _locked(sign_in)
        wish = EmailWish.objects.select_for_update().filter(subscriber=owner).first()
        if wish is None:
            raise NoEmailWish
        right = wish.digest == keyed_digest(_digits(code), owner=_whose(owner, wish.email))
        over = wish.expires_at <= now or wish.tries >= EMAIL_CODE_TRIES
        if right and not over:
            _keep_email(owner, wish, origin=origin, now=now)
            return wish.email
        wish.tries += 1
        wish.save(update_fields=["tries"])
    raise EmailCodeExpired if over else WrongCode


@transaction.atomic
def forget_email_wish(sign_in: SignIn) -> bool:
    """Withdraw the wish for another address; False if there was none."""
    return bool(EmailWish.objects.filter(subscriber__sign_in=sign_in).delete()[0])


@transaction.atomic
def change_language(sign_in: SignIn, *, language: str, origin: Origin, now: datetime) -> bool:
    """Speak another language to a subscriber from now on; False if it is the one already."""
    owner = _locked(sign_in)
    if owner.language == language:
        return False
    before, owner.language = owner.language, language
    owner.save(update_fields=["language"])
    _note(owner, ContactField.LANGUAGE, before, language, origin=origin, now=now)
    return True


def _keep_email(owner: Subscriber, wish: EmailWish, *, origin: Origin, now: datetime) -> None:
    before, owner.email, owner.email_confirmed_at = owner.email, wish.email, now
    owner.save(update_fields=["email", "email_confirmed_at"])
    wish.delete()
    if before != owner.email:
        _note(owner, ContactField.EMAIL, before, owner.email, origin=origin, now=now)


def _make_code(owner: Subscriber, email: str, now: datetime) -> EmailCode:
    code, until = f"{secrets.randbelow(1_000_000):06}", now + EMAIL_CODE_LASTS
    digest = keyed_digest(code, owner=_whose(owner, email))
    values = {"email": email, "digest": digest, "asked_at": now, "expires_at": until, "tries": 0}
    EmailWish.objects.update_or_create(subscriber=owner, defaults=values)
    return EmailCode(email, code, until)


def _note(owner: Subscriber, what: ContactField, before: str, after: str, *, origin: Origin, now: datetime) -> None:
    """Keep what it was and became, a line in the audit without either, and tell whom it concerns."""
    change = ContactChange.objects.create(
        id=uuid.uuid4(),
        subscriber=owner,
        at=now,
        field=what,
        before=before,
        after=after,
        address=origin.address,
        device=origin.device[:LONGEST_DEVICE],
    )
    write_event(SignInEventKind.CONTACT_CHANGED, owner.sign_in, origin, now, reason=what.value)
    if what != ContactField.LANGUAGE:
        about = {"field": what.value, "old": before, "new": after, f"old_{what.value}": before}
        tell_holder(owner.sign_in, "contact_changed", key=str(change.id), at=now, about=about)


def _locked(sign_in: SignIn) -> Subscriber:
    return Subscriber.objects.select_related("sign_in").select_for_update(of=("self",)).get(sign_in=sign_in)


def _whose(owner: Subscriber, email: str) -> str:
    return f"email {owner.pk} {email}"


def _digits(code: str) -> str:
    return "".join(sign for sign in code[:32] if sign.isdecimal())
