from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosmos.ledger.models import Account
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind

pytestmark = pytest.mark.django_db


def subscriber(**columns: Any) -> Subscriber:
    sign_in = SignIn.objects.create(id=1, login="anna", password="!")
    values = {"id": 1, "sign_in": sign_in, "kind": SubscriberKind.PERSON, "name": "Мороз Анна", **columns}
    return Subscriber.objects.create(**values)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"name": ""}, "subscriber_has_name"),
        ({"unp": "200988541"}, "unp_of_organisations"),
        ({"kind": SubscriberKind.ORGANISATION}, "unp_of_organisations"),
        ({"kind": SubscriberKind.ORGANISATION, "unp": "20098854"}, "unp_of_organisations"),
        ({"kind": 9}, "subscriber_kind_known"),
        ({"phone": "80291234567"}, "phone_e164"),
        ({"email": "anna"}, "email_has_at"),
        ({"language": "pl"}, "language_known"),
    ],
)
def test_a_subscriber_who_cannot_be(columns: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        subscriber(**columns)


@pytest.mark.parametrize(
    ("login", "constraint"),
    [("ANNA", "one_login"), ("an na", "login_without_spaces"), ("", "login_without_spaces")],
)
def test_a_login_that_cannot_be(login: str, constraint: str) -> None:
    subscriber()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SignIn.objects.create(id=2, login=login, password="!")


def test_a_sign_in_is_one_subscribers() -> None:
    first = subscriber()
    with pytest.raises(IntegrityError, match="sign_in"), transaction.atomic():
        Subscriber.objects.create(id=2, sign_in=first.sign_in, kind=SubscriberKind.PERSON, name="Жук Олег")


def test_a_sign_in_is_found_however_it_is_typed() -> None:
    anna = subscriber().sign_in
    assert SignIn.objects.get_by_natural_key("ANNA") == anna
    assert not SignIn.objects.get().check_password("!")


@pytest.mark.parametrize(
    ("address", "constraint"),
    [
        ({"city": "", "street": "Красная", "house": "6"}, "contract_has_number_and_city"),
        ({"city": "Минск", "street": "Красная"}, "address_is_whole"),
        ({"city": "Минск", "dormitory": "№ 4"}, "address_is_whole"),
        ({"city": "Минск", "dormitory": "№ 4", "room": "7"}, None),
        ({"city": "Минск", "street": "Красная", "house": "6"}, None),
    ],
)
def test_addresses(address: dict[str, str], constraint: str | None) -> None:
    day = date(2016, 1, 1)
    account = Account.objects.create(id=1, open_through_on=day, created_on=day)
    values = {"account": account, "number": "1", "signed_on": day, "subscriber": subscriber(), **address}
    if constraint is None:
        Contract.objects.create(**values)
    else:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Contract.objects.create(**values)


def test_an_account_has_one_contract() -> None:
    day = date(2016, 1, 1)
    account = Account.objects.create(id=1, open_through_on=day, created_on=day)
    values = {
        "account": account,
        "signed_on": day,
        "subscriber": subscriber(),
        "city": "М",
        "street": "К",
        "house": "6",
    }
    Contract.objects.create(number="1", **values)
    with pytest.raises(IntegrityError, match="one_contract_an_account"), transaction.atomic():
        Contract.objects.create(number="2", **values)
