from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from kosmos.subscribers import services
from kosmos.subscribers.errors import PasswordExpired, TooManyGuesses, WrongSignIn
from kosmos.subscribers.jobs import tidy_sign_ins
from kosmos.subscribers.models import GuessCounter, SignIn, SignInEvent, SignInEventKind, SubscriberKind
from kosmos.subscribers.rules import LIMITS
from kosmos.subscribers.services import KnownDevice, Origin, issue_password
from kosmos.subscribers.services.guessing import admit, keys_of
from kosmos.subscribers.tests.people import NOW, PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_hashing")]
HOME, ELSEWHERE = "93.84.1.7", "5.188.10.20"
Asserting = Callable[..., AbstractContextManager[object]]


def enter(login: str, password: str = PASSWORD, **changes: object) -> SignIn:
    asked = {"business": False, "origin": Origin(HOME), "devices": {}, "now": NOW, **changes}
    return services.sign_in(login=login, password=password, **asked)  # type: ignore[arg-type]


def guess(login: str, address: str, times: int) -> int:
    """Guess as fast as an answer comes; how many guesses were looked at."""
    looked_at = 0
    for _ in range(times):
        try:
            enter(login, "guess", origin=Origin(address))
        except WrongSignIn:
            looked_at += 1
        except TooManyGuesses:
            pass
    return looked_at


def test_in_by_login_and_password_however_the_login_is_written() -> None:
    anna = person(1, "Anna")
    assert enter("anna") == anna
    assert enter(" ANNA ") == anna
    assert enter("Anna").subscriber.name == "Anna"


def test_organisations_by_their_own_tab() -> None:
    firm = person(2, "firm", kind=SubscriberKind.ORGANISATION)
    assert enter("firm", business=True) == firm


def unknown() -> str:
    return "nobody"


def wrong() -> str:
    person(1, "anna")
    services.set_password(SignIn.objects.get(), "another one", NOW)
    return "anna"


def unusable() -> str:
    person(1, "anna")
    SignIn.objects.update(password=services.UNUSABLE)
    return "anna"


def inactive() -> str:
    person(1, "anna")
    SignIn.objects.update(is_active=False)
    return "anna"


def other_tab() -> str:
    person(1, "anna", kind=SubscriberKind.ORGANISATION)
    return "anna"


def no_subscriber() -> str:
    anna = SignIn.objects.create(id=1, login="anna", password=services.UNUSABLE)
    services.set_password(anna, PASSWORD, NOW)
    return "anna"


REFUSED = {
    "unknown": (unknown, "unknown"),
    "wrong password": (wrong, "password"),
    "no password issued": (unusable, "password"),
    "inactive": (inactive, "inactive"),
    "wrong tab": (other_tab, "tab"),
    "nobody's": (no_subscriber, "tab"),
}


