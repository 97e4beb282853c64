"""The forms of applications, what became of one, and that a stranger learns nothing of another's."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from kosmos.catalogue.models import Building
from kosmos.connections.models import Application, Stage
from kosmos.connections.services.stages import advance
from kosmos.connections.tests.wishing import PHONE, sold
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.portal import limits
from kosmos.portal.tests.sane import Page
from kosmos.portal.visitors import KNOWN_AFTER

FORM = "application/x-www-form-urlencoded"
FILLED = {
    "home": {"address": "Минск, Красная, 6, кв. 12", "name": "Ольга", "phone": "8 (029) 777-00-11"},
    "student": {"phone": "297770011", "name": "Иванов Пётр", "dormitory": "Общежитие № 4", "room": "412"},
    "business": {"name": "Ольга", "organisation": "ООО «Ромашка»", "phone": PHONE, "address": "Минск, Красная, 6"},
    "call_back": {"name": "Ольга", "phone": PHONE, "when": "soon"},
}
ADDRESS = {
    "home": "/apply/home/",
    "student": "/apply/student/",
    "business": "/apply/business/",
    "call_back": "/call-back/",
}
AGREED = {"agreed_application": "1"}
LABELS = {
    "home": ["Полный адрес", "Имя", "Телефон", "Услуга", "Тариф", "Оставить заявку"],
    "student": ["Телефон", "Фамилия и имя", "Общежитие", "Комната", "Оставить заявку"],
    "business": ["Имя представителя", "Организация", "Телефон", "Адрес", "Услуга", "Комментарий", "Заказать"],
    "call_back": ["Имя", "Телефон", "Когда позвонить", "Жду звонка"],
}
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _sold(db: None) -> None:
    sold()


def send(client: Client, kind: str = "home", key: str = KEY, **changes: str) -> HttpResponse:
    sent = FILLED[kind] | AGREED | {"key": key} | changes
    return client.post(ADDRESS[kind], urlencode(sent), content_type=FORM)  # type: ignore[return-value]


def read(answer: HttpResponse, status: int = 200) -> Page:
    assert answer.status_code == status
    page = Page(answer.content.decode())
    assert page.faults == []
    return page


def later(minutes: float) -> None:
    """The time goes on."""
    moved, _ = DemoClock.objects.get_or_create(defaults={"ahead": timedelta(0)})
    DemoClock.objects.update(ahead=moved.ahead + timedelta(minutes=minutes))


@pytest.mark.parametrize("kind", FILLED)
def test_a_form_has_its_own_fields_and_what_is_sent_has_a_page_of_its_own(client: Client, kind: str) -> None:
    form = read(client.get(ADDRESS[kind]))  # type: ignore[arg-type]
    assert [label for label in LABELS[kind] if label not in form.text] == []
    answer = send(client, kind)
    made = Application.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/apply/sent/{made.token}/")
    page = client.get(answer.headers["Location"])
    assert f"{made.number[:4]} {made.number[4:]}" in read(page).text  # type: ignore[arg-type]
    assert "Позвоним" in read(page).text  # type: ignore[arg-type]
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("home", {"phone": "12345"}, "Введите его с кодом"),
        ("home", {"address": "Минск"}, "Добавьте номер дома"),
        ("home", {"agreed_application": ""}, "Текст согласия изменился"),
        ("home", {"service": "tv", "plan": "orbita-100"}, "для другой услуги"),
        ("home", {"plan": "nothing"}, "Этот тариф здесь не подключают"),
        ("student", {"name": "Пётр"}, "Напишите фамилию и имя"),
        ("business", {"organisation": " ", "name": ""}, "Осталось исправить 2 поля"),
        ("call_back", {"when": "2020-01-01T09"}, "Это время уже прошло"),
        ("home", {"website": "http://x"}, "Отправьте, пожалуйста, ещё раз"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(
    client: Client, kind: str, changes: dict[str, str], said: str
) -> None:
    answer = send(client, kind, **changes)
    assert said in read(answer, 422).text
    kept = FILLED[kind] | changes
    assert [value for name, value in kept.items() if name in {"address", "organisation"} and value.strip()
            and f'value="{value}"' not in answer.content.decode()] == []  # fmt: skip
    assert f'value="{KEY}"' in answer.content.decode()
    assert not Application.objects.exists()


def test_without_the_tick_nothing_is_sent(client: Client) -> None:
    filled = FILLED["home"] | {"key": KEY}
    answer = client.post("/apply/home/", urlencode(filled), content_type=FORM)
    assert "Поставьте отметку" in read(answer, 422).text  # type: ignore[arg-type]


def test_an_address_fills_the_form_in(client: Client) -> None:
    house = Building.objects.get()
    answer = client.get(f"/apply/home/?plan=orbita-100&building={house.id}").content.decode()
    assert 'value="Минск, Красная, 6, "' in answer
    assert '<option value="orbita-100" selected>' in answer
    assert '<option value="internet" selected>' in answer
    assert "Тариф «Student-50»" in read(client.get("/apply/student/?plan=student-50")).text  # type: ignore[arg-type]
    assert "В этом доме есть: Интернет" in read(client.get(f"/apply/home/?building={house.id}")).text  # type: ignore[arg-type]
    for nonsense in ("plan=nothing&building=99999", "plan=student-50", "building=-1&service=%00x", "key=x"):
        assert client.get(f"/apply/home/?{nonsense}").status_code in {200, 400}


def test_what_a_form_does_not_show_cannot_be_set_by_it(client: Client) -> None:
    send(client, comment="!", organisation="!", when="2099-01-01T09", page="/x/", dormitory="!", stage="active")
    made = Application.objects.get()
    told = (made.comment, made.organisation, made.page, made.dormitory, made.call_from_at, made.stage)
    assert told == ("", "", "", "", None, Stage.NEW)


def test_signs_that_are_none_are_left_out_wherever_they_stand(client: Client) -> None:
    zeros = {name: f"\0{value}" for name, value in FILLED["home"].items()} | {
        "plan": "\0",
        "service": "\0",
        "building": "\0",
    }
    assert send(client, **zeros).status_code in {303, 422}
    assert send(client, "call_back", key="b" * 32, page="javascript:x").status_code == 303
    assert Application.objects.get(kind="call_back").page == ""
    assert ask(client, "\0", "\0").status_code == 422


def test_a_plan_that_came_with_the_form_can_be_left_out(client: Client) -> None:
    assert '<input type="checkbox" name="plan" value="student-50" checked>' in _of(
        client, "/apply/student/?plan=student-50"
    )
    send(client, "student", plan="student-50")
    send(client, "student", key="a" * 32)
    assert [made.plan and made.plan.code for made in Application.objects.order_by("created_at")] == ["student-50", None]


def _of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_sent_twice_it_is_one_application_and_so_it_is_from_the_same_browser_again(client: Client) -> None:
    first, again = send(client), send(client)
    assert first.headers["Location"] == again.headers["Location"].removesuffix("?again")
    other_tab = send(client, key="f" * 32, phone="+375 29 777 00 11")
    assert "уже есть" in read(client.get(other_tab.headers["Location"])).text  # type: ignore[arg-type]
    assert Application.objects.count() == 1
    assert send(client, address="Минск, Красная, 8, кв. 1").status_code == 303
    assert Application.objects.count() == 2


def test_a_stranger_who_sends_anothers_phone_and_address_sees_what_he_would_see_of_nobodys(client: Client) -> None:
    send(client)
    first = Application.objects.get()
    advance(first, Stage.CONTACTED, None, clock.now())
    stranger = Client()
    answer = send(stranger, key="e" * 32)
    second = Application.objects.exclude(id=first.id).get()
    assert answer.headers["Location"] == f"/apply/sent/{second.token}/"
    page = read(stranger.get(answer.headers["Location"])).text  # type: ignore[arg-type]
    assert "Заявка принята" in page
    assert first.number[:4] not in page
    nobodys = Client()
    told = read(nobodys.get(send(nobodys, key="d" * 32, phone="+375297770012").headers["Location"])).text  # type: ignore[arg-type]
    third = Application.objects.exclude(id__in=[first.id, second.id]).get()
    assert _plain(told, third) == _plain(page, second)


def _plain(page: str, made: Application) -> str:
    return page.replace(f"{made.number[:4]} {made.number[4:]}", "№").replace("777-00-12", "777-00-11")


def test_only_the_browser_that_sent_it_reads_the_whole_phone(client: Client) -> None:
    address = send(client).headers["Location"]
    assert "+375 29 777-00-11" in read(client.get(address)).text  # type: ignore[arg-type]
    told = read(Client().get(address)).text  # type: ignore[arg-type]
    assert "777" not in told
    assert "+375 29 •••-00-11" in told.replace("\u2011", "-")
    assert client.get("/apply/sent/nothing/").status_code == 404


def ask(client: Client, number: str, phone: str, **headers: str) -> HttpResponse:
    sent = urlencode({"number": number, "phone": phone})
    return client.post("/apply/status/", sent, content_type=FORM, **headers)  # type: ignore[return-value, arg-type]


def test_number_and_phone_lead_to_an_application_and_neither_alone_says_anything(client: Client) -> None:
    send(client)
    made, stranger = Application.objects.get(), Client()
    found = ask(stranger, f" № {made.number[:4]}-{made.number[4:]}", "8029 777 00 11")
    assert (found.status_code, found.headers["Location"]) == (303, f"/apply/sent/{made.token}/")
    wrong_phone = read(ask(stranger, made.number, "+375297770012"), 422).text
    wrong_number = read(ask(stranger, "11111111", "+375297770011"), 422).text
    assert wrong_phone == wrong_number
    assert "Заявки с таким номером и телефоном нет" in wrong_phone
    assert "Введите телефон" in read(ask(stranger, made.number, "no"), 422).text
    assert ask(stranger, "", "").status_code == 422
    assert made.number in stranger.get(f"/apply/status/?number={made.number}").content.decode()


def test_each_stage_is_told_in_words(client: Client) -> None:
    address = send(client).headers["Location"]
    made, now = Application.objects.get(), clock.now()
    later(60 * 24 * 7)
    assert "не успели. Извините" in read(client.get(address)).text  # type: ignore[arg-type]
    advance(made, Stage.CONTACTED, None, now)
    assert "Проверяем" in read(client.get(address)).text  # type: ignore[arg-type]
    advance(made, Stage.POSSIBLE, None, now)
    assert "Подключить можно" in read(client.get(address)).text  # type: ignore[arg-type]
    advance(made, Stage.REFUSED, None, now, reason="duplicate")
    closed = read(client.get(address)).text  # type: ignore[arg-type]
    assert "Заявка закрыта" in closed
    assert "повтор" not in closed


FLOOD, NEIGHBOUR, OTHER = "198.51.100.7", "198.51.100.9", "203.0.113.5"


def test_a_flood_of_applications_is_slowed_and_another_visitor_is_not(client: Client) -> None:
    neighbour = Client(REMOTE_ADDR=NEIGHBOUR)
    neighbour.get("/apply/home/")
    later(KNOWN_AFTER.total_seconds() / 60)
    flood = Client(REMOTE_ADDR=FLOOD)
    answers = [send(flood, key=f"{n:032x}", phone=f"+3752977{n:05d}") for n in range(200)]
    taken = sum(answer.status_code == 303 for answer in answers)
    assert limits.APPLICATIONS.each <= taken <= 2 * limits.APPLICATIONS.each
    assert {answer.status_code for answer in answers} == {303, 429}
    last = answers[-1]
    assert int(last.headers["Retry-After"]) > 0
    assert "Подождите" in read(last, 429).text
    assert 'value="Минск, Красная, 6, кв. 12"' in last.content.decode()
    assert send(Client(REMOTE_ADDR=OTHER), key="a" * 32).status_code == 303
    assert send(neighbour, key="b" * 32, phone="+375297770013").status_code == 303


def test_guesses_of_numbers_are_slowed_and_an_applicant_still_finds_his_own() -> None:
    owner = Client(REMOTE_ADDR=OTHER)
    address = send(owner).headers["Location"]
    made, guesser = Application.objects.get(), Client(REMOTE_ADDR=FLOOD)
    statuses = [ask(guesser, str(10_000_000 + n), PHONE).status_code for n in range(200)]
    assert (statuses[0], statuses[-1]) == (422, 429)
    assert statuses.count(422) == limits.STATUSES.each
    assert ask(guesser, made.number, PHONE).status_code == 429
    assert ask(owner, made.number, PHONE).status_code == 303
    assert owner.get(address).status_code == 200


def test_a_call_is_asked_for_from_a_page_that_is_named_without_its_secret(client: Client) -> None:
    came = client.get("/call-back/", HTTP_REFERER="http://testserver/pay/ways/?place=x").content.decode()
    assert 'name="page" value="/pay/ways/"' in came
    secret = client.get("/call-back/", HTTP_REFERER="http://testserver/pay/abcdef/").content.decode()
    assert 'name="page" value="/pay/"' in secret
    for foreign in ("http://evil.example/", "nonsense", "http://testserver.evil/pay/", "http://testserver/none"):
        assert 'name="page" value=""' in client.get("/call-back/", HTTP_REFERER=foreign).content.decode()
