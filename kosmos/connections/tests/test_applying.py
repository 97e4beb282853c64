"""An application is made once, with what was agreed to; what is wrong is said by field; a stranger learns nothing."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kosmos.catalogue.models import Building
from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import Application, ApplicationConsent, Source, Stage
from kosmos.connections.numbers import is_whole
from kosmos.connections.queries import application_by_token, same_before, status_of
from kosmos.connections.services.applying import apply, form_key
from kosmos.connections.services.stages import advance
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.wishing import PHONE, agreed, sold, wish
from kosmos.connections.wish_errors import WishRefused
from kosmos.connections.wishes import Wish
from kosmos.subscribers.errors import BadPhone

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Minsk"))  # a Monday


@pytest.fixture
def _sold(db: None) -> None:
    sold()


pytestmark = pytest.mark.usefixtures("_sold")


def applied(filled: Wish | None = None, *, form: str = "a", now: datetime = NOW) -> Application:
    filled = filled or wish()
    return apply(filled, key=form_key(form, filled), now=now)


def test_what_was_filled_in_is_kept_and_found() -> None:
    made = applied(wish(comment="Домофон 12"))
    made.refresh_from_db()
    assert (made.city, made.street, made.house, made.apartment) == ("Минск", "Красная", "6", "12")
    assert made.covered_by == Building.objects.get()
    assert made.plan is not None
    assert made.service is not None
    assert (made.plan.code, made.service.code, made.comment) == ("orbita-100", "internet", "Домофон 12")
    assert (made.stage, made.due_at) == (Stage.NEW, NOW + timedelta(hours=2))
    assert is_whole(made.number)
    assert status_of(made.number, "8029 777-00-11") == made
    assert application_by_token(made.token) == made


def test_its_history_and_what_was_agreed_to_begin_with_it() -> None:
    seller = staff("sales")
    told = wish(agreed=agreed() | {"sms_advertising": 2}, source=Source.PHONE, network_address="192.0.2.7")
    made = apply(told, key="k", now=NOW, by=seller)
    entry = made.entries.get()
    assert (entry.number, entry.after, entry.by) == (1, "new", seller)
    kept = set(made.consents.values_list("purpose", "version", "network_address"))
    assert kept == {("application", 1, "192.0.2.7"), ("sms_advertising", 2, "192.0.2.7")}


@pytest.mark.parametrize("kind", ["home", "student", "business", "call_back"])
def test_each_form_is_taken_with_its_own_fields(kind: str) -> None:
    assert applied(wish(kind)).kind == kind


REFUSALS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("home", {"name": " "}, {"name": "name_missing"}),
    ("home", {"phone": ""}, {"phone": "phone_missing"}),
    ("home", {"phone": "123"}, {"phone": "bad_phone"}),
    ("home", {"address": "Минск, Красная"}, {"address": "address_without_house"}),
    ("home", {"address": "", "name": ""}, {"address": "address_missing", "name": "name_missing"}),
    ("home", {"name": "О" * 101}, {"name": "field_too_long"}),
    ("home", {"plan": "student-50"}, {"plan": "plan_not_offered"}),
    ("home", {"plan": "nothing"}, {"plan": "plan_not_offered"}),
    ("home", {"service": "nothing"}, {"service": "unknown_service"}),
    ("home", {"service": "tv"}, {"plan": "plan_of_other_service"}),
    ("home", {"agreed": {}}, {"agreed_application": "agreement_missing"}),
    ("home", {"agreed": {"application": 99}}, {"agreed_application": "agreement_changed"}),
    ("student", {"name": "Пётр"}, {"name": "full_name_missing"}),
    ("student", {"dormitory": "", "room": ""}, {"dormitory": "dormitory_missing", "room": "room_missing"}),
    ("business", {"organisation": ""}, {"organisation": "organisation_missing"}),
    ("business", {"comment": "а" * 1_001}, {"comment": "field_too_long"}),
    ("call_back", {"when": "2026-11-23T09"}, {"when": "hours_passed"}),
    ("call_back", {"when": "never"}, {"when": "hours_passed"}),
]


@pytest.mark.parametrize(("kind", "changes", "fields"), REFUSALS)
def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(
    kind: str, changes: dict[str, Any], fields: dict[str, str]
) -> None:
    with pytest.raises(WishRefused) as refused:
        applied(wish(kind, **changes))
    assert refused.value.fields == fields
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["+375 29 777-00-11", "8029 7770011", "80 (29) 777-00-11", "8 (029) 777 00 11", "375297770011", "29 777 00 11",
     "тел. +375(29)777–00–11", "00375 29 777.00.11"],
)  # fmt: skip
def test_a_phone_may_be_written_in_any_usual_way(typed: str) -> None:
    assert applied(wish(phone=typed)).phone == PHONE


def test_staff_need_no_tick_for_whoever_stands_before_them() -> None:
    assert apply(wish(agreed={}, source=Source.OFFICE), key="k", now=NOW, by=staff("sales")).source == Source.OFFICE
    assert not ApplicationConsent.objects.exists()


def test_a_card_number_is_masked_wherever_it_was_typed() -> None:
    card = "4111 1111 1111 1111"
    made = applied(wish(name=f"Ольга {card}", address=f"Минск, Красная, 6, {card}", comment=f"Моя карта {card}"))
    assert card not in made.name + made.address + made.comment
    assert "1111" in made.comment


def test_the_same_form_again_is_the_same_application_and_a_changed_one_is_not() -> None:
    first, again = applied(), applied()
    assert first == again
    assert applied(wish(address="Минск, Красная, 8, кв. 1")) != first
    assert Application.objects.count() == 2
    assert ApplicationConsent.objects.count() == 2


def test_a_call_back_at_an_hour_is_due_then_and_another_soon() -> None:
    at_three = applied(wish("call_back", when="2026-11-23T15"))
    assert at_three.call_from_at == NOW.replace(hour=15)
    assert at_three.due_at == at_three.call_until_at == NOW.replace(hour=17)
    assert applied(wish("call_back")).due_at == NOW + timedelta(hours=1)


def test_a_house_that_was_chosen_stays_unless_another_address_is_typed() -> None:
    house = Building.objects.get()
    assert applied(wish(building_id=house.id, address="Минск, Красная, 6, кв. 3")).apartment == "3"
    elsewhere = applied(wish(building_id=house.id, address="Минск, Красная, 16, кв. 3"))
    assert (elsewhere.covered_by, elsewhere.house) == (None, "16")
    assert applied(wish("student", building_id=house.id)).covered_by == house


def test_whoever_holds_the_token_is_shown_his_own_application_instead_of_a_second() -> None:
    made = applied()
    mine = [made.token]
    assert same_before(wish(phone="8029 777-00-11", address="минск, ул. красная  д.6 кв.12"), mine, NOW) == made
    assert same_before(wish(), mine, NOW + timedelta(days=15)) is None
    assert same_before(wish(comment="Другое"), mine, NOW) is None
    assert same_before(wish(phone="+375297770012"), mine, NOW) is None
    advance(made, Stage.REFUSED, None, NOW, reason="changed_mind")
    assert same_before(wish(), mine, NOW) is None


def test_a_stranger_with_the_same_words_gets_an_application_of_his_own_and_asks_nothing_of_the_other() -> None:
    made = applied()
    assert same_before(wish(), [], NOW) is None
    with CaptureQueriesContext(
        connection,
    ) as before:
        second = applied(form="b")
    with CaptureQueriesContext(connection) as nobodys:
        applied(wish(phone="+375297770099"), form="c")
    assert second != made
    assert second.stage == Stage.NEW
    assert len(before) == len(nobodys)
    advance(made, Stage.CONTACTED, None, NOW)
    assert status_of(second.number, PHONE).stage == Stage.NEW


def test_a_wrong_number_and_a_wrong_phone_are_the_same_answer_by_the_same_look_ups() -> None:
    made = applied()
    other = str(int(made.number) % 90_000_000 + 1)
    seen = []
    for number, phone in [(other, PHONE), (made.number, "+375297770012"), ("1", PHONE), ("", PHONE)]:
        with CaptureQueriesContext(connection) as asked, pytest.raises(UnknownApplication) as refused:
            status_of(number, phone)
        seen.append((len(asked), str(refused.value)))
    assert len(set(seen)) == 1
    with pytest.raises(BadPhone):
        status_of(made.number, "nobody")
