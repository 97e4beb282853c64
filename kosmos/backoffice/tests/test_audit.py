"""The audit: one timeline of all that was done, searched and saved."""

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.backoffice.audit import sheets
from kosmos.backoffice.audit.differences import differences
from kosmos.backoffice.audit.words import ACTS, EVENTS
from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.config.context import moment
from kosmos.connections.models import ApplicationEntry
from kosmos.connections.tests.people import application
from kosmos.editing.models import Edit
from kosmos.portal.tests.paying import NUMBER
from kosmos.portal.tests.story import told
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import Contract, SignIn, SignInEventKind, StaffMember
from kosmos.subscribers.services import Origin, note_act
from kosmos.subscribers.services.audit import write_event

pytestmark = pytest.mark.django_db
AUDIT = "/staff/audit/"
DESK = Origin("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    told()
    signed_in("agent")
    return signed_in("administrator")


@pytest.fixture
def agent(admin: Client) -> StaffMember:
    return StaffMember.objects.get(role="agent")


def ago(minutes: int) -> datetime:
    return moment().now - timedelta(minutes=minutes)


def shown(client: Client, **asked: str) -> str:
    answer = client.get(AUDIT, asked)
    assert answer.status_code == 200
    return answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]


def everything(agent: StaffMember) -> None:
    """A line of each source."""
    account_id = Contract.objects.values_list("account_id", flat=True)[0]
    before, after = {"balance_kopecks": 100, "form": "x"}, {"balance_kopecks": 1234, "why": "our_mistake", "form": "y"}
    note_act(
        Act.ADJUSTED,
        now=ago(5),
        staff=agent,
        origin=DESK,
        account_id=account_id,
        subject="staff_act",
        object_id=1,
        before=before,
        after=after,
        reason="Два раза",
    )
    write_event(SignInEventKind.REFUSED, SignIn.objects.get(login="anna"), DESK, ago(4), reason="password")
    write_event(SignInEventKind.SIGNED_IN, agent.sign_in, DESK, ago(3))
    text = {"title": {"ru": "Роутер"}, "body": {"ru": "Раз\nДва\nТри"}}
    changed = {"title": {"ru": "Роутер"}, "body": {"ru": "Раз\nЧетыре\nТри"}}
    about = {"subject": "article", "object_id": "1", "staff": agent, "at": ago(2), "before": text, "after": changed}
    Edit.objects.create(id=uuid.uuid4(), key="k", **about)
    ApplicationEntry.objects.create(application=application(), number=99, at=ago(1), by=agent, kind="note", text="!")


def test_one_timeline_of_all_sources(admin: Client, agent: StaffMember) -> None:
    everything(agent)
    page = shown(admin)
    marks = ["Заметка", "Статья: изменено", "Вход</", "Вход не удался", "Исправление баланса"]
    places = [page.find(mark) for mark in marks]
    assert -1 not in places and places == sorted(places)
    assert "1,00" in page and "12,34" in page and "наша ошибка. Два раза" in page
    assert "− </" not in page and "Четыре" in page and "Три" not in page
    assert "192.0.2.7" in page and "пароль неверный" in page
    assert ">form<" not in page


def test_who_what_which_account_when_and_from_where(admin: Client, agent: StaffMember) -> None:
    everything(agent)
    assert "Вход не удался" not in shown(admin, who=str(agent.pk))
    assert "Вход не удался" in shown(admin, who="others") and "Статья" not in shown(admin, who="others")
    refusals = shown(admin, what="refusals")
    assert "Вход не удался" in refusals and "Исправление" not in refusals
    money = shown(admin, what="money")
    assert "Исправление баланса" in money and "Статья" not in money
    assert "Статья" in shown(admin, what="edits") and "Заметка" in shown(admin, what="applications")
    account = shown(admin, account=NUMBER)
    assert "Исправление баланса" in account and "Вход не удался" in account and "Статья" not in account
    here, elsewhere = (shown(admin, address=one) for one in ("192.0.2.7", "192.0.2.8"))
    assert "Исправление баланса" in here and not elsewhere
    tomorrow = (moment().today + timedelta(days=1)).isoformat()
    assert not shown(admin, **{"from": tomorrow})
    assert shown(admin, **{"from": ""}) and shown(admin, until=tomorrow)


