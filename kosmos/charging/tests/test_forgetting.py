"""Who may be forgotten, and what is left of him."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from pytest_django.fixtures import Settings

from kosmos.charging.forgetting import ask_deletion, erase_due
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account
from kosmos.subscribers.models import (
    Consent,
    ContactChange,
    Contract,
    DeletionRequest,
    OpenSession,
    SignIn,
    SignInEvent,
    SignInEventKind,
    Subscriber,
    SubscriberKind,
)
from kosmos.subscribers.services import Origin, cancel_deletion, change_phone, set_consent
from kosmos.subscribers.tests.people import NOW, PASSWORD, person
from kosmos.subscribers.tests.test_passwords import session

pytestmark = pytest.mark.django_db
HERE = Origin("5.188.1.1", "Firefox")
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna() -> SignIn:
    found = person(1, "anna", accounts=2)
    Contract.objects.filter(account_id=10).update(apartment="34")
    Contract.objects.filter(account_id=11).update(street="", house="", dormitory="3", room="512")
    return found


def ask(who: SignIn, password: str = PASSWORD) -> DeletionRequest:
    return ask_deletion(who, password=password, origin=HERE, now=NOW)


def refused(who: SignIn, password: str = PASSWORD) -> str:
    with pytest.raises(DomainError) as error:
        ask(who, password)
    assert not DeletionRequest.objects.exists()
    return error.value.code


def test_refused_while_something_is_between_us(anna: SignIn) -> None:
    assert refused(anna, "x") == "wrong_password"
    Account.objects.filter(id=10).update(balance_kopecks=-320)
    Account.objects.filter(id=11).update(balance_kopecks=500)
    assert refused(anna) == "money_owed"
    Account.objects.filter(id=10).update(balance_kopecks=0)
    assert refused(anna) == "money_left"
    assert refused(person(2, "firma", kind=SubscriberKind.ORGANISATION)) == "organisation_stays"


def test_asked_twice_is_planned_once(anna: SignIn) -> None:
    assert ask(anna).id == ask(anna).id
    assert erase_due(LATER - timedelta(seconds=1)) == 0
    cancel_deletion(anna, origin=HERE, now=NOW)
    assert erase_due(LATER) == 0
    assert Subscriber.objects.get().name == "Anna"


def test_nothing_of_the_person_is_left_and_all_of_the_ledger(anna: SignIn) -> None:
    change_phone(anna, phone="+375297654321", password=PASSWORD, origin=HERE, now=NOW)
    set_consent(anna, purpose="advertising", given=True, version=1, origin=HERE, now=NOW)
    session(anna)
    ask(anna)
    assert (erase_due(LATER), erase_due(LATER)) == (1, 0)
    owner, sign_in = Subscriber.objects.get(), SignIn.objects.get()
    assert (owner.name, owner.phone, owner.email, owner.email_confirmed_at) == ("deleted-1", "", "", None)
    assert (sign_in.login, sign_in.is_active, sign_in.has_usable_password()) == ("deleted-1", False, False)
    assert set(Contract.objects.values_list("apartment", "room")) == {("", ""), ("", "—")}
    assert set(ContactChange.objects.values_list("before", "after", "address")) == {("", "", "")}
    assert set(Consent.objects.values_list("address", "device")) == {("", "")}
    assert (OpenSession.objects.count(), Session.objects.count()) == (0, 0)
    assert (Account.objects.count(), DeletionRequest.objects.get().done_at) == (2, LATER)
    assert SignInEvent.objects.filter(kind=SignInEventKind.ERASED).count() == 1


def test_who_owes_again_when_the_day_comes_stays(anna: SignIn) -> None:
    ask(anna)
    Account.objects.filter(id=10).update(balance_kopecks=-1)
    assert erase_due(LATER) == 0
    assert Subscriber.objects.get().name == "Anna"
    Account.objects.filter(id=10).update(balance_kopecks=0)
    assert erase_due(LATER + timedelta(days=1)) == 1
