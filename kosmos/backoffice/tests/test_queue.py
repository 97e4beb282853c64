import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.connections.models import Application
from kosmos.editing.models import Edit
from kosmos.ledger.models import AccountNumber
from kosmos.portal.tests.story import NUMBER
from kosmos.support import services
from kosmos.support.answers import ready_texts
from kosmos.support.models import Request

pytestmark = pytest.mark.django_db
QUEUE, ANSWERS = "/staff/queue/", "/staff/answers/"
NOW = datetime.fromisoformat("2016-12-04T12:00+03:00")


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


def key_in(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(key|seen)" value="(\w*)"', answer.content.decode()))


@pytest.fixture
def waiting(anna: Client) -> tuple[Request, Application]:
    """A request that is late, and somebody who wants to be called."""
    account_id = AccountNumber.objects.get(number=NUMBER).account_id
    late = {"account_id": account_id, "topic": "tv", "text": "Рябит экран", "key": "k"}
    asked = services.open_request(now=NOW - timedelta(days=3), **late).request  # type: ignore[arg-type]
    call = Application.objects.create(
        id=uuid4(), number="12345674", token="t", key="k", kind="call_back", stage="new", name="Пётр",
        comment="О тарифе",
        phone="+375291234567", stage_since_at=NOW, created_at=NOW, due_at=NOW + timedelta(days=30),
    )  # fmt: skip
    return asked, call


def test_both_stand_in_one_list_and_are_taken_in_turn(
    signed_in: SignedIn, waiting: tuple[Request, Application]
) -> None:
    agent = signed_in("agent")
    shown = agent.get(QUEUE)
    page = words(shown)
    assert "Телевидение" in page and "Перезвонить" in page and "просрочено 1" in page
    assert page.index("Рябит экран") < page.index("О тарифе")
    assert "+375 29 ··· ·· 67" in page and "1234567" not in page.replace(" ", "").replace("12345674", "")
    for _ in range(2):
        taken = agent.post(QUEUE, key_in(shown))
        assert taken.headers["Location"] == f"/staff/requests/{waiting[0].id}/"
    taken = agent.post(QUEUE, key_in(agent.get(QUEUE)))
    assert taken.headers["Location"] == f"/staff/applications/{waiting[1].id}/"
    nothing = agent.post(QUEUE, key_in(agent.get(QUEUE)), follow=True)
    assert "Свободного ничего нет" in words(nothing)
    mine = words(agent.get(QUEUE))
    assert "Рябит экран" in mine and "О тарифе" in mine
    assert "Здесь пусто" in words(agent.get(f"{QUEUE}?whose=free"))
    for wrong in ("?whose=anna", "?topic=weather"):
        assert agent.get(QUEUE + wrong).status_code == 404


def test_an_answer_leads_to_the_next(signed_in: SignedIn, waiting: tuple[Request, Application]) -> None:
    asked, call = waiting
    form = {"key": "1" * 32, "seen": "0", "do": "answer-next", "text": "Починили"}
    agent = signed_in("agent")
    for _ in range(2):
        assert agent.post(f"/staff/requests/{asked.id}/", form).headers["Location"] == f"/staff/applications/{call.id}/"


@pytest.mark.parametrize(("role", "seen", "hidden"), [("sales", "О тарифе", "Рябит"), ("finance", "Рябит", "О тарифе")])
def test_a_role_sees_what_it_works_on(
    signed_in: SignedIn, waiting: tuple[Request, Application], role: str, seen: str, hidden: str
) -> None:
    page = words(signed_in(role).get(QUEUE))
    assert seen in page and hidden not in page


def test_ready_texts_are_edited_and_offered(signed_in: SignedIn, anna: Client) -> None:
    editor = signed_in("editor")
    typed = {"name": "Скоро починим", "topic": "tv", "texts-ru": "Здравствуйте, {name}! Чиним.", "do": "save"}
    made = editor.post(f"{ANSWERS}new/", {**key_in(editor.get(f"{ANSWERS}new/")), **typed})
    assert made.status_code == 303 and ready_texts("tv")[0].name == "Скоро починим"
    wrong = editor.post(f"{ANSWERS}new/", {**key_in(editor.get(f"{ANSWERS}new/")), **typed, "texts-ru": "{weather}"})
    assert wrong.status_code == 422 and "только то, что есть в списке" in words(wrong)
    own = f"{ANSWERS}solved/"
    shown = editor.post(own, {**key_in(editor.get(own)), **typed, "do": "show-ru"})
    assert "Здравствуйте, Анна Петровна! Чиним." in words(shown)
    assert editor.post(own, {**key_in(editor.get(own)), **typed, "name": "Готово"}).status_code == 303
    assert {"Готово"} == {one.name for one in ready_texts() if one.code == "solved"}
    assert editor.post(own, {**key_in(editor.get(own)), "do": "end"}).status_code == 303
    assert "solved" not in {one.code for one in ready_texts()} and "Не предлагается" in words(editor.get(ANSWERS))
    assert Edit.objects.filter(subject="answer").count() == 3
