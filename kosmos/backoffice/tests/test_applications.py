"""Board, table and one application: who sees them, what they say, and what is refused."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.connections.models import Application, ApplicationEntry, Visit, VisitReport
from kosmos.connections.tests.people import application, operator, staff
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db
LIST = "/staff/applications/"
NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
PLACE = {"city": "Минск", "street": "Красная", "house": "6", "apartment": "12"}


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page))


def applied(**changes: Any) -> Application:
    told = {
        "number": "48291573",
        "created_at": NOW - 2 * HOUR,
        "stage_since_at": NOW - 2 * HOUR,
        "due_at": NOW - 26 * HOUR,
    }
    return application(**{**told, **PLACE, **changes})


@pytest.fixture
def sales(signed_in: SignedIn) -> Client:
    operator()
    return signed_in("sales")


def page_of(one: Application) -> str:
    return f"{LIST}{one.id}/"


def do(client: Client, one: Application, wish: str, **form: Any) -> Any:
    typed = {"key": uuid.uuid4().hex, "version": one.version, "do": wish, **form}
    return client.post(page_of(one), typed)


def test_the_board_has_a_column_for_each_stage(sales: Client) -> None:
    applied(name="Анна Ким")
    application(kind="call_back", name="Пётр", due_at=NOW + timedelta(days=3))
    application(stage="connected", organisation="ООО «Ромашка»", owner=staff("vera"), due_at=NOW)
    said = words(sales.get(LIST))
    for text in (
        "Новые 2",
        "просрочено: 1",
        "Анна Ким",
        "Минск, Красная, 6, кв. 12",
        "ждёт 2 час",
        "просрочено на день",
    ):
        assert text in said
    assert "звонить до" in said and "Обратный звонок" in said and "ООО «Ромашка»" in said and "Vera" in said


def test_a_long_column_leads_to_the_table(sales: Client) -> None:
    for _ in range(14):
        application(due_at=NOW)
    answer = sales.get(LIST)
    assert "ещё 6 в таблице" in words(answer)
    assert len(re.findall(r'class="card apply"', answer.content.decode())) == 8


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", True),
        ("kind=home", True),
        ("kind=business", False),
        ("owner=nobody", True),
        ("owner=me", False),
        ("owner=77", False),
        ("late=1", True),
        ("stage=new", True),
        ("stage=ended", False),
        ("stage=all", True),
        ("q=48291573", True),
        ("q=анна", True),
        ("q=красная 6", True),
        ("q=красная 7", False),
        ("q=8 029 123-45-67", True),
    ],
)
def test_the_table_is_filtered(sales: Client, query: str, there: bool) -> None:
    applied(name="Анна Ким")
    said = words(sales.get(f"{LIST}?view=table&{query}"))
    assert ("4829 1573" in said) is there
    assert there or "Здесь пусто" in said or "Ничего не нашлось" in said


@pytest.mark.parametrize(
    "query",
    [
        "view=circle",
        "stage=dancing",
        "kind=x",
        "owner=x",
        "after=x",
        "after=2026-01-01_00",
        "after=2026-01-01_2bdb9c2d-0ad8-410d-bf2d-869afdf19e72",
    ],
)
def test_what_cannot_be_asked(sales: Client, query: str) -> None:
    assert sales.get(f"{LIST}?{'' if 'view' in query else 'view=table&'}{query}").status_code == 404


def test_the_table_goes_on(sales: Client) -> None:
    for number in range(53):
        application(due_at=NOW + number * HOUR, name=f"Имя-{number:02d}")
    answer = sales.get(f"{LIST}?view=table&kind=home")
    assert "Имя-49" in words(answer) and "Имя-50" not in words(answer)
    address = unescape(re.findall(r'href="([^"]*after=[^"]*)"', answer.content.decode())[0])
    following = words(sales.get(address))
    assert (
        "Имя-50" in following and "Имя-52" in following and "Имя-49" not in following and "К началу списка" in following
    )


def test_one_application_tells_everything(sales: Client) -> None:
    one = applied(name="Анна <Ким>", comment="После шести")
    application(number="11111111", stage="refused")
    said = words(sales.get(page_of(one)))
    for text in ("Заявка № 4829 1573", "Анна <Ким>", "Минск, Красная, 6, кв. 12", "После шести", "с сайта", "Позвоните",
                 "+375 29 123 45 67", "Похожие", "№ 1111 1111", "тот же телефон", "никто не ведёт"):  # fmt: skip
        assert text in said


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        ("contacted", "Решите, можно ли подключить"),
        ("possible", "Назначьте выезд"),
        ("visit_planned", "Ждём выезда"),
        ("connected", "Подпишите договор"),
        ("refused", "Заявка закрыта"),
    ],
)
def test_the_next_step_comes_first(sales: Client, stage: str, step: str) -> None:
    said = words(sales.get(page_of(applied(stage=stage, due_at=None if stage == "refused" else NOW))))
    assert step in said and said.index(step) < said.index("История")


def test_a_call_a_decision_and_a_refusal(sales: Client) -> None:
    one = applied()
    answer = do(sales, one, "reached", note="Ждёт звонка", again="")
    assert answer.status_code == 303 and answer.headers["Location"] == page_of(one)
    said = words(sales.get(page_of(one)))
    assert (
        "Звонок записан" in said and "Звонок: дозвонились" in said and "Ждёт звонка" in said and "ведёт Sales" in said
    )
    one.refresh_from_db()
    assert do(sales, one, "move", to="possible").status_code == 303
    one.refresh_from_db()
    refused = do(sales, one, "refuse", reason="", note="Дорого ему")
    assert refused.status_code == 422
    assert "Выберите причину отказа" in words(refused) and "Дорого ему" in words(refused)
    assert do(sales, one, "refuse", reason="too_dear", note="Дорого ему").status_code == 303
    said = words(sales.get(page_of(one)))
    assert "Отказ: Дорого" in said and "Открыть снова" in said
    one.refresh_from_db()
    assert do(sales, one, "move", to="new").status_code == 303
    assert Application.objects.get().stage == "new"


def test_nobody_answered(sales: Client) -> None:
    one = applied()
    again = (NOW + timedelta(days=2)).strftime("%Y-%m-%dT16:00")
    assert do(sales, one, "not-reached", again=again).status_code == 303
    said = words(sales.get(page_of(one)))
    assert "Не дозвонились 1 раз" in said and "перезвонить" in said and "16:00" in said


@pytest.mark.parametrize("again", ["вчера", "2016-01-01T10:00", "9999-12-31T23:59"])
def test_a_time_to_call_that_is_none(sales: Client, again: str) -> None:
    answer = do(sales, applied(), "not-reached", again=again, note="Занято")
    assert answer.status_code == 422 and "время позже нынешнего" in words(answer) and "Занято" in words(answer)


def test_two_windows(sales: Client, signed_in: SignedIn) -> None:
    one, other = applied(), signed_in("administrator")
    assert do(other, one, "take").status_code == 303
    late = do(sales, one, "move", to="possible")
    assert late.status_code == 422
    assert "Пока вы смотрели, заявку изменили" in words(late) and "ведёт Administrator" in words(late)
    assert Application.objects.get().stage == "new"
    one.refresh_from_db()
    assert do(sales, one, "move", to="possible").status_code == 303


def test_a_form_sent_twice_is_one_line(sales: Client) -> None:
    one, key = applied(), uuid.uuid4().hex
    for _ in range(2):
        assert do(sales, one, "note", text="Собака", key=key).status_code == 303
    assert "уже сделано раньше" in words(sales.get(page_of(one)))
    assert ApplicationEntry.objects.count() == 1


def test_given_to_somebody_else(sales: Client, signed_in: SignedIn) -> None:
    one, vera, igor = applied(), staff("vera", "agent"), staff("igor", "technician")
    assert do(sales, one, "give", owner=vera.pk).status_code == 303
    assert Application.objects.get().owner == vera
    one.refresh_from_db()
    for nobody in (igor.pk, 999, "x"):
        answer = do(sales, one, "give", owner=nobody)
        assert answer.status_code == 422 and "Выберите сотрудника" in words(answer)
    assert do(sales, one, "give", owner="").status_code == 303
    assert Application.objects.get().owner is None


def test_a_duplicate_is_told_on_both(sales: Client) -> None:
    one, other = applied(), application(number="11111111", due_at=NOW)
    assert do(sales, one, "duplicate", of=str(other.id)).status_code == 303
    assert "Дубль заявки № 1111 1111" in words(sales.get(page_of(one)))
    assert "Дубль закрыт: заявка № 4829 1573" in words(sales.get(page_of(other)))
    other.refresh_from_db()
    assert do(sales, other, "duplicate", of=str(one.id)).status_code == 422
    assert do(sales, other, "duplicate", of=str(other.id)).status_code == 422
    assert do(sales, other, "duplicate", of=str(uuid.uuid4())).status_code == 404
    assert do(sales, other, "duplicate", of="x").status_code == 404


def test_from_the_board_and_back(sales: Client) -> None:
    one = applied()
    answer = do(sales, one, "move", to="contacted", back="owner=nobody&kind=home")
    assert answer.headers["Location"] == f"{LIST}?owner=nobody&kind=home"
    one.refresh_from_db()
    assert do(sales, one, "move", to="refused").headers["Location"] == f"{page_of(one)}#refuse"
    assert (
        do(sales, one, "move", to="possible", back="//evil.example\r\nX: y").headers["Location"].startswith(f"{LIST}?")
    )
    one.refresh_from_db()
    assert do(sales, one, "move", to="visit_planned").headers["Location"] == f"{page_of(one)}visit/"
    assert Application.objects.get().stage == "possible"


def test_what_nobody_can_simply_say(sales: Client) -> None:
    one = applied(stage="visit_planned")
    answer = do(sales, one, "move", to="connected")
    assert answer.status_code == 422 and "наступает сам" in words(answer)
    assert do(sales, one, "move", to="none").status_code == 404
    assert do(sales, one, "dance").status_code == 404
    assert sales.get(f"{LIST}{uuid.uuid4()}/").status_code == 404


def test_a_visit_and_its_report_are_shown(sales: Client) -> None:
    one, igor = applied(stage="connected"), staff("igor", "technician")
    visit = Visit.objects.create(
        id=uuid.uuid4(), key="v", application=one, technician=igor, starts_at=NOW, ends_at=NOW + HOUR, state="done",
        planned_by=StaffMember.objects.get(role="sales"), planned_at=NOW,
    )  # fmt: skip
    VisitReport.objects.create(
        visit=visit, key="r", done=True, serials=["ZTE-7781"], text="Провели кабель", signed_name="Анна Ким",
        signature="M1 1L2 2", made_at=NOW, received_at=NOW,
    )  # fmt: skip
    answer = sales.get(page_of(one))
    for text in ("Igor", "ZTE-7781", "Провели кабель", "Работу принял", "Анна Ким"):
        assert text in words(answer)
    assert 'd="M1 1L2 2"' in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("technician", 403), ("editor", 403), ("finance", 403), ("agent", 200), ("administrator", 200)]
)
def test_who_sees_them(signed_in: SignedIn, role: str, status: int) -> None:
    one, browser = applied(), signed_in(role)
    for address in (LIST, f"{LIST}?view=table", f"{LIST}new/", page_of(one)):
        assert browser.get(address).status_code == status
    assert do(browser, one, "take").status_code == (303 if status == 200 else 403)


def test_strangers_and_subscribers_see_none(anna: Client) -> None:
    one = application()
    for address in (LIST, f"{LIST}new/", page_of(one)):
        assert anna.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert Client().post(page_of(one), {"do": "take"}).status_code == 302
    assert Application.objects.get().owner is None
