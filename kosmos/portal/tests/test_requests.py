import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kosmos.ledger.models import AccountNumber
from kosmos.portal.tests.story import NUMBER, told
from kosmos.portal.words.requests import late_words, promise_words
from kosmos.subscribers.models import SignIn
from kosmos.support.models import Attachment, Entry, Request
from kosmos.support.tests.conftest import staff
from kosmos.support.tests.papers import HTML, JPEG, PNG

pytestmark = pytest.mark.django_db
LIST, NEW = "/cabinet/requests/", "/cabinet/requests/new/"
KEY = "0" * 32


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(told())
    return client


@pytest.fixture
def mikhail(anna: Client) -> Client:
    other = Client()
    other.force_login(SignIn.objects.get(login="mikhail"))
    return other


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2060]+", " ", page)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, address: str = NEW, **form: Any) -> Any:
    typed = {"key": KEY, "topic": "internet", "text": "Не работает", **form}
    return client.post(address, typed)


def sent(client: Client, **form: Any) -> Request:
    answer = send(client, **form)
    assert answer.status_code == 303, words(answer)
    return Request.objects.get(id=answer.headers["Location"].split("/")[-2])


def page_of(request: Request) -> str:
    return f"{LIST}{request.id}/"


def test_from_nothing_to_a_request(anna: Client) -> None:
    assert "Обращений по этому счёту ещё не было" in words(anna.get(LIST))
    request = sent(anna, text="Не работает\nс утра", files=[file("снимок.png", PNG)])
    page = words(anna.get(page_of(request)))
    assert (
        "отправлено" in page and "Принято" in page and "Ответим завтра до 11:00" in page and "снимок.png 1 КБ" in page
    )
    listed = words(anna.get(LIST))
    assert "Интернет" in listed and "Принято" in listed and "Не работает с утра" in listed


