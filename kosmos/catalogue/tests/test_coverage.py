"""Addresses as people type them, and the house that each means."""

import pytest

from kosmos.catalogue.coverage import building, find_buildings
from kosmos.catalogue.coverage_places import note_places
from kosmos.catalogue.models import Building, CoveragePlace, CoverageWord, Service

pytestmark = pytest.mark.django_db

HOUSES = (
    *(("Минск", "Красная", house, "") for house in ("4", "6", "6/2", "6А", "8", "16", "61", "66")),
    *(("Минск", "Якуба Коласа", house, "") for house in ("37", "39/1", "39")),
    *(("Минск", "проспект Независимости", house, "") for house in ("9", "94", "94 корп. 2")),
    *(("Минск", "Мира", house, "") for house in ("1", "12")),
    *(("Минск", "8 Марта", house, "") for house in ("5", "8")),
    *(("Минск", "1-я Радиаторная", house, "") for house in ("1", "3")),
    *(("Минск", "2-я Радиаторная", house, "") for house in ("1", "3")),
    *(("Минск", "ул. Калинина", house, "") for house in ("7", "9")),
    *(("Минск", "пер. Калинина", house, "") for house in ("7", "9")),
    *(("Минск", "Чюрлёниса", house, "") for house in ("5",)),
    *(("Минск", "Бобруйская", house, "") for house in ("15",)),
    ("Минск", "Октябрьская", "10А", "Общежитие № 4 БГУ"),
    ("Минск", "Свердлова", "32", "Общежитие № 7 БГУ"),
    ("Минск", "Петруся Бровки", "14", "Общежитие № 4 БГУИР"),
    ("Минск", "Октябрьская", "16", ""),
    ("Гомель", "Красная", "6", ""),
    ("Гомель", "Советская", "17", ""),
    ("Бобруйск", "Советская", "17", ""),
    ("аг. Колодищи", "Минская", "7", ""),
    ("Боровляны", "40 лет Победы", "21", ""),
    ("Мінск", "вуліца Янкі Маўра", "10", ""),
)


@pytest.fixture
def coverage() -> None:
    internet = Service.objects.create(code="internet", name={"ru": "Интернет"})
    television = Service.objects.create(code="tv", name={"ru": "ТВ"})
    made = Building.objects.bulk_create(
        Building(city=city, street=street, house=house, dormitory=dormitory)
        for city, street, house, dormitory in HOUSES
    )
    internet.buildings.add(*made)
    television.buildings.add(made[0])
    note_places()