@pytest.mark.parametrize(
    "asked",
    [{"account": "777"}, {"address": "here"}, {"from": "yesterday"}, {"from": "2026-02-02", "until": "2026-02-01"}],
    ids=["no such account", "no address", "no day", "days the wrong way round"],
)
def test_what_makes_no_sense_is_said(admin: Client, asked: dict[str, str]) -> None:
    answer = admin.get(AUDIT, asked)
    assert answer.status_code == 422 and 'class="error"' in answer.content.decode()


def test_pages_leave_nothing_out_and_repeat_nothing(admin: Client, agent: StaffMember) -> None:
    at = ago(10)
    for number in range(70):
        note_act(Act.NOTE_ADDED, now=at, staff=agent, reason=f"заметка-{number:02}.")
        write_event(SignInEventKind.SIGNED_IN, agent.sign_in, DESK, at)
    seen: list[str] = []
    address: str | None = f"{AUDIT}?who={agent.pk}"
    while address:
        page = admin.get(address).content.decode()
        seen += [piece[:2] for piece in page.split("заметка-")[1:]]
        further = page.rpartition('">Раньше</a>')[0].rpartition('href="')[2] if ">Раньше</a>" in page else ""
        address = further.replace("&amp;", "&") or None
    assert sorted(seen) == [f"{number:02}" for number in range(70)]


def test_nonsense_for_a_place_is_the_beginning(admin: Client, agent: StaffMember) -> None:
    everything(agent)
    for place in ("~", "2026-01-01T00:00:00+00:00~r1", "2026-01-01~x", "x" * 300, "2026-01-01T00:00:00+00:00~"):
        assert "Исправление" in shown(admin, after=place)


def test_files_hold_the_same_and_are_noted(admin: Client, agent: StaffMember) -> None:
    everything(agent)
    note_act(Act.NOTE_ADDED, now=ago(1), staff=agent, reason="=1+1")
    text = body(admin.get(f"{AUDIT}audit.csv", {"who": str(agent.pk)}))
    assert "Исправление баланса" in text and "'=1+1" in text and "Вход не удался" not in text
    with ZipFile(BytesIO(body_bytes(admin.get(f"{AUDIT}audit.xlsx")))) as book:
        assert "Исправление баланса" in book.read("xl/worksheets/sheet1.xml").decode()
    noted = AuditRecord.objects.filter(action=Act.FILE_SAVED).order_by("at")
    assert [one.after["kind"] for one in noted if one.after] == ["csv", "xlsx"]


def test_a_long_file_is_sent_in_parts_and_says_where_it_stops(
    admin: Client, agent: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = [AuditRecord(id=uuid.uuid4(), at=ago(9), staff=agent, action=Act.NOTE_ADDED) for _ in range(2_100)]
    AuditRecord.objects.bulk_create(acts)
    monkeypatch.setitem(sheets.MOST_LINES, "csv", 2_000)
    answer = admin.get(f"{AUDIT}audit.csv", {"who": str(agent.pk)})
    head, *parts = answer.streaming_content  # type: ignore[attr-defined]
    assert head.decode().startswith("\ufeffДень;") and [part.count(b"\r\n") for part in parts] == [1_000, 1_001]
    assert parts[-1].decode().endswith("\r\nЭто не всё: остальное возьмите по месяцам\r\n")


def test_no_file_of_what_makes_no_sense(admin: Client) -> None:
    for kind in ("csv", "xlsx"):
        assert admin.get(f"{AUDIT}audit.{kind}", {"account": "777"}).status_code == 422
    assert not AuditRecord.objects.filter(action=Act.FILE_SAVED).exists()


def body_bytes(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def body(answer: HttpResponseBase) -> str:
    return body_bytes(answer).decode()


def test_personal_data_is_masked_and_passwords_never_there() -> None:
    found = differences({"phone": "+375291234567"}, {"phone": "+375297654321", "email": "anna@example.by"})
    said = " ".join(one.words for one in found)
    assert "1234567" not in said and "anna@" not in said and "67" in said


def test_words_for_every_act_and_event() -> None:
    assert not set(Act) - set(ACTS)
    assert not set(SignInEventKind) - set(EVENTS)


def test_instants_days_and_roles_are_words(admin: Client) -> None:
    before = {"role": "agent", "active": True, "first_on": "2026-11-01"}
    after = {"role": "sales", "active": False, "until": datetime(2026, 11, 2, 9, tzinfo=UTC).isoformat()}
    said = [one.words for one in differences(before, after)]
    assert said[:2] == ["Роль Оператор поддержки → Продажи", "Вход да → нет"]
    assert "ноября" in said[2] and "ноября" in said[3]
