"""A technician's own pages: only his visits, reports sent once, refusals that lose nothing, rubbish."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn, at_work
from kosmos.config.context import moment
from kosmos.connections.models import Application, Stage, Visit, VisitReport, VisitState
from kosmos.connections.services.visits import cancel_visit, move_visit
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.test_reports import CHECKS
from kosmos.connections.tests.visiting import SIGNED, application, operator
from kosmos.subscribers.models import StaffMember, StaffRole

pytestmark = pytest.mark.django_db
LIST = "/staff/my-visits/"
SCRIPT: dict[str, Any] = {"HTTP_ACCEPT": "application/json"}
DONE: dict[str, Any] = {
    "outcome": "done",
    "checklist": CHECKS,
    "serials": "SN-1001",
    "text": "Всё работает",
    "signed_name": "Ольга Ким",
    "signature": SIGNED,
    "key": "0" * 32,
    "version": "0",
}


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


@pytest.fixture
def igor(db: None) -> StaffMember:
    operator()
    return staff("igor", StaffRole.TECHNICIAN)


@pytest.fixture
def client(igor: StaffMember) -> Client:
    return at_work(igor.sign_in)


@pytest.fixture
def visit(igor: StaffMember) -> Visit:
    return today(igor)


def today(who: StaffMember, **other: Any) -> Visit:
    """A visit that begins now."""
    now = moment().now
    wish = application(Stage.VISIT_PLANNED)
    fields = {"note": "Код двери 12", "starts_at": now, "ends_at": now + timedelta(minutes=90), **other}
    return Visit.objects.create(
        id=uuid4(), key=uuid4().hex, application=wish, technician=who, planned_by=who, planned_at=now, **fields
    )


def page_of(visit: Visit) -> str:
    return f"{LIST}{visit.id}/"


def test_the_list_and_a_visit_of_ones_own(client: Client, visit: Visit) -> None:
    page = words(client.get(LIST))
    assert "Минск, Красная, 7, кв. 12" in page and "Ольга Ким" in page and "Сегодня" in page and "Завтра" in page
    one = client.get(page_of(visit))
    shown = words(one)
    assert "Код двери 12" in shown and "Интернет" in shown and "Роутер включён и настроен" in shown
    assert 'href="tel:+375291234567"' in one.content.decode()
    assert one.headers["Cache-Control"] == "no-store"
    assert "worker-src 'self'" in one.headers["Content-Security-Policy"]
    assert "unsafe" not in one.headers["Content-Security-Policy"]


def test_anothers_visit_is_none_at_all(client: Client, visit: Visit, signed_in: SignedIn) -> None:
    other = today(staff("pavel", StaffRole.TECHNICIAN), starts_at=visit.starts_at)
    unknown = f"{LIST}{uuid4()}/"
    assert words(client.get(LIST)).count("Красная") == 1
    for page in (page_of(other), unknown):
        assert client.get(page).status_code == 404
        assert client.post(page, DONE).status_code == 404
    answers = [client.post(page, DONE, **SCRIPT) for page in (page_of(other), unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content and answers[0].json()["final"]
    for role in ("sales", "agent", "administrator", "editor"):
        boss = signed_in(role)
        for address in (LIST, page_of(visit), f"{LIST}token/", f"{LIST}worker.js", f"{LIST}offline/"):
            assert boss.get(address).status_code == 403
        assert boss.post(page_of(visit), DONE).status_code == 403
    assert not VisitReport.objects.exists()


def test_a_report_without_scripts(client: Client, visit: Visit) -> None:
    wrong = client.post(
        page_of(visit), {**DONE, "serials": "№5", "signature": "", "checklist": CHECKS[:2], "text": " "}
    )
    page = words(wrong)
    assert wrong.status_code == 422
    for said in ("Номер №5 не похож", "Нужна подпись", "Не всё отмечено", "Исправьте, что отмечено"):
        assert said in page
    assert "№5" in wrong.content.decode() and 'value="Ольга Ким"' in wrong.content.decode()
    assert 'value="signal" checked' in wrong.content.decode()
    for _ in range(2):
        assert client.post(page_of(visit), DONE).headers["Location"] == LIST
    assert "уже пришёл раньше" in words(client.get(LIST))
    assert VisitReport.objects.get().serials == ["SN-1001"]
    assert Application.objects.get().stage == Stage.CONNECTED
    shown = client.get(page_of(visit))
    assert "SN-1001" in words(shown) and f'd="{SIGNED}"' in shown.content.decode()
    late = client.post(page_of(visit), {**DONE, "key": "1" * 32})
    assert late.status_code == 422 and "уже завершён" in words(late)


def test_a_report_that_a_script_sends(client: Client, visit: Visit) -> None:
    wrong = client.post(page_of(visit), {**DONE, "outcome": ""}, **SCRIPT)
    assert wrong.status_code == 422 and wrong.json()["errors"] == {"outcome": "Отметьте, чем кончился выезд."}
    answers = [client.post(page_of(visit), {**DONE, "made_at": "1"}, **SCRIPT) for _ in range(2)]
    assert [(answer.status_code, answer.json()["fresh"]) for answer in answers] == [(200, True), (200, False)]
    assert VisitReport.objects.count() == 1


def test_moved_and_cancelled_meanwhile(client: Client, igor: StaffMember, visit: Visit) -> None:
    now = moment().now
    wish = {"visit_id": visit.id, "by": igor, "now": now}
    later = now + timedelta(minutes=1)
    move_visit(technician_id=igor.pk, starts_at=later, version=0, outside_hours=True, **wish)  # type: ignore[arg-type]
    moved = client.post(page_of(visit), DONE, **SCRIPT)
    assert moved.status_code == 409 and "перенесли" in moved.json()["said"]
    assert (moved.json()["final"], moved.json()["version"]) == (False, 1)
    page = client.post(page_of(visit), DONE)
    assert page.status_code == 422 and "перенесли" in words(page) and 'value="Ольга Ким"' in page.content.decode()
    assert 'name="version" value="1"' in page.content.decode()
    cancel_visit(reason="Уехал", version=1, **wish)  # type: ignore[arg-type]
    gone = client.post(page_of(visit), {**DONE, "version": "1"}, **SCRIPT)
    assert gone.status_code == 409 and gone.json()["final"] and "отменили: Уехал" in gone.json()["said"]
    assert "Выезд отменён: Уехал" in words(client.get(page_of(visit)))
    assert "Красная" not in words(client.get(LIST))
    assert not VisitReport.objects.exists()


def test_one_that_came_to_nothing(client: Client, visit: Visit) -> None:
    form = {"outcome": "not_done", "key": "k", "version": "0"}
    assert "Выберите причину" in words(client.post(page_of(visit), form))
    assert client.post(page_of(visit), {**form, "reason": "no_access"}).status_code == 303
    assert "Нет доступа" in words(client.get(page_of(visit)))
    assert (Visit.objects.get().state, Application.objects.get().stage) == (VisitState.NOT_DONE, Stage.POSSIBLE)


@pytest.mark.parametrize(
    "rubbish",
    [
        pytest.param({"signature": "M1 1" + "L2 2" * 40_000}, id="a huge signature"),
        pytest.param({"signature": '"><script>'}, id="a signature with markup"),
        pytest.param({"serials": "\x00" * 5_000}, id="zeros"),
        pytest.param({"serials": "A" * 90_000}, id="a huge number"),
        pytest.param({"text": "я" * 9_000}, id="a huge text"),
        pytest.param({"signed_name": "я" * 9_000}, id="a huge name"),
        pytest.param({"checklist": ["x" * 100] * 60}, id="another checklist"),
        pytest.param({"version": "-1"}, id="no version"),
        pytest.param({"version": "9" * 40}, id="a huge version"),
    ],
)
def test_rubbish_is_refused(client: Client, visit: Visit, rubbish: dict[str, Any]) -> None:
    assert client.post(page_of(visit), {**DONE, **rubbish}).status_code == 422
    assert client.post(page_of(visit), {**DONE, **rubbish}, **SCRIPT).status_code in {409, 422}
    assert not VisitReport.objects.exists()


@pytest.mark.parametrize("made_at", ["", "x", "-5", "9" * 14, "9" * 40, "٣"])
def test_any_time_of_a_device(client: Client, visit: Visit, made_at: str) -> None:
    assert client.post(page_of(visit), {**DONE, "made_at": made_at, "key": "\x00../"}).status_code == 303
    assert VisitReport.objects.get().made_at <= moment().now


def test_too_much_to_read_is_refused_before_it_is_read(client: Client, visit: Visit) -> None:
    assert client.post(page_of(visit), {**DONE, "text": "я" * 300_000}).status_code == 413


def test_a_forms_token_and_whose_device_it_is(igor: StaffMember, visit: Visit) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = at_work(igor.sign_in).cookies
    assert strict.post(page_of(visit), DONE, **SCRIPT).status_code == 403
    known = strict.get(f"{LIST}token/").json()
    other = at_work(staff("pavel", StaffRole.TECHNICIAN).sign_in).get(f"{LIST}token/").json()
    assert known["owner"] != other["owner"]
    assert strict.post(page_of(visit), {**DONE, "csrfmiddlewaretoken": known["token"]}, **SCRIPT).status_code == 200


def test_the_worker_and_what_is_shown_without_a_connection(client: Client) -> None:
    answer = client.get(f"{LIST}worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript") and b"addEventListener" in answer.content
    assert "Нет связи" in words(client.get(f"{LIST}offline/"))
    assert Client().get(f"{LIST}worker.js").status_code == 302
