from datetime import UTC, datetime

import pytest

from kosmos.subscribers.codes import STEP_SECONDS, new_recovery_codes, new_secret, plain, step_of
from kosmos.subscribers.consent_texts import TEXTS, text_of, texts_now
from kosmos.subscribers.contacts import email_of, phone_of, phone_words
from kosmos.subscribers.errors import BadEmail, BadPhone, UnknownPurpose
from kosmos.subscribers.models import Language
from kosmos.subscribers.sealing import Unreadable, keyed_digest, seal, unseal
from kosmos.subscribers.tests.people import NOW


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8 029 123-45-67", "+375291234567"),
        ("+375 (29) 123-45-67", "+375291234567"),
        ("00375291234567", "+375291234567"),
        ("29 123 45 67", "+375291234567"),
        ("8 (017) 200-00-00", "+375172000000"),
        (" +48 512 345 678 ", "+48512345678"),
    ],
)
def test_a_phone_in_one_form(typed: str, kept: str) -> None:
    assert phone_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "12", "+375291", "телефон", "+375 29 123-45-67 доб. 5", "+" + "1" * 60])
def test_no_phone(typed: str) -> None:
    with pytest.raises(BadPhone):
        phone_of(typed)


def test_a_phone_as_it_is_read() -> None:
    assert phone_words("+375291234567") == "+375 29 123-45-67"
    assert phone_words("") == ""


def test_the_host_of_an_address_has_small_letters() -> None:
    assert email_of(" Anna.K+a@Example.BY ") == "Anna.K+a@example.by"


@pytest.mark.parametrize(
    "typed", ["", "a@b", "@x.by", "a..b@x.by", "a.@x.by", "ж@x.by", "a@x.by, b@x.by", "a" * 250 + "@x.by"]
)
def test_no_address(typed: str) -> None:
    with pytest.raises(BadEmail):
        email_of(typed)


def test_a_secret_is_read_by_its_owner_only() -> None:
    sealed = seal("JBSWY3DP", owner="a")
    assert "JBSWY3DP" not in sealed
    assert unseal(sealed, owner="a") == "JBSWY3DP"
    assert seal("JBSWY3DP", owner="a") != sealed
    for other, owner in ((sealed, "b"), (sealed[:-6] + "AAAA==", "a"), ("?", "a"), ("", "a")):
        with pytest.raises(Unreadable):
            unseal(other, owner=owner)


def test_a_digest_is_its_owners() -> None:
    assert keyed_digest("1", owner="a") == keyed_digest("1", owner="a") != keyed_digest("1", owner="b")


def test_codes_follow_the_published_vector() -> None:
    """RFC 6238, appendix B: the secret "12345678901234567890", 59 seconds after 1970, in six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert step_of(secret, "287082", datetime.fromtimestamp(59, UTC)) == 1
    assert step_of(secret, "287082", datetime.fromtimestamp(59 + STEP_SECONDS, UTC)) == 1
    assert step_of(secret, "287082", datetime.fromtimestamp(59 + 2 * STEP_SECONDS, UTC)) is None


@pytest.mark.parametrize("code", ["", "1", "ж" * 6, "١٢٣٤٥٦", "0" * 64])
def test_whatever_is_typed_is_only_wrong(code: str) -> None:
    assert step_of(new_secret(), code, NOW) is None


def test_recovery_codes_are_typed_in_any_way() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert plain(f" {codes[0].upper().replace('-', ' ')} ") == codes[0].replace("-", "")


def test_each_consent_is_worded_in_every_language_and_numbered() -> None:
    assert all(set(one.texts) == set(Language.values) and all(one.texts.values()) for one in TEXTS)
    for one in texts_now():
        versions = [text.version for text in TEXTS if text.purpose == one.purpose]
        assert sorted(versions) == list(range(1, one.version + 1))
    with pytest.raises(UnknownPurpose):
        text_of("payment_token")
    with pytest.raises(UnknownPurpose):
        text_of("advertising", 99)
