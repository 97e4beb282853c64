import re
import uuid
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.ledger.models import AccountNumber
from kosmos.portal.tests.story import NUMBER
from kosmos.subscribers.models import StaffMember, Subscriber
from kosmos.support import services
from kosmos.support.files import Sent
from kosmos.support.models import Attachment, Entry, Request
from kosmos.support.tests.papers import PNG

pytestmark = pytest.mark.django_db
QUEUE = "/staff/requests/"
ZONE_NOON = datetime.fromisoformat("2016-12-04T12:00+03:00")


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


@pytest.fixture
def asked(anna: Client) -> Request:
    """Anna's request about the first row of her statement, long overdue, with a file."""
    account_id = AccountNumber.objects.get(number=NUMBER).account_id
    wish = {"topic": "money", "text": "Почему <столько>?", "key": "k", "row": 1, "files": [Sent("чек.png", PNG)]}
    return services.open_request(account_id=account_id, now=ZONE_NOON - timedelta(days=2), **wish).request  # type: ignore[arg-type]


@pytest.fixture
def agent(signed_in: SignedIn) -> Client:
    return signed_in("agent")


def do(client: Client, request: Request, wish: str, **form: Any) -> Any:
    typed = {"key": "0" * 32, "seen": "0", "do": wish, **form}
    return client.post(f"{QUEUE}{request.id}/", typed)


def test_the_queue_says_what_is_late(agent: Client, asked: Request) -> None:
    page = words(agent.get(QUEUE))
    assert "просрочено на 1 день" in page or "просрочено на 2" in page
    assert "A··· 100 482" in page and "Деньги и выписка" in page and "никто" in page
    assert "Здесь пусто" in words(agent.get(f"{QUEUE}?topic=tv"))
    assert "Здесь пусто" in words(agent.get(f"{QUEUE}?mine=1"))
    assert "Здесь пусто" in words(agent.get(f"{QUEUE}?state=closed"))
    for query in ("?state=dancing", "?topic=weather"):
        assert agent.get(QUEUE + query).status_code == 404


def test_a_request_shows_its_account_and_row(agent: Client, asked: Request) -> None:
    page = words(agent.get(f"{QUEUE}{asked.id}/"))
    for said in ("A···", "100 482", "На счёте 25,06 BYN", "Строка выписки", "+25,90", "Почему <столько>?", "чек.png"):
        assert said in page
    assert b"<\xd1\x81\xd1\x82" not in agent.get(f"{QUEUE}{asked.id}/").content


def test_taken_answered_and_closed(agent: Client, anna: Client, asked: Request) -> None:
    assert do(agent, asked, "take").status_code == 303
    assert "ведёте вы" in words(agent.get(f"{QUEUE}{asked.id}/"))
    assert do(agent, asked, "note", note="Звонил, не берёт").status_code == 303
    for _ in range(2):
        assert do(agent, asked, "answer", text="Это ваш платёж", seen="2").status_code == 303
    assert list(Entry.objects.values_list("kind", flat=True).order_by("number")) == ["owner", "note", "answer"]
    seen = words(anna.get(f"/cabinet/requests/{asked.id}/"))
    assert "Это ваш платёж" in seen and "Есть ответ" in seen and "не берёт" not in seen
    assert do(agent, asked, "close", seen="3").headers["Location"] == "/staff/queue/"
    assert "Agent: закрыто без ответа" in words(agent.get(f"{QUEUE}{asked.id}/"))
    assert Request.objects.get().state == "closed"
    late = do(agent, asked, "answer", text="Ещё", seen="4")
    assert late.status_code == 422 and "уже закрыто" in words(late)
    assert do(agent, asked, "take").status_code == 422


def test_what_the_subscriber_added_is_read_first(agent: Client, asked: Request) -> None:
    services.write(account_id=asked.account_id, request_id=asked.id, text="Нашла сама", key="w", now=ZONE_NOON)
    answer = do(agent, asked, "answer-close", text="Мой ответ")
    page = words(answer)
    assert answer.status_code == 422 and "абонент добавил сообщение" in page
    assert "Мой ответ" in page and "Нашла сама" in page
    assert do(agent, asked, "close").status_code == 422
    assert do(agent, asked, "answer-close", text="Мой ответ", seen="1").status_code == 303
    assert Request.objects.get().state == "closed"


def test_a_ready_text_is_put_after_what_was_typed(agent: Client, asked: Request) -> None:
    answer = do(agent, asked, "insert", text="Анна!", ready="solved")
    assert answer.status_code == 200 and "Анна! Здравствуйте! Мы всё исправили" in words(answer)
    assert answer.status_code == do(agent, asked, "insert", text="Анна!", ready="?").status_code
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("wish", "field"), [("answer", "text"), ("note", "note")])
def test_an_empty_word_is_refused(agent: Client, asked: Request, wish: str, field: str) -> None:
    answer = do(agent, asked, wish, **{field: " \n"})
    assert answer.status_code == 422 and "Напишите" in words(answer) and not Entry.objects.exists()


