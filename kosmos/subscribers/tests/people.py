"""People who sign in, for tests: Анна with two accounts, a company, and someone without a password."""

from datetime import UTC, date, datetime

from kosmos.ledger.models import Account, AccountNumber
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind
from kosmos.subscribers.services import UNUSABLE, set_password

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
PASSWORD = "медный-дождь-17"


def person(number: int, login: str, *, kind: SubscriberKind = SubscriberKind.PERSON, accounts: int = 1) -> SignIn:
    """A subscriber with the PASSWORD, and accounts numbered from ``number`` * 10."""
    sign_in = SignIn.objects.create(id=number, login=login, password=UNUSABLE)
    unp = f"{number:09d}" if kind == SubscriberKind.ORGANISATION else ""
    subscriber = Subscriber.objects.create(id=number, sign_in=sign_in, kind=kind, name=login.title(), unp=unp)
    for index in range(number * 10, number * 10 + accounts):
        account = Account.objects.create(id=index, open_through_on=DAY, created_on=DAY)
        AccountNumber.objects.create(number=f"{100_000 + index}", account=account)
        Contract.objects.create(
            account=account,
            number=f"Д-{index}",
            signed_on=DAY,
            subscriber=subscriber,
            city="Минск",
            street="Красная",
            house=str(index),
        )
    set_password(sign_in, PASSWORD, NOW)
    return sign_in