@pytest.mark.usefixtures("coverage")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("красная 6", "Минск, Красная, 6", id="as it is"),
        pytest.param("6 красная минск", "Минск, Красная, 6", id="any order"),
        pytest.param("Минск, ул. Красная, д. 6", "Минск, Красная, 6", id="as on an envelope"),
        pytest.param("220030, г.Минск, улица Красная, дом 6, кв. 12", "Минск, Красная, 6", id="with code and flat"),
        pytest.param("гомель красная 6", "Гомель, Красная, 6", id="the other city"),
        pytest.param("красноя 6", "Минск, Красная, 6", id="a wrong letter"),
        pytest.param("крсная 6", "Минск, Красная, 6", id="a letter missing"),
        pytest.param("крассная 6", "Минск, Красная, 6", id="a letter too many"),
        pytest.param("карсная 6", "Минск, Красная, 6", id="letters swapped"),
        pytest.param("крас 6", "Минск, Красная, 6", id="not finished"),
        pytest.param("rhfcyfz 6", "Минск, Красная, 6", id="the wrong keyboard"),
        pytest.param("Vbycr, ek/ Rhfcyfz? 6", "Минск, Красная, 6", id="the wrong keyboard with points"),
        pytest.param(",j,heqcrfz 15", "Минск, Бобруйская, 15", id="the wrong keyboard's punctuation"),
        pytest.param("rhcfyfz 6", "Минск, Красная, 6", id="the wrong keyboard and letters swapped"),
        pytest.param("дектронная 6", None, id="nothing like it"),
        pytest.param("krasnaya 6", "Минск, Красная, 6", id="latin"),
        pytest.param("minsk yakuba kolasa 37", "Минск, Якуба Коласа, 37", id="latin, two words"),
        pytest.param("nezavisimosty 94", "Минск, проспект Независимости, 94", id="latin with an error"),
        pytest.param("чурлениса 5", "Минск, Чюрлёниса, 5", id="е for ё, у for ю"),
        pytest.param("красная 6/2", "Минск, Красная, 6/2", id="a part"),
        pytest.param("красная 6к2", "Минск, Красная, 6/2", id="a part as к2"),
        pytest.param("красная д 6 корп. 2", "Минск, Красная, 6/2", id="a part in words"),
        pytest.param("красная 6 к. 2", "Минск, Красная, 6/2", id="a part, short"),
        pytest.param("красная 6а", "Минск, Красная, 6А", id="a letter"),
        pytest.param("красная 6 А", "Минск, Красная, 6А", id="a letter apart"),
        pytest.param("rhfcyfz 6f", "Минск, Красная, 6А", id="a letter on the wrong keyboard"),
        pytest.param("красная 6-15", "Минск, Красная, 6", id="a flat behind a dash"),
        pytest.param("красная 61", "Минск, Красная, 61", id="61 is not 6"),
        pytest.param("пр-т Независимости 94 корпус 2", "Минск, проспект Независимости, 94 корп. 2", id="avenue"),
        pytest.param("незавимости 94", "Минск, проспект Независимости, 94", id="letters missing in a long word"),
        pytest.param("коласа 39/1", "Минск, Якуба Коласа, 39/1", id="a surname alone"),
        pytest.param("мира 12", "Минск, Мира, 12", id="a short word"),
        pytest.param("миар 12", "Минск, Мира, 12", id="a short word, swapped"),
        pytest.param("8 марта 5", "Минск, 8 Марта, 5", id="a number in the name"),
        pytest.param("8 марта 8", "Минск, 8 Марта, 8", id="the same number twice"),
        pytest.param("40 лет победы 21", "Боровляны, 40 лет Победы, 21", id="years of something"),
        pytest.param("1-я радиаторная 3", "Минск, 1-я Радиаторная, 3", id="first street"),
        pytest.param("2я радиаторная 3", "Минск, 2-я Радиаторная, 3", id="second street"),
        pytest.param("2-y radiatornaya 3", "Минск, 2-я Радиаторная, 3", id="second street in latin"),
        pytest.param("калинина 7 переулок", "Минск, пер. Калинина, 7", id="a lane"),
        pytest.param("ул калинина 7", "Минск, ул. Калинина, 7", id="a street of the lane's name"),
        pytest.param("колодищи минская 7", "аг. Колодищи, Минская, 7", id="a street named after a city"),
        pytest.param("бобруйск советская 17", "Бобруйск, Советская, 17", id="a city that names a street"),
        pytest.param("янки мавра 10", "Мінск, вуліца Янкі Маўра, 10", id="Belarusian in Russian letters"),
        pytest.param("вул. Янкі Маўра, 10", "Мінск, вуліца Янкі Маўра, 10", id="Belarusian"),
        pytest.param("zyrb vfehf 10", "Мінск, вуліца Янкі Маўра, 10", id="Russian keys"),
        pytest.param("Zyrb Vfjhf 10", "Мінск, вуліца Янкі Маўра, 10", id="keys, a wrong letter"),
        pytest.param("dek zyrs vfohf 10", "Мінск, вуліца Янкі Маўра, 10", id="Belarusian keys"),
        pytest.param("общежитие 4 БГУ", "Минск, Октябрьская, 10А, Общежитие № 4 БГУ", id="a dormitory"),
        pytest.param("общага 4 бгуир", "Минск, Петруся Бровки, 14, Общежитие № 4 БГУИР", id="a dormitory of another"),
        pytest.param("общежитие №7", "Минск, Свердлова, 32, Общежитие № 7 БГУ", id="a dormitory's number"),
        pytest.param("j,of;bnbt 7", "Минск, Свердлова, 32, Общежитие № 7 БГУ", id="a dormitory, wrong keys, an error"),
        pytest.param("obshchezhitie 7", "Минск, Свердлова, 32, Общежитие № 7 БГУ", id="a dormitory in latin"),
        pytest.param("общежитие 9", None, id="no such dormitory"),
        pytest.param("октябрьская 10а", "Минск, Октябрьская, 10А, Общежитие № 4 БГУ", id="a dormitory by its house"),
        pytest.param("", None, id="nothing"),
        pytest.param("6", None, id="a number alone"),
        pytest.param("'; DROP TABLE--", None, id="not an address"),
        pytest.param("%%%___", None, id="signs of patterns"),
        pytest.param("гродно красная 6", None, id="a city without coverage"),
    ],
)
def test_what_is_typed_finds_the_house(typed: str, first: str | None) -> None:
    found = find_buildings(typed)
    assert (found[0].words if found else None) == first
    assert not found or found[0].exact


@pytest.mark.usefixtures("coverage")
def test_numbers_are_not_guessed() -> None:
    words = [one.words for one in find_buildings("минск красная 6")]
    assert words == ["Минск, Красная, 6", "Минск, Красная, 6/2", "Минск, Красная, 6А"]
    near = find_buildings("минск красная 7", limit=3)
    assert [(one.house, one.exact) for one in near] == [("6", False), ("6/2", False), ("6А", False)]


@pytest.mark.usefixtures("coverage")
def test_a_street_without_a_number_lists_its_houses() -> None:
    found = find_buildings("якуба коласа")
    assert [(one.house, one.exact) for one in found] == [("37", False), ("39", False), ("39/1", False)]
    assert len(find_buildings("красная", limit=4)) == 4


@pytest.mark.usefixtures("coverage")
def test_a_house_says_what_can_be_had_in_it() -> None:
    found = find_buildings("минск красная 4")[0]
    assert found.services == ("internet", "tv")
    assert building(found.id) == found
    assert building(0) is None


@pytest.mark.usefixtures("coverage")
def test_what_the_search_knows_follows_the_buildings() -> None:
    assert note_places() == 0
    Building.objects.filter(street="Мира").delete()
    Building.objects.create(city="Минск", street="Новая", house="1")
    assert note_places() == 1
    assert find_buildings("новая 1")[0].words == "Минск, Новая, 1"
    assert not CoveragePlace.objects.filter(street="Мира").exists()
    assert CoverageWord.objects.get(word="mira").places.count() == 0
    assert CoveragePlace.objects.get(street="Новая").city_houses == Building.objects.filter(city="Минск").count()
