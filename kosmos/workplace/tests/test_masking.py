"""What is left of personal data when it is masked."""

from dataclasses import dataclass

import pytest
from django.utils.translation import override

from kosmos.workplace import masking


@dataclass
class Home:
    """An address."""

    city: str = "Минск"
    street: str = "Красная"
    house: str = "6"
    building: str = ""
    apartment: str = ""
    dormitory: str = ""
    room: str = ""


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        pytest.param("+375291234567", "+375 29 ··· ·· 67", id="of a mobile"),
        pytest.param("+375172223344", "+375 17 ··· ·· 44", id="at home"),
        pytest.param("", "", id="none"),
        pytest.param("+37", "···", id="too short for a part of it to be shown"),
    ],
)
def test_a_phone_keeps_its_code_and_two_digits(phone: str, shown: str) -> None:
    assert masking.masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        pytest.param("anna@example.by", "a···@example.by", id="usual"),
        pytest.param("a@example.by", "a···@example.by", id="one letter looks like many"),
        pytest.param("", "", id="none"),
    ],
)
def test_an_email_keeps_its_first_letter_and_host(email: str, shown: str) -> None:
    assert masking.masked_email(email) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Шевчук Анна Петровна", "Анна Петровна Ш.", id="surname first, as contracts have it"),
        pytest.param("Анна  Петровна Шевчук", "Анна Петровна Ш.", id="surname last"),
        pytest.param("Анна Петровна Сенкевич", "Анна Петровна С.", id="surname last, like a patronymic"),
        pytest.param("Адамович Адам Ильич", "Адам Ильич А.", id="surname first, like a patronymic"),
        pytest.param("Жук Мікалай Ільіч", "Мікалай Ільіч Ж.", id="in Belarusian"),
        pytest.param("Шевчук Анна", "Ш··· А···", id="nobody knows which is the surname"),
        pytest.param("Аль Рашид Хасан", "А··· Р··· Х···", id="no patronymic"),
        pytest.param("Анна", "А···", id="one word"),
        pytest.param(" ", "", id="none"),
    ],
)
def test_a_name_loses_its_surname(name: str, shown: str) -> None:
    assert masking.masked_name(name) == shown


@pytest.mark.parametrize(
    ("place", "masked", "whole"),
    [
        pytest.param(
            Home(building="2", apartment="12"),
            "Минск, Красная, 6, корп. 2, кв. ···",
            "Минск, Красная, 6, корп. 2, кв. 12",
            id="a flat",
        ),
        pytest.param(Home(), "Минск, Красная, 6", "Минск, Красная, 6", id="a house of one's own"),
        pytest.param(
            Home(dormitory="Общежитие № 4", room="412"),
            "Минск, Красная, 6, Общежитие № 4, комн. ···",
            "Минск, Красная, 6, Общежитие № 4, комн. 412",
            id="a room",
        ),
    ],
)
def test_an_address_loses_its_flat_or_room(place: Home, masked: str, whole: str) -> None:
    with override("ru"):
        assert masking.masked_address(place) == masked
        assert masking.whole_address(place) == whole


def test_a_number_of_a_payer_keeps_its_ends() -> None:
    assert masking.masked_unp("191234567") == "1···7"
    assert masking.masked_unp("") == ""
