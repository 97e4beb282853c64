"""Whoever plans visits: free time of an application, the calendar, working hours."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.visit_words import SAID
from kosmos.catalogue.queries import operator_zone
from kosmos.config.context import moment
from kosmos.connections import visit_errors
from kosmos.connections.models import Application, Stage, Visit, VisitState, WorkingHours
from kosmos.connections.services.hours import set_week
from kosmos.connections.tests.visiting import application, operator, technician
from kosmos.connections.visit_errors import HoursWrong
from kosmos.kernel.days import start_of
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db
SLOT = re.compile(r'name="slot" value="([^"]+)"')
CALENDAR = "/staff/visits/"


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


@pytest.fixture
def igor(db: None) -> StaffMember:
    operator()
    found = technician()
    all_day = {weekday: (found_at(0), found_at(23)) for weekday in range(1, 8)}
    set_week(technician_id=found.pk, week=all_day)
    return found


def found_at(hour: int) -> Any:
    return start_of(moment().today, operator_zone()).replace(hour=hour).time()


@pytest.fixture
def sales(igor: StaffMember, signed_in: SignedIn) -> Client:
    return signed_in("sales")


@pytest.fixture
def wish(igor: StaffMember) -> Application:
    return application()


def address(wish: Application) -> str:
    return f"/staff/applications/{wish.id}/visit/"


def slots(client: Client, wish: Application) -> list[str]:
    return SLOT.findall(client.get(address(wish)).content.decode())


def press(client: Client, wish: Application, slot: str, **other: str) -> Any:
    return client.post(address(wish), {"key": "k", "note": "Код 12", **other, "slot": slot})


def test_a_press_plans_and_another_moves(sales: Client, wish: Application) -> None:
    free = slots(sales, wish)
    assert len(free) > 100
    assert press(sales, wish, free[5]).status_code == 303
    visit = Visit.objects.get()
    assert (visit.note, visit.application.stage) == ("Код 12", Stage.VISIT_PLANNED)
    page = words(sales.get(address(wish)))
    assert "Выезд назначен, мастер: Igor." in page and "Перенести выезд" in page
    moved = press(sales, wish, free[9], visit=str(visit.id), version="0")
    assert moved.status_code == 303 and "Выезд перенесён" in words(sales.get(address(wish)))
    assert f'value="{visit.technician_id}" selected' in sales.get(address(wish)).content.decode()
    assert press(sales, wish, free[9], visit=str(visit.id), version="0").status_code == 303
    assert "уже сделано раньше" in words(sales.get(address(wish)))
    late = press(sales, wish, free[12], visit=str(visit.id), version="0")
    assert late.status_code == 422 and "тем временем перенесли" in words(late)


def test_two_who_press_the_same_time(sales: Client, wish: Application) -> None:
    slot = slots(sales, wish)[5]
    press(sales, wish, slot)
    other = application()
    late = press(sales, other, slot, key="other")
    assert late.status_code == 422 and "только что заняли" in words(late)
    assert slot not in SLOT.findall(late.content.decode()) and "Код 12" in late.content.decode()
    assert press(sales, wish, slot).status_code == 303 and Visit.objects.count() == 1
    again = press(sales, wish, slots(sales, other)[5], key="another tab")
    assert again.status_code == 422 and "Выезд уже назначен" in words(again)


def test_any_other_time(sales: Client, igor: StaffMember, wish: Application) -> None:
    day = moment().today + timedelta(days=3)
    form = {"key": "k", "other": "1", "who": str(igor.pk), "on": str(day), "at": "22:45"}
    refused = sales.post(address(wish), form)
    assert refused.status_code == 422 and "в это время не работает" in words(refused)
    assert 'value="22:45"' in refused.content.decode()
    assert sales.post(address(wish), {**form, "outside": "1"}).status_code == 303
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"other": "1", "who": "1", "on": "", "at": ""}, id="nothing"),
        pytest.param({"other": "1", "who": "x", "on": "2026-13-40", "at": "25:00"}, id="no day"),
        pytest.param({"other": "1", "who": "9" * 30, "on": "0001-01-01", "at": "00:00"}, id="the first day of all"),
        pytest.param({"other": "1", "who": "IGOR", "on": "9999-12-31", "at": "23:59"}, id="the last day of all"),
        pytest.param({"slot": "IGOR 0001-01-01T00:00:00+14:00"}, id="before all days"),
        pytest.param({"slot": "IGOR 9999-12-31T23:59:59-12:00"}, id="after all days"),
        pytest.param({"slot": "IGOR \x00"}, id="a zero"),
        pytest.param({"slot": ""}, id="an empty slot"),
        pytest.param({}, id="an empty form"),
    ],
)
def test_rubbish_is_refused(sales: Client, igor: StaffMember, wish: Application, form: dict[str, str]) -> None:
    typed = {name: value.replace("IGOR", str(igor.pk)) for name, value in form.items()}
    assert sales.post(address(wish), typed).status_code == 422
    assert not Visit.objects.exists()


def test_cancelled_with_a_reason(sales: Client, wish: Application) -> None:
    press(sales, wish, slots(sales, wish)[5])
    form = {"cancel": "1", "visit": str(Visit.objects.get().id), "version": "0"}
    refused = sales.post(address(wish), form)
    assert refused.status_code == 422 and "Напишите причину" in words(refused)
    assert sales.post(address(wish), {**form, "reason": "Уехал"}).status_code == 303
    page = words(sales.get(address(wish)))
    assert "Назначить выезд" in page and "Отменён Уехал" in page
    wish.refresh_from_db()
    assert wish.stage == Stage.POSSIBLE


def test_there_is_nothing_to_plan(sales: Client, igor: StaffMember) -> None:
    early = application(Stage.NEW)
    assert "Сначала переведите заявку" in words(sales.get(address(early)))
    assert slots(sales, early) == []
    assert sales.get(f"/staff/applications/{uuid4()}/visit/").status_code == 404
    form = {"cancel": "1", "visit": str(uuid4()), "version": "0", "reason": "Нет"}
    assert sales.post(address(early), form).status_code == 404


def test_the_calendar(sales: Client, igor: StaffMember, wish: Application) -> None:
    day = moment().today + timedelta(days=2)
    assert "Выездов нет" in words(sales.get(f"{CALENDAR}?day={day}"))
    press(sales, wish, next(slot for slot in slots(sales, wish) if str(day) in slot))
    for query in (f"?day={day}", f"?day={day}&span=week"):
        page = words(sales.get(CALENDAR + query))
        assert "Минск, Красная, 7, кв. 12" in page and "Igor" in page and "Назначен" in page
    Visit.objects.update(state=VisitState.CANCELLED)
    assert "Красная" not in words(sales.get(f"{CALENDAR}?day={day}"))
    for query in ("?day=yesterday", "?day=0001-01-01", "?day=9999-12-31", "?span=year"):
        assert sales.get(CALENDAR + query).status_code == 404


def test_a_visit_into_the_next_day(sales: Client, igor: StaffMember, wish: Application) -> None:
    day = moment().today + timedelta(days=3)
    form = {"key": "k", "other": "1", "outside": "1", "who": str(igor.pk), "on": str(day), "at": "23:30"}
    assert sales.post(address(wish), form).status_code == 303
    for query, shown in ((f"?day={day}", True), (f"?day={day + timedelta(days=1)}", False)):
        assert ("Красная" in words(sales.get(CALENDAR + query))) is shown


def test_nobody_goes_to_visits_yet(db: None, signed_in: SignedIn) -> None:
    operator()
    sales = signed_in("sales")
    assert "Мастеров пока нет" in words(sales.get(CALENDAR))
    assert "Мастеров пока нет" in words(sales.get(address(application())))


def test_working_hours(sales: Client, igor: StaffMember) -> None:
    page, day = f"{CALENDAR}hours/{igor.pk}/", moment().today + timedelta(days=5)
    week = {"do": "week", "from-1": "09:00", "until-1": "18:00"}
    assert sales.post(page, {**week, "until-1": "08:00"}).status_code == 422
    assert 'value="08:00"' in sales.post(page, {**week, "until-1": "08:00"}).content.decode()
    assert sales.post(page, {**week, "until-1": ""}).status_code == 422
    assert sales.post(page, week).status_code == 303
    assert WorkingHours.objects.filter(starts__isnull=False).count() == 1
    assert "Часы сохранены" in words(sales.get(page))
    for typed in ({"on": "x"}, {"on": "1999-01-01"}, {"on": str(day), "from": "9", "until": "x"}):
        assert sales.post(page, {"do": "day", **typed}).status_code == 422
    assert sales.post(page, {"do": "day", "on": str(day)}).status_code == 303
    assert "выходной" in words(sales.get(page))
    assert sales.post(page, {"do": "forget", "on": str(day)}).status_code == 303
    assert not WorkingHours.objects.filter(on=day).exists()
    assert sales.post(page, {"do": "dance"}).status_code == 404
    assert sales.get(f"{CALENDAR}hours/1/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("technician", 403), ("editor", 403), ("agent", 200), ("administrator", 200)]
)
def test_who_may_plan(igor: StaffMember, wish: Application, signed_in: SignedIn, role: str, status: int) -> None:
    client = signed_in(role)
    for page in (CALENDAR, address(wish), f"{CALENDAR}hours/{igor.pk}/"):
        assert client.get(page).status_code == status
        assert Client().get(page).status_code == 302
    assert not Visit.objects.exists()


def test_every_refusal_has_its_words() -> None:
    special = {"visit_planned", "visit_changed", "visit_cancelled", "unknown_visit", "report_refused"}
    kinds = {
        kind.code for kind in vars(visit_errors).values() if isinstance(kind, type) and issubclass(kind, DomainError)
    }
    assert kinds - special - set(SAID) == {"refused"} and HoursWrong.code in SAID
