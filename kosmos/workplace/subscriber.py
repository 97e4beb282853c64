"""The subscriber on one page: who he is, what stands around his account, and his other accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

from kosmos.charging.queries import Home, Present, home_of, known_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.models import Contract, Subscriber, SubscriberKind
from kosmos.workplace.around import Around, around
from kosmos.workplace.masking import masked_address, masked_email, masked_name, masked_phone, whole_address

OTHERS = 10
"""So many of a subscriber's other accounts are shown."""
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Person:
    """A subscriber as one of the staff may see him: whole, or with what is personal masked.

    ``dialled`` is his phone for a link; empty while it is masked.
    """

    name: str
    phone: str
    email: str
    address: str
    unp: str
    dialled: str
    whole: bool


@dataclass(frozen=True, slots=True)
class OtherAccount:
    """Another account of the same subscriber; its contract bears its address."""

    account_id: int
    number: str
    balance_kopecks: int
    contract: Contract


@dataclass(frozen=True, slots=True)
class SubscriberPage:
    """All that the page says but the timeline; ``home`` is None where the engine cannot play the account.

    It is a ``Present`` where nothing ahead has been played yet.
    """

    contract: Contract
    number: str
    home: Home | Present | None
    around: Around
    others: tuple[OtherAccount, ...]
    more_others: bool

    @property
    def foreseen(self) -> bool:
        """Whether what lies ahead of the account is said too."""
        return isinstance(self.home, Home)

    @property
    def account_id(self) -> int:
        """The account that the page is about."""
        return self.contract.account_id

    @property
    def subscriber(self) -> Subscriber:
        """Whose it is."""
        return self.contract.subscriber


def subscriber_page(account_id: int, *, now: datetime, play: bool = False) -> SubscriberPage:
    """The page of an account: three statements, and three more at the most where something has changed.

    What lies ahead is then only said after the engine was let ``play`` the account, which takes dozens of statements
    and is remembered until the next change; it plays unasked only while the day is not open yet. UnknownSubscriber.
    """
    contract, *others = contracts_beside(account_id)
    return SubscriberPage(
        contract=contract,
        number=_number(contract),
        home=_home(contract, now, play=play),
        around=around(account_id, sign_in_id=contract.subscriber.sign_in_id),
        others=tuple(map(_other, others[:OTHERS])),
        more_others=len(others) > OTHERS,
    )


def contracts_beside(account_id: int) -> Sequence[Contract]:
    """The contract of an account, then those of its subscriber's other accounts, with numbers. UnknownSubscriber."""
    if account_id > _LARGEST_ID:
        raise UnknownSubscriber(account_id=account_id)
    whose = Contract.objects.filter(account_id=account_id).values("subscriber_id")[:1]
    numbers = AccountNumber.objects.filter(account_id=OuterRef("account_id")).values("number")[:1]
    this_first = Case(When(account_id=account_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    held = Contract.objects.filter(subscriber_id=Subquery(whose)).select_related("subscriber", "account")
    found = held.annotate(account_number=Subquery(numbers)).order_by(this_first, "account_id")[: OTHERS + 2]
    contracts = list(found)
    if not contracts:
        raise UnknownSubscriber(f"No contract for the account with id {account_id}.", account_id=account_id)
    return contracts


def person_of(contract: Contract, *, named: bool, whole: bool) -> Person:
    """A subscriber with his data masked unless ``whole``; his name too unless ``named``, an organisation's never."""
    holder = contract.subscriber
    secret_name = not (named or whole or holder.kind == SubscriberKind.ORGANISATION)
    return Person(
        name=masked_name(holder.name) if secret_name else holder.name,
        phone=holder.phone if whole else masked_phone(holder.phone),
        email=holder.email if whole else masked_email(holder.email),
        address=whole_address(contract) if whole else masked_address(contract),
        unp=holder.unp,
        dialled=holder.phone if whole else "",
        whole=whole,
    )


def _number(contract: Contract) -> str:
    number: str | None = contract.account_number  # type: ignore[attr-defined]
    return number or ""


def _other(contract: Contract) -> OtherAccount:
    return OtherAccount(contract.account_id, _number(contract), contract.account.balance_kopecks, contract)


def _home(contract: Contract, now: datetime, *, play: bool) -> Home | Present | None:
    """How the account stands; None where the engine cannot say, which must not keep the rest back."""
    try:
        if play:
            return home_of(contract.account_id, now=now)
        return known_of(contract.account, _number(contract), now=now)
    except DomainError:
        return None