def test_who_is_second_sees_what_the_first_did(agent: Client, signed_in: SignedIn, asked: Request) -> None:
    other = signed_in("finance")
    assert do(agent, asked, "take").status_code == 303
    late = do(other, asked, "take")
    assert late.status_code == 422 and "его ведёт Agent" in words(late)
    assert do(agent, asked, "answer", text="Мой ответ", seen="1").status_code == 303
    second = do(other, asked, "answer", text="И мой", seen="1")
    assert second.status_code == 422 and "поработал коллега: Agent" in words(second) and "И мой" in words(second)
    assert do(other, asked, "answer", text="И мой", seen="2").status_code == 303


def test_given_to_a_colleague_and_back_to_the_queue(agent: Client, signed_in: SignedIn, asked: Request) -> None:
    signed_in("finance")
    signed_in("cashier")
    finance, cashier = (StaffMember.objects.get(role=role).pk for role in ("finance", "cashier"))
    assert "Finance" in words(agent.get(f"{QUEUE}{asked.id}/"))
    for _ in range(2):
        assert do(agent, asked, "give", to=str(finance)).status_code == 303
    assert Request.objects.get().owner_id == finance and Entry.objects.count() == 1
    assert "Agent: передано, ведёт Finance" in words(agent.get(f"{QUEUE}{asked.id}/"))
    assert do(agent, asked, "give", to="nobody", was="").status_code == 422
    assert do(agent, asked, "give", to="nobody", was=str(finance)).status_code == 303
    assert Request.objects.get().owner is None
    for nobody in (str(cashier), "1", "x"):
        refused = do(agent, asked, "give", to=nobody, was="")
        assert refused.status_code == 422 and "Выберите другого" in words(refused)


def test_the_same_twice_is_answered_in_one(agent: Client, anna: Client, asked: Request) -> None:
    scope = {"account_id": asked.account_id, "topic": "money", "now": ZONE_NOON}
    other = services.open_request(text="Это снова я", key="o", **scope).request  # type: ignore[arg-type]
    page = words(agent.get(f"{QUEUE}{other.id}/"))
    assert "То же самое, что в обращении" in page
    for _ in range(2):
        answer = do(agent, other, "merge", into=str(asked.id))
        assert answer.headers["Location"] == f"{QUEUE}{asked.id}/"
    assert "сюда присоединено обращение" in words(agent.get(f"{QUEUE}{asked.id}/"))
    assert "отвечают там" in words(agent.get(f"{QUEUE}{other.id}/"))
    seen = words(anna.get(f"/cabinet/requests/{other.id}/"))
    assert "Объединили с обращением" in seen and "Открыть снова" not in seen
    again = anna.post(f"/cabinet/requests/{other.id}/", {"key": "1" * 32, "do": "reopen", "text": "Эй"})
    assert again.status_code == 422 and "напишите там" in words(again)
    for wrong in (str(other.id), str(asked.id), "x", str(uuid.uuid4())):
        assert do(agent, asked, "merge", into=wrong).status_code == 422


def test_a_ready_text_knows_the_subscriber(agent: Client, asked: Request) -> None:
    Subscriber.objects.update(name="Шевчук Анна Петровна")
    page = words(do(agent, asked, "insert", text="", ready="to_be_back"))
    assert "Здравствуйте, Анна Петровна! Услуги по счёту 100 482" in page and "{to_pay}" in page
    refused = do(agent, asked, "answer", text="Пополните на {to_pay}")
    assert refused.status_code == 422 and "вместо {to_pay}" in words(refused) and not Entry.objects.exists()
    assert do(agent, asked, "answer", text="Пополните на {сколько хотите}").status_code == 303


def test_there_is_nothing_else(agent: Client, asked: Request) -> None:
    assert do(agent, asked, "dance").status_code == 404
    assert agent.get(f"{QUEUE}{uuid.uuid4()}/").status_code == 404
    assert agent.get(f"{QUEUE}{asked.id}/files/{uuid.uuid4()}/").status_code == 404


def test_files_are_saved_by_whoever_may_answer(
    agent: Client, anna: Client, asked: Request, signed_in: SignedIn
) -> None:
    address = f"{QUEUE}{asked.id}/files/{Attachment.objects.get().id}/"
    answer = agent.get(address)
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for other, status in ((anna, 403), (signed_in("cashier"), 403), (Client(), 302)):
        for page in (address, f"{QUEUE}{asked.id}/"):
            assert other.get(page).status_code == status
        assert do(other, asked, "answer", text="Я").status_code == status
    assert not Entry.objects.exists()
