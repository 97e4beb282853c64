"""Guessing is slowed by network and in all; who tries one or two things gets through."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from kosmos.portal.limits import Limit, TooManyTries, count_try, network_of
from kosmos.portal.models import Tally

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 4, 7, tzinfo=UTC)
FEW = Limit("few", each=3, each_when_busy=1, busy_at=6, same=4, window=timedelta(minutes=10))


def refused(network: str, what: object, *, after: int = 0) -> int:
    """How many seconds are to wait; 0 if it was let through."""
    try:
        count_try(FEW, network=network, what=str(what), now=START + timedelta(seconds=after))
    except TooManyTries as error:
        return error.wait_seconds
    return 0


def test_a_network_tries_so_many_different_things() -> None:
    assert [bool(refused("a", number)) for number in range(5)] == [False] * 3 + [True] * 2
    assert not refused("b", 0)


def test_what_was_refused_is_refused_again() -> None:
    for number in range(4):
        refused("a", number)
    assert refused("a", 3)
    assert refused("a", 3)


def test_one_thing_again_and_again_is_one_thing_up_to_a_point() -> None:
    assert [bool(refused("a", 0)) for _ in range(5)] == [False] * 4 + [True]
    assert not refused("a", 1)


def test_the_next_window_is_a_new_one_and_the_last_but_one_is_forgotten() -> None:
    for number in range(4):
        refused("a", number)
    assert refused("a", 9, after=599) == 1
    assert not refused("a", 9, after=600)
    assert not refused("a", 9, after=1200)
    assert Tally.objects.values("window").distinct().count() == 2


def test_when_the_whole_world_guesses_each_is_left_with_little_but_something() -> None:
    assert not any(refused(network, number) for network in "abc" for number in range(2))
    assert refused("a", 5)
    assert not refused("d", 1)
    assert refused("d", 2)


def test_who_waits_is_told_how_long() -> None:
    for number in range(3):
        refused("a", number)
    assert refused("a", 3, after=60) == 540


def test_no_number_and_no_address_of_a_person_is_kept() -> None:
    refused("192.0.2.0/24", "100482")
    assert not Tally.objects.filter(subject__contains="100482").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_network_is_a_24_or_a_64(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/pay/", REMOTE_ADDR=address)) == network
