"""The same code, or the same click, twice at once: one counts."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import pyotp
import pytest
from django.db import connection

from kosmos.subscribers.errors import SameContact, SecondFactorOn, WrongCode
from kosmos.subscribers.models import Consent, ContactChange, RecoveryCode, SignIn, SignInEvent, SignInEventKind
from kosmos.subscribers.services import (
    Origin,
    begin_second_factor,
    change_phone,
    confirm_second_factor,
    set_consent,
    sign_in_by_code,
)
from kosmos.subscribers.tests.people import NOW, PASSWORD, person

pytestmark = pytest.mark.usefixtures("committed", "cheap_hashing")
CODES_AT = datetime(2026, 11, 18, 9, 0, 10, tzinfo=UTC)
HERE = Origin("5.188.1.1", "Firefox")


@pytest.fixture
def anna() -> SignIn:
    return person(1, "anna")


def code_of(secret: str, step: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(CODES_AT.timestamp()) + 30 * step)


def both(tries: Sequence[Callable[[], object]]) -> list[object]:
    """Call two things at once, each on a connection of its own; their results."""

    def tried(one: Callable[[], object]) -> object:
        try:
            return one()
        except (WrongCode, SecondFactorOn, SameContact) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(tried, tries))


def confirm(anna: SignIn, code: str) -> list[str]:
    return confirm_second_factor(anna, code=code, codes_at=CODES_AT, origin=HERE, now=NOW)


def enter(anna: SignIn, code: str) -> bool:
    proof = anna.get_session_auth_hash()
    return bool(sign_in_by_code(anna.pk, proof=proof, code=code, codes_at=CODES_AT, origin=HERE, now=NOW))


def test_one_code_signs_in_once(anna: SignIn) -> None:
    secret = begin_second_factor(anna, password=PASSWORD, now=NOW)
    spare = confirm(anna, code_of(secret, -1))[0]
    for code in (code_of(secret), spare):
        assert sorted(map(str, both([partial(enter, anna, code)] * 2))) == [str(WrongCode), "True"]
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    assert SignInEvent.objects.filter(kind=SignInEventKind.SIGNED_IN).count() == 2


def test_one_secret_is_switched_on_once(anna: SignIn) -> None:
    secret = begin_second_factor(anna, password=PASSWORD, now=NOW)
    found = both([partial(confirm, anna, code_of(secret))] * 2)
    assert SecondFactorOn in found
    assert RecoveryCode.objects.count() == 10


def test_a_double_click_changes_a_contact_once(anna: SignIn) -> None:
    def change() -> str:
        return change_phone(anna, phone="+375297654321", password=PASSWORD, origin=HERE, now=NOW)

    assert SameContact in both([change] * 2)
    assert ContactChange.objects.count() == 1


def test_a_double_click_gives_a_consent_once(anna: SignIn) -> None:
    def give() -> bool:
        return set_consent(anna, purpose="advertising", given=True, version=1, origin=HERE, now=NOW)

    assert sorted(map(str, both([give] * 2))) == ["False", "True"]
    assert Consent.objects.count() == 1
