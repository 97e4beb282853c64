"""What was meant by what was typed: tables of keyboards, sounds and errors."""

import pytest

from kosmos.kernel.likeness import errors_between, forgiven, likeness, neighbours
from kosmos.kernel.typing_errors import folded, in_cyrillic, on_latin_keys, readings, spelled


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("rhfcyfz 6", "красная 6", id="the russian keyboard"),
        pytest.param("RHFCYFZ", "КРАСНАЯ", id="capitals"),
        pytest.param(",j,heqcrfz", "бобруйская", id="keys that are signs elsewhere"),
        pytest.param("ek/ Rhfcyfz? 6", "ул. Красная, 6", id="its full stop and comma"),
        pytest.param("vfohf", "маўра", id="the belarusian keyboard"),
        pytest.param("j,]tplyfz", "об'езд" + "ная", id="its apostrophe"),
        pytest.param("krasnaya", "красная", id="by sound"),
        pytest.param("shchorsa", "щорса", id="four letters for one"),
        pytest.param("Yakuba Kolasa", "якуба коласа", id="я"),
        pytest.param("krasny majak", "красны маяк", id="й and я by j, ы by y"),
        pytest.param("минск rhfcyfz 6f", "минск красная 6а", id="what is cyrillic stays"),
        pytest.param("Красная, 6", "Красная, 6", id="nothing latin"),
    ],
)
def test_a_text_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert meant in readings(typed)


def test_a_text_without_latin_letters_has_one_reading() -> None:
    assert readings("Красная, 6") == ("Красная, 6",)
    assert in_cyrillic("Красная") == "Красная"


@pytest.mark.parametrize(("typed", "meant"), [("шмфтщм", "ivanov"), ("Ифкшлщ", "Bariko"), ("ivanov", "ivanov")])
def test_latin_letters_on_a_cyrillic_keyboard(typed: str, meant: str) -> None:
    assert on_latin_keys(typed) == meant


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Чюрлёниса", "чюрлениса"), ("Мінск", "минск"), ("Маўра", "маура"),
     ("об’езд", "обезд"), ("Якуба Ко\u0301ласа", "якуба коласа")],
)  # fmt: skip
def test_letters_that_pass_for_one_another_are_one(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_spelled_words_are_ascii_and_differ_as_their_words_do() -> None:
    letters = "абвгдежзийклмнопрстуфхцчшщыьэюя"
    assert spelled(letters).isascii()
    assert spelled(letters).isalnum()
    assert len(set(spelled(letters))) == len(letters)


@pytest.mark.parametrize(
    ("asked", "word", "errors"),
    [
        pytest.param("krasna9", "krasna9", 0, id="the same"),
        pytest.param("krsna9", "krasna9", 1, id="missing"),
        pytest.param("krassna9", "krasna9", 1, id="added"),
        pytest.param("krosna9", "krasna9", 1, id="changed"),
        pytest.param("karsna9", "krasna9", 1, id="swapped"),
        pytest.param("karsnaa", "krasna9", 2, id="two"),
        pytest.param("zelena9", "krasna9", 3, id="more than are counted"),
        pytest.param("", "krasna9", 3, id="nothing"),
    ],
)
def test_errors_are_counted(asked: str, word: str, errors: int) -> None:
    assert errors_between(asked, word, 2) == errors
    assert errors_between(word, asked, 2) == errors


@pytest.mark.parametrize(("length", "errors"), [(2, 0), (3, 1), (5, 1), (6, 2), (9, 2), (10, 3)])
def test_longer_words_may_have_more_errors(length: int, errors: int) -> None:
    assert forgiven(length) == errors


def test_likeness_falls_with_errors_and_with_what_is_not_typed_yet() -> None:
    degrees = [likeness(asked, "krasna9") for asked in ("krasna9", "krasna", "kras", "krosna9", "krosnaa", "lenina")]
    assert degrees[0] == 1
    assert degrees[-1] == 0
    assert degrees[1] > degrees[2] > degrees[4] > degrees[5]
    assert degrees[3] > degrees[4]
    assert likeness("nezavsimo", "nezavisimosti") > likeness("nezav", "nezabudka")


def test_neighbours_are_one_error_away() -> None:
    near = neighbours("mira")
    assert {"mir", "mirna", "mina", "imra"} <= near
    assert "mira" not in near
    assert all(errors_between("mira", word, 1) == 1 for word in near)