@pytest.mark.parametrize(("prepare", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused_alike_and_kept_for_the_audit(prepare: Callable[[], str], reason: str) -> None:
    login = prepare()
    with pytest.raises(WrongSignIn) as refusal:
        enter(login)
    assert (str(refusal.value), refusal.value.parameters) == ("wrong sign in", {})
    event = SignInEvent.objects.get()
    assert (event.kind, event.reason, event.address) == (SignInEventKind.REFUSED, reason, HOME)


@pytest.mark.parametrize("login", ["", "x" * 10_000, "an\0na", "' OR 1=1 --", "ан на"])
def test_nothing_typed_breaks_it(login: str) -> None:
    with pytest.raises(WrongSignIn):
        enter(login)


def test_a_password_that_only_begins_right_is_wrong() -> None:
    anna = person(1, "anna")
    services.set_password(anna, "п" * 256, NOW)
    assert enter("anna", "п" * 256) == anna
    with pytest.raises(WrongSignIn):
        enter("anna", "п" * 257)


def test_an_issued_password_expires() -> None:
    anna = person(1, "anna")
    issued = issue_password(anna, NOW)
    assert enter("anna", issued, now=NOW + timedelta(days=6)).must_change_password
    with pytest.raises(PasswordExpired):
        enter("anna", issued, now=NOW + timedelta(days=7))
    with pytest.raises(WrongSignIn):
        enter("anna", "another", now=NOW + timedelta(days=7))


def test_guessing_is_slowed_whether_or_not_the_login_exists() -> None:
    person(1, "anna")
    for login in ("anna", "nobody"):
        assert guess(login, ELSEWHERE, 100) == LIMITS["login_and_address"].free + 1
        GuessCounter.objects.all().delete()


def test_the_refusal_says_when_to_come_back() -> None:
    guess("anna", ELSEWHERE, 6)
    with pytest.raises(TooManyGuesses) as refusal:
        enter("anna", origin=Origin(ELSEWHERE))
    assert refusal.value.parameters == {"seconds": 5}


def test_many_logins_from_one_address_are_slowed() -> None:
    assert sum(guess(f"login{number}", ELSEWHERE, 1) for number in range(100)) == LIMITS["address"].free + 1


def test_many_addresses_of_one_network_are_slowed() -> None:
    looked_at = sum(guess(f"login{number}", f"5.188.10.{number}", 1) for number in range(100))
    assert looked_at == LIMITS["network"].free + 1


def test_one_login_from_many_networks_is_slowed() -> None:
    looked_at = sum(guess("anna", f"5.{number}.10.1", 1) for number in range(100))
    assert looked_at == LIMITS["login"].free + 1


def test_a_spray_of_many_logins_from_many_networks_is_slowed() -> None:
    keys = [keys_of(f"login{one}", f"5.{one // 200}.{one % 200}.1", device=None, known=False) for one in range(400)]
    looked_at = 0
    for one in keys:
        try:
            looked_at += len(admit(one, NOW).counted) // len(one)
        except TooManyGuesses:
            continue
    assert looked_at == LIMITS["everyone"].free + 1


def test_others_failures_do_not_slow_whoever_signed_in_from_this_address() -> None:
    person(1, "anna")
    enter("anna")
    for number in range(40):
        guess("anna", f"5.{number}.10.1", 1)
    assert enter("anna")
    with pytest.raises(TooManyGuesses):
        enter("anna", origin=Origin("178.120.3.4"))


def test_others_failures_do_not_slow_a_known_device_anywhere() -> None:
    anna = person(1, "anna")
    device = {anna.pk: KnownDevice(anna.pk, "her browser")}
    guess("anna", ELSEWHERE, 30)
    for number in range(40):
        guess("anna", f"5.{number}.10.1", 1)
    assert enter("anna", origin=Origin(ELSEWHERE), devices=device) == anna


def test_a_known_device_is_one_persons() -> None:
    anna = person(1, "anna")
    person(2, "boris")
    device = {anna.pk: KnownDevice(anna.pk, "her browser")}
    guess("boris", HOME, 6)
    with pytest.raises(TooManyGuesses):
        enter("boris", devices=device)


def test_a_stolen_device_cannot_guess_for_ever() -> None:
    anna = person(1, "anna")
    device = {anna.pk: KnownDevice(anna.pk, "her browser")}
    for _ in range(LIMITS["device"].free + 1):
        with pytest.raises(WrongSignIn):
            enter("anna", "guess", devices=device)
    with pytest.raises(TooManyGuesses):
        enter("anna", devices=device)


def test_success_ends_the_wait_of_ones_own_mistakes_only() -> None:
    person(1, "anna")
    assert guess("anna", HOME, 5) == 5
    assert enter("anna")
    assert guess("anna", HOME, 5) == 5
    address = GuessCounter.objects.get(key__startswith="address:")
    assert address.failures == 10


def test_ordinary_people_behind_one_address_get_in() -> None:
    for number in range(1, 61):
        person(number, f"login{number}")
        assert enter(f"login{number}")


def test_old_counters_are_dropped() -> None:
    guess("anna", HOME, 3)
    tidy_sign_ins(NOW + timedelta(hours=1))
    assert GuessCounter.objects.exists()
    tidy_sign_ins(NOW + timedelta(days=3))
    assert not GuessCounter.objects.exists()


@pytest.mark.parametrize("prepare", [prepare for prepare, _ in REFUSED.values()], ids=REFUSED)
def test_a_refusal_takes_the_same_queries(prepare: Callable[[], str], django_assert_num_queries: Asserting) -> None:
    login = prepare()
    with django_assert_num_queries(7), pytest.raises(WrongSignIn):
        enter(login)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("93.84.1.7", "::ffff:93.84.1.7", True),
        ("2a00:1760:1:2::1", "2a00:1760:1:2:ffff::9", True),
        ("93.84.1.7", "93.84.1.8", False),
        ("", "unix:", False),
    ],
)
def test_which_addresses_are_one(one: str, other: str, same: bool) -> None:
    keys = [keys_of("anna", address, device=None, known=False) for address in (one, other)]
    assert (keys[0] == keys[1]) is same
