"""A file of houses is looked at, loaded once as it was looked at, or everything that is wrong with it is said."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import hidden, words
from kosmos.catalogue.models import Building
from kosmos.editing.models import CoverageFile, Edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
PAGE = "/staff/coverage/file/"
HEADER = "city,street,house,dormitory,services\n"
GOOD = f"{HEADER}Минск,Красная,6,,internet\nМинск,Красная,8,,internet\n"


@pytest.fixture
def editor(signed_in: SignedIn) -> Client:
    return signed_in("editor")


def sent(editor: Client, content: str, name: str = "дома.csv") -> Any:
    return editor.post(PAGE, {"file": SimpleUploadedFile(name, content.encode(), "text/csv")})


def load(editor: Client, address: str, shown: Any) -> Any:
    return editor.post(address, {"key": hidden(shown, "key"), "seen": hidden(shown, "seen")})


def test_looked_at_then_loaded_once(editor: Client) -> None:
    address = sent(editor, GOOD).headers["Location"]
    shown = editor.get(address)
    assert "Минск, Красная, 6" in words(shown) and not Building.objects.exists()
    assert [load(editor, address, shown).status_code for _ in range(2)] == [303, 303]
    assert Building.objects.count() == 2 and Edit.objects.filter(after__name="дома.csv").exists()
    assert bytes(CoverageFile.objects.get().content) == b""
    assert "уже загружен" in words(editor.get(address))
    again = sent(editor, GOOD).headers["Location"]
    assert "ничего не меняет" in words(editor.get(again))


def test_what_changed_meanwhile_is_shown_first(editor: Client) -> None:
    address = sent(editor, GOOD).headers["Location"]
    shown = editor.get(address)
    Building.objects.create(city="Минск", street="Красная", house="6")
    refused = load(editor, address, shown)
    assert refused.status_code == 422 and "дома изменили" in words(refused) and Building.objects.count() == 1
    assert load(editor, address, refused).status_code == 303 and Building.objects.count() == 2


def test_what_is_wrong_is_said_by_line_and_nothing_is_loaded(editor: Client) -> None:
    address = sent(editor, f"{HEADER}Минск,Красная,шесть,,internet\nМинск,Красная,8,,curling\n").headers["Location"]
    page = words(editor.get(address))
    assert "строка 2" in page and "строка 3" in page and "коды услуг" in page and "загружать из него нечего" in page
    form = {"key": "k", "seen": "", "do": "good-rows"}
    assert editor.post(address, form).status_code == 422 and not Building.objects.exists()


def test_lines_that_are_right_are_loaded_without_the_others_if_that_is_chosen(editor: Client) -> None:
    wrong = "Минск,Красная,шесть,,internet\nМинск,Красная,6,,internet\nМинск\n"
    address = sent(editor, GOOD + wrong).headers["Location"]
    shown = editor.get(address)
    said = words(shown)
    assert "В 3 строках ошибки" in said and "строка 5" in said and "Минск, Красная, 8" in said
    assert load(editor, address, shown).status_code == 422 and not Building.objects.exists()
    form = {"key": hidden(shown, "key"), "seen": hidden(shown, "seen"), "do": "good-rows"}
    assert [editor.post(address, form).status_code for _ in range(2)] == [303, 303]
    assert sorted(Building.objects.values_list("house", flat=True)) == ["6", "8"]
    assert Edit.objects.filter(after__name="дома.csv", after__left_out=3).count() == Edit.objects.count() == 1


@pytest.mark.parametrize(("content", "said"), [("", "Выберите файл"), ("x" * (5 * 1024 * 1024 + 1), "больше 5 МБ")])
def test_what_is_no_file(editor: Client, content: str, said: str) -> None:
    answer = sent(editor, content)
    assert answer.status_code == 422 and said in words(answer) and not CoverageFile.objects.exists()


def test_without_a_file_it_is_asked_for(editor: Client) -> None:
    assert "Выберите файл" in words(editor.post(PAGE, {}))


@pytest.mark.parametrize("content", ["\x00\x01", "a;b;c\n", "city,street\n1,2\n"])
def test_nonsense_is_refused(editor: Client, content: str) -> None:
    address = sent(editor, content).headers["Location"]
    assert "В файле ошибки" in words(editor.get(address))
