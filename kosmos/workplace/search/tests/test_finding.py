"""Everything is found by what people type of it, and nothing that one may not see."""

from dataclasses import replace

import pytest

from kosmos.subscribers.models import Subscriber
from kosmos.workplace.search.finding import Results, Sight, find
from kosmos.workplace.search.jobs import Words
from kosmos.workplace.search.tests.world import account, application, order, request, search_world, subscriber
from kosmos.workplace.search.words import note_words

ALL = Sight(personal=True, requests=True, applications=True)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    search_world()


def _ids(results: Results) -> list[int]:
    return [one.account_id for one in results.accounts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("500003", [3], id="account"),
        pytest.param("№ 500 003", [3], id="account as it is said"),
        pytest.param("2016 00004", [4], id="contract"),
        pytest.param("201600004", [4], id="contract without the gap"),
        pytest.param("+375 29 123-45-67", [1], id="phone"),
        pytest.param("8 029 1234567", [1], id="phone as it is dialled"),
        pytest.param("4567", [1], id="the end of a phone"),
        pytest.param("12345", [1], id="the middle of a phone"),
        pytest.param("191234563", [6, 7], id="УНП"),
        pytest.param("Иванов Пётр", [1], id="name"),
        pytest.param("пётр иванов", [1], id="name the other way round"),
        pytest.param("иванов п", [3, 1], id="an initial"),
        pytest.param("иванов п.с.", [1], id="initials"),
        pytest.param("петровна анна", [2], id="first name and patronymic"),
        pytest.param("елкина", [4], id="е for ё"),
        pytest.param("Христина Владимировна", [], id="another name in another language"),
        pytest.param("хрисцина", [4], id="one error away"),
        pytest.param("иваноф петр", [1], id="typing error"),
        pytest.param("верещяка", [5], id="two errors"),
        pytest.param("bdfyjd gtnh", [1], id="wrong keyboard"),
        pytest.param("dthtofrj", [5], id="wrong keyboard, rare"),
        pytest.param("ivanov petr", [1], id="Latin letters"),
        pytest.param("верещ", [5], id="unfinished"),
        pytest.param("веселка", [6, 7], id="organisation, in Russian"),
        pytest.param("сурганова 17", [1, 2], id="house"),
        pytest.param("сурганова 17а", [2], id="house with a letter"),
        pytest.param("сурганова 17-34", [1], id="house and flat"),
        pytest.param("Минск, ул. Сурганова, д. 17, кв. 34", [1], id="address in full"),
        pytest.param("кульман 1 корп. 2", [7], id="a building of a house"),
        pytest.param("кульман 1к2", [7], id="the same in short"),
        pytest.param("8 марта 3", [3], id="a street with a number"),
        pytest.param("марта 3 17", [3], id="the same without its number"),
        pytest.param("дунина марцинкевича", [4], id="a double street"),
        pytest.param("колодищи", [4], id="a village"),
        pytest.param("иванова сурганова", [2], id="name and street"),
        pytest.param("иванов гродно", [3], id="name and city"),
        pytest.param("иванов 34", [1], id="name and flat"),
        pytest.param("верещако 40", [5], id="name and house"),
        pytest.param("цехуфыйдф 17", [], id="nonsense"),
        pytest.param("%%", [], id="signs"),
        pytest.param("' OR 1=1 --", [], id="no statement"),
        pytest.param("\\' & | ! ( :*", [], id="no query either"),
    ],
)
def test_accounts_are_found(text: str, found: list[int]) -> None:
    assert _ids(find(text, ALL)) == found


def test_an_exact_name_stands_before_one_that_it_begins() -> None:
    assert _ids(find("иванов", ALL))[:2] == [3, 1]
    assert set(_ids(find("иванов", ALL))) == {1, 2, 3, 5}


def test_what_is_guessed_is_said_to_be() -> None:
    assert find("иваноф петр", ALL).guessed
    assert not find("иванов петр", ALL).guessed
    assert not find("верещ", ALL).guessed


def test_a_subscriber_nobody_noted_yet_is_found_as_he_is() -> None:
    account(8, subscriber(8, "Щука Зося", "+375291000000"), city="Минск", street="Кульман", house="3")
    assert _ids(find("щука", ALL)) == [8]
    assert not _ids(find("щюка", ALL))
    assert note_words() == 4
    assert _ids(find("щюка", ALL)) == [8]
    assert note_words() == 0


def test_the_worker_notes_what_is_new(db: None) -> None:
    words = Words()
    assert words.keep() == 0
    account(8, subscriber(8, "Щука Зося", "+375291000000"), city="Минск", street="Кульман", house="3")
    application("48291573", "Сидорчук Ян", "+375291234599")
    assert words.keep() > 0
    assert words.keep() == 0
    assert _ids(find("щюка", ALL)) == [8]
    assert find("сидарчук", ALL).count == 1


def test_the_whole_number_of_something_is_what_is_meant() -> None:
    wish = application("50000312", "Зося", "+375291234500")
    found = find("500003", ALL)
    assert found.only is not None
    assert _ids(found) == [3]
    assert find("50000312", ALL).only == wish


def test_payments_are_found_by_their_numbers() -> None:
    made = order("500001-ABCDEFGHK", attempt="5775000001")
    for text in ("500001-ABCDEFGHK", "500001-фисвуапрл", "5775000001", "500001ABCD"):
        assert [one.number for one in find(text, ALL).payments] in ([made.number], [made.attempt])
    assert not find("500001", ALL).payments


def test_requests_and_applications_only_for_those_who_see_them() -> None:
    asked = request("482913")
    wish = application("48291573", "Сидорчук Ян", "+375291234599", city="Минск", address="Красная, 8, кв. 99")
    note_words()
    assert find("482913", ALL).requests == (asked,)
    for text in ("4829 1573", "сидорчук", "+375291234599", "4599", "красная 8", "сидарчук"):
        assert find(text, ALL).applications == (wish,)
    blind = Sight(personal=True, requests=False, applications=False)
    for text in ("482913", "48291573", "сидорчук"):
        assert not find(text, blind).count


def test_who_may_not_see_phones_does_not_learn_them_by_parts() -> None:
    blind = Sight(personal=False, requests=True, applications=True)
    assert not _ids(find("4567", blind))
    assert _ids(find("+375 29 123-45-67", blind)) == [1]


def test_a_login_and_an_e_mail_are_found_by_those_who_see_them() -> None:
    Subscriber.objects.filter(pk=3).update(email="Pavel.Ivanov@example.by")
    for typed in ("pavel.ivanov@example.by", "PAVEL.ivanov@ex", "user3", "гыук3"):
        assert [one.account_id for one in find(typed, ALL).accounts] == [3], typed
        assert not find(typed, replace(ALL, personal=False)).accounts
    assert not find("@", ALL).count
    assert not find("%@", ALL).count
