"""The operator's people on the administrator's pages."""

import re
import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.ledger.services import allocate_ids
from kosmos.portal.tests.story import told
from kosmos.subscribers.acts import AuditRecord
from kosmos.subscribers.models import SecondFactor, SignIn, StaffMember
from kosmos.subscribers.services import add_staff_member, set_password
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.django_db
PEOPLE, OWN = "/staff/people/", "синий-чайник-42"


@pytest.fixture(autouse=True)
def _cheap(settings: Settings) -> None:
    """Passwords are checked fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    """The administrator's browser; his password is OWN."""
    told()
    allocate_ids("sign_in", 5_000)  # the people of the tests have ids of their own
    client = signed_in("administrator")
    owner = SignIn.objects.get(login="administrator")
    owner.set_password(OWN)
    SignIn.objects.filter(pk=owner.pk).update(password=owner.password)
    client.force_login(SignIn.objects.get(pk=owner.pk))
    kept = client.session
    kept["second_factor"] = SecondFactor.objects.get().confirmed_at.isoformat()  # type: ignore[union-attr]
    kept.save()
    return client


def vera() -> StaffMember:
    member, _ = add_staff_member(login="v.kim", name="Вера Ким", role="agent", now=NOW)
    set_password(member.sign_in, OWN, NOW)
    return StaffMember.objects.select_related("sign_in").get(pk=member.pk)


def page(client: Client, member: StaffMember) -> str:
    return client.get(f"{PEOPLE}{member.pk}/").content.decode()


def seen(client: Client, member: StaffMember) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page(client, member))
    assert found
    return found[1]


def test_somebody_is_added_and_his_sheet_is_printed_once(admin: Client) -> None:
    form = {"key": uuid.uuid4().hex, "name": "Олег Дрозд", "login": "o.drozd", "role": "sales", "password": OWN}
    assert admin.post(f"{PEOPLE}new/", {**form, "password": "?"}).status_code == 422
    assert admin.post(f"{PEOPLE}new/", {**form, "role": "king"}).status_code == 422
    assert not StaffMember.objects.filter(name="Олег Дрозд").exists()
    first, second = (admin.post(f"{PEOPLE}new/", form) for _ in range(2))
    oleg = StaffMember.objects.get(name="Олег Дрозд")
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"] == f"{PEOPLE}{oleg.pk}/"
    assert "Ждёт листа с паролем" in page(admin, oleg)
    assert "Такой логин уже есть" in admin.post(f"{PEOPLE}new/", {**form, "key": "other"}).content.decode()
    sheet = {"key": uuid.uuid4().hex, "password": OWN}
    printed, again = (admin.post(f"{PEOPLE}{oleg.pk}/sheet.pdf", sheet) for _ in range(2))
    assert printed.headers["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert printed.headers["Cache-Control"] == "no-store"
    assert again.status_code == 422 and "уже напечатан" in again.content.decode()
    assert "Ждёт первого входа" in page(admin, oleg)


def test_who_leaves_is_out_on_his_next_request(admin: Client) -> None:
    member, browser = vera(), Client()
    now = member.sign_in.password_expires_at or NOW
    SecondFactor.objects.create(sign_in=member.sign_in, secret="-", begun_at=now, confirmed_at=now)
    browser.force_login(member.sign_in)
    kept = browser.session
    kept["second_factor"] = now.isoformat()
    kept.save()
    assert browser.get("/staff/").status_code == 200
    left = admin.post(f"{PEOPLE}{member.pk}/", {"do": "off", "why": "Уволилась", "seen": seen(admin, member)})
    assert left.status_code == 303
    assert browser.get("/staff/").headers["Location"].startswith("/staff/sign-in/")
    line = AuditRecord.objects.get(action="staff_switched_off")
    assert (line.reason, line.object_id) == ("Уволилась", str(member.pk))
    assert "Отключён" in page(admin, member)


def test_a_new_role_needs_the_administrators_password(admin: Client) -> None:
    member = vera()
    form = {"do": "change", "name": "Вера Ким", "role": "finance", "seen": seen(admin, member)}
    refused = admin.post(f"{PEOPLE}{member.pk}/", form)
    assert refused.status_code == 422 and "Это не ваш пароль" in refused.content.decode()
    assert admin.post(f"{PEOPLE}{member.pk}/", {**form, "password": OWN}).status_code == 303
    assert StaffMember.objects.get(pk=member.pk).role == "finance"
    other = admin.post(f"{PEOPLE}{member.pk}/", {**form, "role": "sales", "password": OWN})
    assert other.status_code == 422 and "изменил кто-то другой" in other.content.decode()


def test_nobody_changes_himself(admin: Client) -> None:
    mine = StaffMember.objects.get(role="administrator")
    shown = page(admin, mine)
    assert "Это вы" in shown and "<form" not in shown.partition("<main")[2]
    refused = admin.post(f"{PEOPLE}{mine.pk}/", {"do": "off", "seen": ""})
    assert refused.status_code == 422 and "попросите другого администратора" in refused.content.decode()


def test_factor_and_sessions(admin: Client) -> None:
    member = vera()
    SecondFactor.objects.create(sign_in=member.sign_in, secret="-", begun_at=NOW, confirmed_at=NOW)
    assert admin.post(f"{PEOPLE}{member.pk}/", {"do": "factor", "password": OWN}).status_code == 303
    assert not SecondFactor.objects.filter(sign_in=member.sign_in).exists()
    assert admin.post(f"{PEOPLE}{member.pk}/", {"do": "sessions"}).status_code == 303
    assert admin.post(f"{PEOPLE}{member.pk}/", {"do": "king"}).status_code == 404
    assert admin.get(f"{PEOPLE}{2**70}/").status_code == 404
    assert "Вера Ким" in admin.get(PEOPLE).content.decode()
