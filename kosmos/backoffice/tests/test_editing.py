import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.catalogue.coverage import find_buildings
from kosmos.catalogue.models import Article, Building, PaymentPoint, Service
from kosmos.config.context import moment
from kosmos.editing.models import Edit
from kosmos.notifications.models import News
from kosmos.support.models import Outage
from kosmos.support.queries import outages_now, outages_planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
STAFF = "/staff/"
ARTICLE = {"slug": "router", "title-ru": "Роутер", "body-ru": "## Включите\n\nИ **подождите**."}
NEWS = {"title-ru": "Новые каналы", "body-ru": "С понедельника."}
OUTAGE = {
    "title-ru": "Авария",
    "text-ru": "Чиним.",
    "from_at": "2016-12-04T10:00",
    "places": "Минск: Красная, Зыбицкая",
}
BUILDING = {"city": "Минск", "street": "Красная", "house": "6", "services": ["internet"]}
POINT = {"kind": "1", "name-ru": "Офис на Красной", "address-ru": "Минск, Красная, 6"}
ALL: dict[str, tuple[dict[str, Any], type[Model]]] = {
    "articles": (ARTICLE, Article),
    "news": (NEWS, News),
    "outages": (OUTAGE, Outage),
    "coverage": (BUILDING, Building),
    "payment-points": (POINT, PaymentPoint),
}


@pytest.fixture
def editor(signed_in: SignedIn) -> Client:
    return signed_in("editor")


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\w*)"', answer.content.decode())
    return found[1] if found else ""


def send(client: Client, address: str, typed: dict[str, Any], do: str = "save", **changes: str) -> Any:
    """Open the form, and send it with what is typed."""
    shown = client.get(address)
    form = {"key": hidden(shown, "key"), "seen": hidden(shown, "seen"), "do": do}
    return client.post(address, {**form, **typed, **changes})


@pytest.mark.parametrize("section", ALL)
def test_added_changed_listed_and_recorded(editor: Client, section: str) -> None:
    typed, model = ALL[section]
    made = send(editor, f"{STAFF}{section}/new/", typed)
    address = made.headers["Location"]
    assert made.status_code == 303 and model._default_manager.count() == 1
    name = next(value for field, value in typed.items() if field in {"title-ru", "name-ru", "street"})
    assert "Сохранено" in words(editor.get(address))
    assert str(name) in words(editor.get(f"{STAFF}{section}/"))
    field = next(
        one for one in ("title-be", "name-be", "dormitory") if one.replace("be", "ru") in typed or one == "dormitory"
    )
    assert send(editor, address, {**typed, field: "Інакш"}).status_code == 303
    assert "Інакш" in editor.get(address).content.decode()
    assert "Ничего не изменилось" in words(follow(editor, send(editor, address, {**typed, field: "Інакш"})))
    first, second = Edit.objects.order_by("at", "id")
    assert first.before is None and second.before == first.after != second.after
    assert "добавлено" in words(editor.get(address)) and "Editor" in words(editor.get(address))


def follow(client: Client, answer: Any) -> Any:
    assert answer.status_code == 303
    return client.get(answer.headers["Location"])


