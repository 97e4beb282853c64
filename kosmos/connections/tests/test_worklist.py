from datetime import timedelta
from typing import Any

import pytest

from kosmos.connections.models import Application, Stage
from kosmos.connections.tests.people import PHONE, application, staff
from kosmos.connections.worklist import OPEN, Wanted, alike, counted, listed, subscribers_by_phone
from kosmos.subscribers.models import Subscriber
from kosmos.subscribers.tests.people import NOW, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVERY = tuple(Stage)


def found(*, stages: tuple[str, ...] = OPEN, **more: Any) -> list[Application]:
    return list(listed(Wanted(stages=stages, **more), now=NOW).applications)


def test_what_waits_stands_by_its_deadline() -> None:
    last, first = application(due_at=NOW + HOUR), application(due_at=NOW - HOUR)
    application(stage="refused")
    assert found() == [first, last]
    assert found(late=True) == [first]


def test_all_stand_by_their_age() -> None:
    old, young = application(created_at=NOW - HOUR), application(stage="refused")
    assert found(stages=EVERY) == [young, old]


@pytest.mark.parametrize("stages", [OPEN, EVERY])
def test_parts_are_the_whole(stages: tuple[str, ...]) -> None:
    made = {
        application(due_at=NOW + (number % 3) * HOUR, created_at=NOW - (number % 3) * HOUR).id for number in range(11)
    }
    seen, after = [], None
    while True:
        part = listed(Wanted(stages=stages), now=NOW, after=after, limit=4)
        seen += [one.id for one in part.applications]
        after = part.following
        if after is None:
            break
    assert len(seen) == 11 and set(seen) == made


def test_of_a_kind_and_of_an_owner() -> None:
    olga = staff("olga")
    mine, nobodys = application(owner=olga), application(kind="call_back")
    assert found(owner=olga.pk) == [mine]
    assert found(owner=0) == found(kind="call_back") == [nobodys]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("12345678", True),
        ("№ 1234 5678", True),
        ("8 029 123-45-67", True),
        ("123-45", True),
        ("анна", True),
        ("Красная, 6", True),
        ("минск анна", True),
        ("Анна Пинск", False),
        ("029 765-43-21", False),
        ("%", False),
        ("87654321", False),
    ],
)
def test_searched(text: str, hit: bool) -> None:
    place = {"city": "Минск", "street": "Красная", "house": "6"}
    one = application(number="12345678", name="Анна Ким", **place)
    application(number="11111111", name="Пётр", phone="+375331112233", address="Брест, Советская, 1")
    assert found(text=text) == ([one] if hit else [])


def test_what_is_counted() -> None:
    olga = staff("olga")
    application(due_at=NOW - HOUR, owner=olga)
    application(due_at=NOW + HOUR)
    application(stage="possible", due_at=NOW)
    held = counted(Wanted(), now=NOW)
    assert (held["new"].total, held["new"].late, held["connected"].total) == (2, 1, 0)
    assert counted(Wanted(owner=olga.pk), now=NOW)["new"].total == 1


def test_the_same_phone_and_the_same_place() -> None:
    flat = {"city": "Минск", "street": "Красная", "house": "6", "apartment": "12"}
    one = application(**flat)
    phone = application(stage="refused")
    place = application(phone="+375331112233", **{**flat, "city": "МИНСК"})
    application(phone="+375331112233", **{**flat, "apartment": "13"})
    like = [(other.application, other.same_phone, other.same_place) for other in alike(one)]
    assert like == [(place, False, True), (phone, True, False)]


@pytest.mark.parametrize(
    "place", [{"dormitory": "Общежитие № 4", "room": "312"}, {"address": "г. Минск, Тимирязева 72, офис 5"}]
)
def test_a_room_and_an_office_are_places_too(place: dict[str, str]) -> None:
    one, other = application(**place), application(phone="+375331112233", **place)
    assert [found.application for found in alike(one)] == [other]


def test_where_no_place_is_known_none_is_like_it() -> None:
    one = application(kind="call_back")
    application(kind="call_back", phone="+375331112233")
    assert alike(one) == []


def test_whose_phone_it_is_already() -> None:
    person(1, "anna")
    Subscriber.objects.update(phone=PHONE)
    assert [one.name for one in subscribers_by_phone(PHONE)] == ["Anna"]
