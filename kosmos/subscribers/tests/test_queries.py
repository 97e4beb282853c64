from datetime import date

import pytest

from kosmos.ledger.models import Account, AccountNumber
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.models import SignIn, Subscriber
from kosmos.subscribers.queries import accounts_of, contract_of, name_key, search, subscriber_of
from kosmos.subscribers.services import (
    Address,
    Contacts,
    NewContract,
    NewSubscriber,
    bulk_add_subscribers,
    bulk_sign_contracts,
    change_addresses,
    change_contacts,
)

pytestmark = pytest.mark.django_db
DAY = date(2016, 1, 1)
HERE = Address("Минск", "Красная", "6", "", "1", "", "")
NAMES = ["Ёлкин Пётр", "Емельянов Ян", "Жук Олег", "Елисеев Ян", "Іванова Ганна", "Ива Анна", "Кот Янка"]


@pytest.fixture
def people() -> None:
    """Each has an account of his number, the last one two."""
    for number, _ in enumerate([*NAMES, "again"], start=1):
        account = Account.objects.create(id=number, open_through_on=DAY, created_on=DAY)
        AccountNumber.objects.create(number=f"70000{number}", account=account)
    bulk_add_subscribers(
        [
            NewSubscriber(number, number, f"login{number}", 1, Contacts(name, "", f"+37529123456{number}", "", "ru"))
            for number, name in enumerate(NAMES, start=1)
        ]
    )
    bulk_sign_contracts(
        NewContract(number, f"70000{number}", DAY, min(number, len(NAMES)), HERE) for number in range(1, len(NAMES) + 2)
    )


@pytest.mark.usefixtures("people")
def test_whose_account_it_is() -> None:
    assert subscriber_of(3).name == "Жук Олег"
    assert contract_of(3).street == "Красная"
    with pytest.raises(UnknownSubscriber):
        subscriber_of(99)
    with pytest.raises(UnknownSubscriber):
        contract_of(99)


@pytest.mark.usefixtures("people")
def test_several_accounts_under_one_sign_in() -> None:
    assert [account.id for account in accounts_of(SignIn.objects.get(login="login7"))] == [7, 8]
    assert [account.id for account in accounts_of(SignIn.objects.get(login="login1"))] == [1]


@pytest.mark.usefixtures("people")
def test_names_sort_as_people_sort_them() -> None:
    assert list(Subscriber.objects.order_by("name_key").values_list("name", flat=True)) == [
        "Елисеев Ян",
        "Емельянов Ян",
        "Ёлкин Пётр",
        "Жук Олег",
        "Ива Анна",
        "Іванова Ганна",
        "Кот Янка",
    ]
    for one in Subscriber.objects.all():
        assert one.name_key == name_key(one.name)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("жук", ["700003"]),
        ("ЖУК  олег", ["700003"]),
        ("Ёлкин", ["700001"]),
        ("700003", ["700003"]),
        ("login3", ["700003"]),
        ("+375 29 123-45-63", ["700003"]),
        ("80291234563", ["700003"]),
        ("Кот", ["700007", "700008"]),
        ("Олег", []),
        ("%", []),
        ("  ", []),
    ],
)
@pytest.mark.usefixtures("people")
def test_search(text: str, numbers: list[str]) -> None:
    assert [contract.number for contract in search(text)] == numbers


@pytest.mark.usefixtures("people")
def test_search_stops_at_its_limit() -> None:
    assert len(search("к", limit=1)) == 1


@pytest.mark.usefixtures("people")
def test_changes() -> None:
    assert (
        change_contacts([(3, Contacts("Жук О.", "", "", "z@x.by", "be")), (99, Contacts("x", "", "", "", "ru"))]) == 1
    )
    assert change_addresses([(3, Address("Минск", "", "", "", "", "№ 4", "7"))]) == 1
    assert change_contacts([]) == 0
    changed = contract_of(3)
    assert (changed.street, changed.dormitory, changed.room) == ("", "№ 4", "7")
    assert (changed.subscriber.name, changed.subscriber.phone, changed.subscriber.language) == (
        "Жук О.",
        "",
        "be",
    )