def test_pressed_twice_it_is_one(anna: Client) -> None:
    first = sent(anna)
    assert sent(anna) == first
    assert "второй раз ничего не отправлено" in words(anna.get(page_of(first)))
    assert sent(anna, text="Другое") != first
    assert Request.objects.count() == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"topic": ""}, "Выберите, о чём вы пишете"),
        ({"topic": "погода"}, "Выберите, о чём вы пишете"),
        ({"text": " "}, "Напишите, что случилось"),
        ({"text": "я" * 5_001}, "можно до 5000 знаков"),
        ({"files": [file("x.png", HTML)]}, "Файл «x.png» не подходит"),
        ({"files": [file("x.svg", b"<svg/>")]}, "Файл «x.svg» не подходит"),
        ({"files": [file("x.png", PNG)] * 6}, "не больше пяти файлов"),
        ({"files": [file("x.jpg", JPEG.ljust(10 * 1024 * 1024 + 1, b"\0"))]}, "больше 10 МБ"),
        ({"files": [file("x.txt", b"")]}, "Файл «x.txt» пустой"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(anna: Client, form: dict[str, Any], said: str) -> None:
    answer = send(anna, **{"text": "Мои слова", "topic": "tv", **form})
    assert answer.status_code == 422 and said in words(answer)
    page = answer.content.decode()
    assert form.get("text", "Мои слова").strip() in page
    assert ("Файлы нужно выбрать заново" in page) == ("files" in form)
    assert "topic" in form or '<option value="tv" selected>' in page
    assert not Request.objects.exists()


def test_a_form_that_is_far_too_large_is_not_read(anna: Client) -> None:
    answer = anna.post(NEW, {"text": "x"}, CONTENT_LENGTH=str(300 * 1024 * 1024))
    assert answer.status_code == 413 and "Мы ничего не сохранили" in words(answer)


def test_a_form_needs_its_token(anna: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = anna.cookies
    for address in (NEW, page_of(sent(anna))):
        assert send(strict, address).status_code == 403
    assert Request.objects.count() == 1


def test_about_a_row_of_the_statement(anna: Client, mikhail: Client) -> None:
    page = words(anna.get(f"{NEW}?row=1"))
    assert "Строка выписки" in page and "+25,90" in page and "1 ноября" in page
    request = sent(anna, row="1", topic="money")
    assert request.row == 1 and "+25,90" in words(anna.get(page_of(request)))
    assert mikhail.get(f"{NEW}?row=1").status_code == 404
    assert send(mikhail, row="1").status_code == 404
    assert not Request.objects.exclude(id=request.id).exists()


@pytest.mark.parametrize("row", ["0", "-1", "99999", "9" * 30, "x", "1 OR 1", "\u0661"])
def test_there_is_no_other_row(anna: Client, row: str) -> None:
    assert anna.get(NEW, {"row": row}).status_code == 404
    assert send(anna, row=row).status_code == 404


def test_a_conversation(anna: Client) -> None:
    request = sent(anna)
    address = page_of(request)
    for _ in range(2):
        assert send(anna, address, text="И телевизор", do="write").status_code == 303
    assert Entry.objects.count() == 1 and "И телевизор" in words(anna.get(address))
    assert send(anna, address, do="close").status_code == 303
    page = words(anna.get(address))
    assert "Закрыто" in page and "Открыть снова" in page and "Вопрос решён" not in page
    late = send(anna, address, text="В другом окне", do="write")
    assert late.status_code == 422 and "уже закрыто" in words(late) and "В другом окне" in late.content.decode()
    assert send(anna, address, text="Опять", do="reopen").status_code == 303
    assert "В работе" in words(anna.get(address))
    assert send(anna, address, text="Ещё", do="reopen").status_code == 422
    assert send(anna, address, text="Ещё", do="dance").status_code == 404


def test_closed_by_a_form_without_files_as_a_browser_sends_it(anna: Client) -> None:
    address = page_of(sent(anna))
    answer = anna.post(address, "do=close", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    assert "Закрыто" in words(anna.get(address))


def test_answers_are_seen_and_notes_are_not(anna: Client) -> None:
    from kosmos.support import services  # noqa: PLC0415 - only here does somebody answer

    request, vera = sent(anna), staff("vera")
    scope: dict[str, Any] = {"account_id": request.account_id, "request_id": request.id, "staff": vera}
    services.note(**scope, text="Тайная заметка", key="n", now=request.created_at)
    services.answer(**scope, text="Всё починили", key="a", seen=1, now=request.created_at)
    page = words(anna.get(page_of(request)))
    assert "Vera , поддержка" in page and "Всё починили" in page and "Есть ответ" in page
    assert "Тайная" not in page and "Тайная" not in words(anna.get(LIST))


def test_a_file_is_saved_and_never_opened(anna: Client) -> None:
    request = sent(anna, files=[file("../../x.html", PNG), file("записка.txt", "привет".encode())])
    picture, note = Attachment.objects.order_by("place")
    answer = anna.get(f"{page_of(request)}files/{picture.id}/")
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "/" not in picture.name and picture.name.endswith(".html.png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    told_as = anna.get(f"{page_of(request)}files/{note.id}/").headers
    assert told_as["Content-Type"] == "text/plain; charset=utf-8"
    assert told_as["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_anothers_is_not_found(anna: Client, mikhail: Client) -> None:
    request = sent(anna, files=[file("a.png", PNG)])
    held = Attachment.objects.get()
    own = sent(mikhail)
    for address in (
        page_of(request),
        f"{page_of(request)}files/{held.id}/",
        f"{page_of(own)}files/{held.id}/",
        f"{page_of(own)}files/{uuid.uuid4()}/",
        f"{LIST}{uuid.uuid4()}/",
    ):
        assert mikhail.get(address).status_code == 404
    for wish in ("write", "close", "reopen"):
        assert send(mikhail, page_of(request), do=wish).status_code == 404
    assert mikhail.get(f"{NEW}?account={NUMBER}").status_code == 404
    assert not Entry.objects.exists() and Request.objects.get(id=request.id).state == "new"


def test_strangers_sign_in_first(anna: Client) -> None:
    request, stranger = sent(anna, files=[file("a.png", PNG)]), Client()
    held = Attachment.objects.get()
    for address in (LIST, NEW, page_of(request), f"{page_of(request)}files/{held.id}/"):
        assert stranger.get(address).headers["Location"].startswith("/sign-in/")
    assert send(stranger).status_code == 302 and Request.objects.count() == 1


def test_too_many_in_plain_words(anna: Client) -> None:
    for number in range(10):
        sent(anna, text=str(number))
    answer = send(anna, text="Одиннадцатое")
    assert answer.status_code == 422 and "не больше десяти обращений" in words(answer)


def test_markup_is_only_text(anna: Client) -> None:
    request = sent(anna, text="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in anna.get(page_of(request)).content + anna.get(LIST).content


def test_the_form_names_its_account(anna: Client) -> None:
    assert f"{NEW}?account={NUMBER}".encode() in anna.get(NEW).content
    assert sent(anna).account_id == AccountNumber.objects.get(number=NUMBER).account_id


def test_the_promise_in_words() -> None:
    """The operator's time, whatever the clock's."""
    now = datetime(2016, 12, 4, 9, 0, tzinfo=UTC)
    told()
    said = {
        hours: re.sub("[\u00a0]", " ", promise_words(Request(promised_at=now + timedelta(hours=hours)), now))
        for hours in (-30, 2, 20, 50)
    }
    assert said == {
        -30: "Обещали ответить 3 декабря (сб) до 06:00 и опаздываем. Извините: вы первые в очереди.",
        2: "Ответим сегодня до 14:00",
        20: "Ответим завтра до 08:00",
        50: "Ответим 6 декабря (вт) до 14:00",
    }
    assert promise_words(Request(), now) == ""


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "осталось 1 минут"),
        (59, "осталось 59 минут"),
        (60, "осталось 1 час"),
        (47 * 60, "осталось 47 час"),
        (48 * 60, "осталось 2 д"),
        (-5, "просрочено на 5 минут"),
    ],
)
def test_how_much_time_is_left(minutes: int, said: str) -> None:
    told()
    now = datetime(2016, 12, 4, 9, 0, tzinfo=UTC)
    assert late_words(now + timedelta(minutes=minutes), now).startswith(said)
