import csv
import io
import json
import zipfile
from http import HTTPStatus

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from kosmos.portal.my_data import _written
from kosmos.portal.tests.paying import TODAY
from kosmos.subscribers.models import SignIn, SignInEvent, SignInEventKind
from kosmos.subscribers.services import set_password
from kosmos.subscribers.tests.people import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/cabinet/profile/data/"


@pytest.fixture
def me(account_id: int, client: Client, settings: Settings) -> Client:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = SignIn.objects.get(login="anna")
    set_password(found, PASSWORD, TODAY)
    client.force_login(found)
    return client


def taken(client: Client) -> zipfile.ZipFile:
    answer: object = client.post(PAGE, {"password": PASSWORD})
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "my-data-2026-12-04.zip" in answer.headers["Content-Disposition"]
    pieces = answer.streaming_content
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))  # type: ignore[arg-type]


def rows(found: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.read(f"{name}.csv").decode("utf-8-sig"))))


def test_everything_is_in_it(me: Client) -> None:
    me.post("/cabinet/profile/consents/", {"do": "give", "purpose": "advertising", "version": "1"})
    found = taken(me)
    assert found.testzip() is None
    profile = json.loads(found.read("profile.json"))
    assert (profile["login"], profile["phone"], profile["accounts"]) == ("anna", "+375291234567", ["100482"])
    assert rows(found, "contracts")[0]["apartment"] == "34"
    assert rows(found, "consents")[0]["given"] == "True"
    statement = rows(found, "statement-100482")
    assert [row["number"] for row in statement] == [str(number) for number in range(1, len(statement) + 1)]
    total = sum(round(float(row["amount_byn"]) * 100) for row in statement)
    assert f"{total / 100:.2f}" == statement[-1]["balance_byn"]
    assert [row["what"] for row in rows(found, "sign_ins")] == ["consent_changed", "data_exported"]
    for name in ("payments-100482", "requests-100482", "messages", "letters", "sessions", "changes"):
        assert rows(found, name) is not None


def test_it_asks_for_the_password_and_is_noted(me: Client) -> None:
    answer = me.post(PAGE, {"password": "x"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Это не ваш нынешний пароль" in answer.content.decode()
    exported = SignInEvent.objects.filter(kind=SignInEventKind.DATA_EXPORTED)
    assert exported.count() == 0
    taken(me)
    assert exported.count() == 1


def test_anothers_account_is_not_there(me: Client) -> None:
    assert me.post(f"{PAGE}?account=100483", {"password": PASSWORD}).status_code == HTTPStatus.NOT_FOUND


CELLS = {"=1+1": "'=1+1", "-0.86": "-0.86", "-1+1": "'-1+1", "@a": "'@a", "+375291234567": "'+375291234567", None: ""}


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_is_a_formula(cell: str | None) -> None:
    assert _written(cell) == CELLS[cell]