@pytest.mark.parametrize("section", ALL)
def test_a_form_sent_twice_counts_once(editor: Client, section: str) -> None:
    typed, model = ALL[section]
    form = {"key": uuid4().hex, "do": "save", **typed}
    answers = [editor.post(f"{STAFF}{section}/new/", form) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    assert model._default_manager.count() == Edit.objects.count() == 1
    assert "Ничего не изменилось" in words(follow(editor, answers[1]))


@pytest.mark.parametrize("section", ALL)
def test_of_two_editors_the_second_sees_what_the_first_saved(editor: Client, signed_in: SignedIn, section: str) -> None:
    typed, _model = ALL[section]
    address = send(editor, f"{STAFF}{section}/new/", typed).headers["Location"]
    other = signed_in("administrator")
    field = "title-ru" if "title-ru" in typed else "name-ru" if "name-ru" in typed else "street"
    shown = other.get(address)
    assert send(editor, address, {**typed, field: "Первый"}).status_code == 303
    form = {"key": hidden(shown, "key"), "seen": hidden(shown, "seen"), "do": "save", **typed, field: "Второй"}
    refused = other.post(address, form)
    assert refused.status_code == 422
    assert "сохранил другой человек: Editor" in words(refused) and "Первый" in words(refused)
    assert "Второй" in refused.content.decode()
    again = {**form, "key": hidden(refused, "key"), "seen": hidden(refused, "seen")}
    assert other.post(address, again).status_code == 303
    assert Edit.objects.order_by("-at")[0].staff.name == "Administrator"


@pytest.mark.parametrize("section", ALL)
def test_shown_as_everybody_will_see_it_and_not_saved(editor: Client, section: str) -> None:
    typed, model = ALL[section]
    answer = send(editor, f"{STAFF}{section}/new/", typed, do="show-ru")
    assert answer.status_code == 200 and not model._default_manager.exists() and not Edit.objects.exists()
    page = words(answer)
    assert any(str(value) in page for name, value in typed.items() if name in {"title-ru", "name-ru", "street"})
    assert send(editor, f"{STAFF}{section}/new/", typed, do="show-xx").status_code == 404


def test_an_article_is_shown_as_it_is_published(editor: Client) -> None:
    draft = send(editor, f"{STAFF}articles/new/", ARTICLE, do="show-ru").content.decode()
    send(editor, f"{STAFF}articles/new/", ARTICLE)
    public = Client().get("/help/router/").content.decode()
    body = re.compile(r'<div class="card prose text">.*?</div>', re.DOTALL)
    assert body.findall(draft) == body.findall(public) != []
    assert "<strong>подождите</strong>" in draft


@pytest.mark.parametrize(
    ("section", "changes", "said"),
    [
        ("articles", {"title-ru": ""}, "Напишите хотя бы по-русски"),
        ("articles", {"title-ru": "", "title-be": "Толькі"}, "Напишите и по-русски"),
        ("articles", {"slug": "Роутер"}, "Только латинские"),
        ("articles", {"body-ru": "я" * 20_001}, "Слишком длинно"),
        ("news", {"until_on": "завтра"}, "Введите дату"),
        ("outages", {"until_at": "2016-12-04T09:00"}, "позже начала"),
        ("outages", {"from_at": ""}, "Заполните"),
        ("outages", {"places": ": Красная"}, "Начните строку с города"),
        ("coverage", {"house": ""}, "Заполните"),
        ("payment-points", {"kind": "99"}, "Выберите из списка"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    editor: Client, section: str, changes: dict[str, str], said: str
) -> None:
    typed, model = ALL[section]
    for do in ("save", "show-ru"):
        answer = send(editor, f"{STAFF}{section}/new/", {**typed, **changes}, do=do)
        assert answer.status_code == 422 and said in words(answer)
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not model._default_manager.exists()


def test_an_address_belongs_to_one_article(editor: Client) -> None:
    send(editor, f"{STAFF}articles/new/", ARTICLE)
    answer = send(editor, f"{STAFF}articles/new/", {**ARTICLE, "title-ru": "Другая"})
    assert answer.status_code == 422 and "Такое уже есть" in words(answer)
    send(editor, f"{STAFF}coverage/new/", BUILDING)
    answer = send(editor, f"{STAFF}coverage/new/", {**BUILDING, "services": []})
    assert answer.status_code == 422 and Building.objects.count() == 1


def test_an_outage_is_prolonged_and_ended(editor: Client) -> None:
    address = send(editor, f"{STAFF}outages/new/", OUTAGE).headers["Location"]
    assert [one.places for one in outages_now(moment().now)] == [
        [{"city": "Минск", "streets": ["Красная", "Зыбицкая"]}]
    ]
    send(editor, address, {**OUTAGE, "until_at": "2016-12-05T10:00"})
    assert str(Outage.objects.get().until_at) == "2016-12-05 07:00:00+00:00"
    assert 'value="2016-12-05T10:00"' in editor.get(address).content.decode()
    assert send(editor, address, {}, do="end").headers["Location"] == f"{STAFF}outages/"
    assert not outages_now(moment().now) and Outage.objects.get().ended_at
    assert "закончено" in words(editor.get(address)) and 'value="end"' not in editor.get(address).content.decode()


def test_an_outage_that_has_not_begun_is_called_off(editor: Client) -> None:
    address = send(editor, f"{STAFF}outages/new/", {**OUTAGE, "from_at": "2016-12-06T10:00"}).headers["Location"]
    assert len(outages_planned(moment().now)) == 1
    send(editor, address, {}, do="end")
    assert not outages_planned(moment().now) and Outage.objects.get().withdrawn


def test_news_are_withdrawn(editor: Client) -> None:
    address = send(editor, f"{STAFF}news/new/", NEWS).headers["Location"]
    public = f"/news/{News.objects.get().id}/"
    assert Client().get(public).status_code == 200
    send(editor, address, {}, do="end")
    assert Client().get(public).status_code == 404 and "Снята" in words(editor.get(f"{STAFF}news/"))


@pytest.mark.parametrize("section", ["articles", "coverage", "payment-points"])
def test_what_is_removed_is_gone_and_the_record_keeps_it(editor: Client, section: str) -> None:
    typed, model = ALL[section]
    address = send(editor, f"{STAFF}{section}/new/", typed).headers["Location"]
    assert send(editor, address, {}, do="end", seen="old").headers["Location"] == address
    assert model._default_manager.exists()
    assert send(editor, address, {}, do="end").headers["Location"] == f"{STAFF}{section}/"
    assert not model._default_manager.exists() and editor.get(address).status_code == 404
    last = Edit.objects.get(after__isnull=True)
    assert last.before is not None


def test_a_house_is_found_at_once(editor: Client) -> None:
    Service.objects.get_or_create(code="internet", defaults={"name": {"ru": "Интернет"}})
    send(editor, f"{STAFF}coverage/new/", BUILDING)
    assert [one.services for one in find_buildings("красная 6")] == [("internet",)]
    assert "Красная" in words(editor.get(f"{STAFF}coverage/?q=крсная+6"))
    assert "Ничего похожего" in words(editor.get(f"{STAFF}coverage/?q=zzzz"))


def test_only_editors_edit(signed_in: SignedIn) -> None:
    agent = signed_in("agent")
    for section, (typed, model) in ALL.items():
        for address in (f"{STAFF}{section}/", f"{STAFF}{section}/new/"):
            assert agent.get(address).status_code == 403
        assert agent.post(f"{STAFF}{section}/new/", typed).status_code == 403
        assert not model._default_manager.exists()
