"""Numbers for saying aloud, addresses in one line, and hours to be called in: pure, by tables."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.catalogue.policies import Policies
from kosmos.connections.addresses import Parts, apartment_of, parts_of
from kosmos.connections.calling import call_hours
from kosmos.connections.numbers import check_digit, is_whole, new_number, read_number
from kosmos.kernel.working import working

MINSK = ZoneInfo("Europe/Minsk")
bodies = st.integers(1_000_000, 9_999_999).map(str)


def test_numbers_differ_and_are_whole() -> None:
    numbers = {new_number() for _ in range(100)}
    assert len(numbers) > 95
    assert all(is_whole(number) and len(number) == 8 and number[0] != "0" for number in numbers)


@given(bodies, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_seen(body: str, place: int, by: int) -> None:
    number = body + check_digit(body)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not is_whole(wrong)


@given(bodies, st.integers(0, 6))
def test_two_digits_that_changed_places_are_seen(body: str, place: int) -> None:
    number = body + check_digit(body)
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert changed == number or not is_whole(changed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("4829 1573", "48291573"), ("№ 4829-1573", "48291573"), ("48291573", "48291573"), ("4829157", ""), ("", ""),
     ("482915733", ""), ("48291573 х", ""), ("٤٨٢٩١٥٧٣", "")],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(typed: str, read: str) -> None:
    assert read_number(typed) == read


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("г. Минск, ул. Красная, д. 6, корп. 2, кв. 12", Parts("Минск", "Красная", "6", "2", "12")),
        ("Минск, Красная, 6-12", Parts("Минск", "Красная", "6", "", "12")),
        ("Минск, Красная 6-12", Parts("Минск", "Красная", "6", "", "12")),
        ("Минск, Красная, 6, 12", Parts("Минск", "Красная", "6", "", "12")),
        ("Минск, проспект Независимости, 94, кв. 7", Parts("Минск", "проспект Независимости", "94", "", "7")),
        ("город Минск, улица Якуба Коласа, дом 39/1", Parts("Минск", "Якуба Коласа", "39/1")),
        ("Минск, Сурганова, 57Б", Parts("Минск", "Сурганова", "57Б")),
        ("Боровляны, 40 лет Победы, 21", Parts()),
        ("Красная 6", Parts()),
        ("где-то у реки", Parts()),
        ("", Parts()),
    ],
)
def test_an_address_is_taken_apart_where_that_is_clear(address: str, parts: Parts) -> None:
    assert parts_of(address) == parts


@given(st.text(max_size=80))
def test_no_address_is_too_strange(address: str) -> None:
    assert parts_of(address) == Parts() or parts_of(address).whole
    assert len(apartment_of(address)) < 8


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ((2026, 11, 23, 7, 0), "23T09 23T11 23T13 23T15 23T17 23T19 24T09 24T11 24T13 24T15 24T17 24T19"),
        ((2026, 11, 23, 16, 31), "23T17 23T19 24T09 24T11 24T13 24T15 24T17 24T19"),
        ((2026, 11, 23, 16, 30), "23T15 23T17 23T19 24T09 24T11 24T13 24T15 24T17 24T19"),
        ((2026, 11, 23, 21, 0), "24T09 24T11 24T13 24T15 24T17 24T19"),
        ((2026, 11, 28, 18, 0), "30T09 30T11 30T13 30T15 30T17 30T19"),
        ((2026, 11, 27, 19, 0), "27T19 28T10 28T12 28T14 28T16"),
    ],
    ids=["early", "too late for an hour", "just in time", "in the night", "Saturday evening", "before a Saturday"],
)
def test_hours_are_those_of_today_and_the_next_working_day(now: tuple[int, ...], offered: str) -> None:
    hours = call_hours(datetime(*now, tzinfo=MINSK), working(Policies().sales_hours))  # type: ignore[misc, arg-type]
    assert " ".join(one.code[8:] for one in hours) == offered
    assert all(one.from_at < one.until_at for one in hours)
