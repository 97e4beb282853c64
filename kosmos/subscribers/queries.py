"""Who holds which account, and how to find them."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from kosmos.ledger.models import Account, AccountNumber
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.models import AUDIENCE_OF, Consent, Contract, OpenSession, RecoveryCode, SignIn, Subscriber
from kosmos.subscribers.services import Address

EQUALS = {"ё": "её", "і": "иі", "ў": "уў"}


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account that a subscriber holds: its number, address and balance."""

    account_id: int
    number: str
    balance_kopecks: int
    address: Address


def subscriber_of(account_id: int) -> Subscriber:
    """The subscriber who holds an account; UnknownSubscriber where there is no contract."""
    found = Contract.objects.select_related("subscriber").filter(account_id=account_id).first()
    if found is None:
        raise UnknownSubscriber(f"No contract for the account with id {account_id}.", account_id=account_id)
    return found.subscriber


def contract_of(account_id: int) -> Contract:
    """The contract by which an account is held, with its address; UnknownSubscriber as above."""
    found = Contract.objects.select_related("subscriber").filter(account_id=account_id).first()
    if found is None:
        raise UnknownSubscriber(f"No contract for the account with id {account_id}.", account_id=account_id)
    return found


def audience_of(account_id: int) -> str | None:
    """Whose plans an account can have: home, student or business; None where there is no contract."""
    kind = Contract.objects.filter(account_id=account_id).values_list("subscriber__kind", flat=True).first()
    return AUDIENCE_OF[kind] if kind is not None else None


def accounts_of(sign_in: SignIn) -> QuerySet[Account]:
    """The accounts that a sign-in gives access to, by id."""
    return Account.objects.filter(contracts__subscriber__sign_in=sign_in).order_by("id")


def search(text: str, *, limit: int = 20) -> list[Contract]:
    """Contracts by account number, УНП, phone, login, or the beginning of a name.

    At most `limit`, by name; an index serves each condition. Nothing for an empty text.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return []
    people = Subscriber.objects.order_by("name_key")
    conditions = [
        Q(name_key__startswith=name_key(wanted)),
        Q(unp=wanted.upper()) & ~Q(unp=""),
        Q(phone__in=_phones(wanted)),
        Q(sign_in__login=wanted),
    ]
    holders = {one for condition in conditions for one in people.filter(condition).values_list("id", flat=True)[:limit]}
    accounts = AccountNumber.objects.filter(number=wanted).values_list("account_id", flat=True)
    found = Contract.objects.select_related("subscriber", "account")
    found = found.filter(Q(subscriber_id__in=holders) | Q(account_id__in=list(accounts)))
    return list(found.order_by("subscriber__name_key", "account_id")[:limit])


def _phones(text: str) -> list[str]:
    """A number as it can be kept, whether it is typed with the country code or as it is dialled at home."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    return [f"+{digits}", f"+375{digits[-9:]}"] if len(digits) >= 9 else []


def name_key(name: str) -> str:
    """What `Subscriber.name_key` is for a name: sorts Russian and Belarusian by code point."""
    return "".join(EQUALS.get(letter, letter) for letter in name.lower())


def open_sessions(sign_in: SignIn) -> QuerySet[OpenSession]:
    """The sessions of a sign-in that were not ended, the latest first."""
    alive = Session.objects.filter(session_key=OuterRef("key"))
    return OpenSession.objects.filter(Exists(alive), sign_in=sign_in).order_by("-begun_at")


def consent_history(subscriber: Subscriber) -> QuerySet[Consent]:
    """Every consent that a subscriber gave or withdrew, the latest first."""
    return Consent.objects.filter(subscriber=subscriber).order_by("-at", "-id")


def consents_of(subscriber: Subscriber) -> list[Consent]:
    """What holds now: the latest consent of each purpose, given or withdrawn."""
    latest: dict[str, Consent] = {}
    for one in consent_history(subscriber):
        latest.setdefault(one.purpose, one)
    return list(latest.values())


def has_consent(subscriber: Subscriber, purpose: str) -> bool:
    """Whether a subscriber agrees to a purpose now."""
    return any(one.given for one in consents_of(subscriber) if one.purpose == purpose)


def recovery_codes_left(sign_in: SignIn) -> int:
    """How many recovery codes still count."""
    return RecoveryCode.objects.filter(sign_in=sign_in, used_at=None).count()
