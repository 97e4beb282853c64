"""A person or an organisation becomes a subscriber: sign-in, contacts, contract, and what was agreed to."""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from stdnum.by import unp as unp_number
from stdnum.exceptions import ValidationError

from kosmos.ledger.services import allocate_ids
from kosmos.subscribers.contacts import email_of, phone_of
from kosmos.subscribers.errors import BadName, BadUnp
from kosmos.subscribers.models import Consent, Contract, Language, Purpose, SignIn, Subscriber, SubscriberKind
from kosmos.subscribers.services.lists import UNUSABLE, Address, Contacts

CONSONANTS, VOWELS = "bdfghkmnprstvz", "aeiou"
LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent that was given before there was a subscriber: to which version of a text, when and from where."""

    purpose: str
    version: int
    at: datetime
    address: str = ""


@transaction.atomic
def add_subscriber(kind: int, contacts: Contacts) -> Subscriber:
    """Add a subscriber with a readable login of his own, whose password cannot be used until one is issued.

    BadName, BadPhone, BadEmail, BadUnp.
    """
    told = _checked(kind, contacts)
    sign_in = SignIn.objects.create(id=allocate_ids("sign_in", 1)[0], login=_free_login(), password=UNUSABLE)
    return Subscriber.objects.create(
        id=allocate_ids("subscriber", 1)[0],
        sign_in=sign_in,
        kind=kind,
        name=told.name,
        unp=told.unp,
        phone=told.phone,
        email=told.email,
        language=told.language,
    )


def hold_account(holder: Subscriber, *, account_id: int, number: str, signed_on: date, address: Address) -> Contract:
    """Write down the contract by which a subscriber holds an account. IntegrityError if it is held already."""
    return Contract.objects.create(
        account_id=account_id, number=number, signed_on=signed_on, subscriber=holder, **asdict(address)
    )


def carry_consents(holder: Subscriber, agreed: Iterable[Agreed]) -> None:
    """Keep what was agreed to before the contract; what the subscriber has said since then stays the last word."""
    for one in agreed:
        said = Consent.objects.filter(subscriber=holder, purpose=one.purpose)
        if one.purpose in Purpose.values and not said.filter(at__gte=one.at).exists():
            Consent.objects.create(
                id=uuid.uuid4(),
                subscriber=holder,
                purpose=one.purpose,
                version=one.version,
                given=True,
                at=one.at,
                address=one.address,
            )


def readable_login() -> str:
    """A login that can be read aloud: "ravimo-482"."""
    syllables = (secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
    return f"{''.join(syllables)}-{secrets.randbelow(900) + 100}"


def _free_login() -> str:
    while True:
        login = readable_login()
        if not SignIn.objects.annotate(key=Lower("login")).filter(key=Lower(Value(login))).exists():
            return login


def _checked(kind: int, contacts: Contacts) -> Contacts:
    name = " ".join(contacts.name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadName
    return Contacts(
        name=name,
        unp=_unp(contacts.unp) if kind == SubscriberKind.ORGANISATION else "",
        phone=phone_of(contacts.phone),
        email=email_of(contacts.email) if contacts.email.strip() else "",
        language=contacts.language if contacts.language in Language.values else Language.RUSSIAN.value,
    )


def _unp(text: str) -> str:
    """An organisation's number whose check digit is right. BadUnp."""
    try:
        return str(unp_number.validate(text.strip()))
    except ValidationError:
        raise BadUnp from None
