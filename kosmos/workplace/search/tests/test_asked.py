"""What is typed is read in every way that it can have been meant."""

import pytest
from django.db import connection

from kosmos.kernel.typing_errors import folded, spelled
from kosmos.workplace.search.asked import LONGEST, asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Иванов Пётр", ("ivanov", "petr"), id="as it is"),
        pytest.param("bdfyjd gtnh", ("ivanov", "petr"), id="on the wrong keyboard"),
        pytest.param("шмфтщм", ("ivanov",), id="Latin letters on the wrong keyboard"),
        pytest.param("ivanov petr", ("ivanov", "petr"), id="by sound"),
        pytest.param("Дунина-Марцинкевича", ("dunina", "marcinkevi4a"), id="a double name"),
        pytest.param("г. Минск, ул. Сурганова, д. 17, кв. 34", ("minsk", "surganova"), id="an address in full"),
    ],
)
def test_words_are_read_in_some_way(text: str, words: tuple[str, ...]) -> None:
    assert words in [reading.words for reading in asked(text).readings]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        pytest.param("+375 (29) 123-45-67", "375291234567", id="a phone"),
        pytest.param("№ 700 001", "700001", id="a number"),
        pytest.param("заявка 4829 1573", "48291573", id="with what it is"),
        pytest.param("Иванов 17", "", id="a name and a number"),
        pytest.param("100535-ABCD", "", id="a number with letters"),
    ],
)
def test_digits_are_those_of_a_number_alone(text: str, digits: str) -> None:
    assert asked(text).digits == digits


def test_numbers_of_an_address_stay_in_their_order_and_single_letters_are_initials() -> None:
    first = asked("сурганова 17а-34 и п").readings[0]
    assert (first.words, first.numbers, first.initials) == (("surganova",), ("17а", "34"), ("и", "п"))


def test_letters_of_a_number_may_be_typed_on_any_keyboard() -> None:
    assert "100535abc" in asked("100535-ФИС").codes
    assert asked("Д-12/2016").codes[0] == "d122016"


def test_much_is_cut_and_nothing_is_nothing() -> None:
    assert len(asked("щ" * 1_000).readings[0].plain) <= LONGEST
    for text in ("", " \x00 ", "'; --", "%%%", "«»"):
        assert not asked(text).has_words
        assert not asked(text).codes


@pytest.mark.parametrize(
    "name",
    [
        "Ёлкіна Ганна Ўладзіміраўна",
        "Иванов-Петров",
        "Въюгина  Фёкла",
        "ООО «Вясёлка-12»",
        "Мар'яна Д’Артаньян",
        "ЩЮЭЬЫ",
    ],
)
def test_the_database_spells_as_python_does(db: None, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_spelled(%s)", [name])
        told = str(cursor.fetchone()[0])
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(name).replace("-", " "))
    assert told.split() == [spelled(word) for word in plain.split()]


@pytest.mark.parametrize("code", ["", "0123456789", "aZ09", "QWERTYuiop" * 50, "А-1", "a b", "1\n", "1\n2", "5-Е/7"])
def test_a_code_of_plain_signs_is_spelled_as_any(db: None, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_code(%s), replace(search_spelled(%s), ' ', '')", [code, code])
        told = cursor.fetchone()
    assert told[0] == told[1]
