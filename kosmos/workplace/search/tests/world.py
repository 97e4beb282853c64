"""A handful of people, and what they left: for tests of what is found of them."""

import uuid
from datetime import UTC, date, datetime

from kosmos.catalogue.models import Operator
from kosmos.connections.models import Application, ApplicationKind
from kosmos.ledger.models import Account, AccountNumber
from kosmos.payments.models import Order
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind
from kosmos.support.models import Request
from kosmos.workplace.search.words import note_words

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
PEOPLE = (
    ("Иванов Пётр Сергеевич", "+375291234567", "Минск", "Сурганова", "17", "34"),
    ("Иванова Анна Петровна", "+375447654321", "Минск", "Сурганова", "17А", "3"),
    ("Иванов Павел Ильич", "+375331112233", "Гродно", "8 Марта", "3", "17"),
    ("Ёлкина Хрысціна Ўладзіміраўна", "+375256667788", "аг. Колодищи", "Дунина-Марцинкевича", "5", "1"),
    ("Верещако Лукаш", "+375297778899", "Минск", "Ивановская", "40", "2"),
)
"""The name, phone, city, street, house and flat of account 500001, and so on."""


def search_world() -> None:
    """An operator and the people, each with an account; a company with two."""
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")
    for number, (name, phone, city, street, house, flat) in enumerate(PEOPLE, 1):
        holder = subscriber(number, name, phone)
        account(number, holder, city=city, street=street, house=house, apartment=flat)
    firm = subscriber(6, "ООО «Вясёлка-12»", "", unp="191234563")
    account(6, firm, city="Минск", street="Кульман", house="1")
    account(7, firm, city="Минск", street="Кульман", house="1 корп. 2")
    note_words()


def subscriber(number: int, name: str, phone: str, *, unp: str = "") -> Subscriber:
    """A subscriber with this number."""
    sign_in = SignIn.objects.create(id=number, login=f"user{number}", password="!")
    kind = SubscriberKind.ORGANISATION if unp else SubscriberKind.PERSON
    return Subscriber.objects.create(id=number, sign_in=sign_in, kind=kind, name=name, phone=phone, unp=unp)


def account(number: int, holder: Subscriber, **place: str) -> None:
    """An account of a holder at a place, with the number 500000 and this."""
    held = Account.objects.create(id=number, open_through_on=DAY, created_on=DAY)
    AccountNumber.objects.create(number=f"{500_000 + number}", account=held)
    Contract.objects.create(account=held, number=f"2016 {number:05d}", signed_on=DAY, subscriber=holder, **place)


def order(number: str, *, attempt: str = "") -> Order:
    """An order of account 500001."""
    return Order.objects.create(
        account_id=1, number=number, token="t", key="k", rail="assist", amount_kopecks=1200, created_at=NOW,
        expires_at=NOW, attempt=attempt,
    )  # fmt: skip


def request(number: str) -> Request:
    """A request of account 500002."""
    return Request.objects.create(
        account_id=2, id=uuid.uuid4(), number=number, key="k", topic="tv", text="Снег", created_at=NOW, changed_at=NOW,
        promised_at=NOW,
    )  # fmt: skip


def application(number: str, name: str, phone: str, **more: str) -> Application:
    """An application."""
    return Application.objects.create(
        id=uuid.uuid4(), number=number, token=number, key=number, kind=ApplicationKind.HOME, stage_since_at=NOW,
        created_at=NOW, due_at=NOW, name=name, phone=phone, **more,
    )  # fmt: skip
