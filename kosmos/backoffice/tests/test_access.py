"""An agent gives access back: questions first, then a link or a sheet, and never a password."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.catalogue.models import Policy
from kosmos.catalogue.policies import ALWAYS
from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.services.signing import sign_contract
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.signing_world import NOW, connected, details, world
from kosmos.kernel.models import Outbox
from kosmos.notifications.channels.base import Letter
from kosmos.notifications.models import Message, State
from kosmos.notifications.services import send_due, take_up
from kosmos.portal.tests.clocks import set_clock
from kosmos.subscribers.access import AccessAsk, AccessLink, IdentityCheck
from kosmos.subscribers.models import OpenSession, SignIn, SignInEvent
from kosmos.subscribers.services import Origin, answer_asks, begin_session, sign_in

RIGHT = {
    "contract": "2016 00001",
    "address": "ул. Сурганова, д.17, кв34",
    "payment_month": "2016-11",
    "payment_sum": "200,00",
    "plan": "orbit",
}
LINK = re.compile(r"/access/([\w-]+)/")
PAGE = "https://kosmos.example/access/"


@pytest.fixture
def account_id(db: None) -> int:
    """Anna's account: she paid 200.00 and her plan runs; her password is nobody's any more."""
    world()
    set_clock(NOW)
    signed = sign_contract(connected().id, details(), key="k", by=staff("olga"), now=NOW)
    post_payments([NewPayment(signed.account_id, 200_00, "r")], now=NOW)
    return signed.account_id


@pytest.fixture
def agent(account_id: int, signed_in: SignedIn) -> Client:
    """The browser of an agent."""
    return signed_in("agent")


class Catcher:
    """A gateway that keeps what it is handed."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter, *, again: bool) -> str:
        """Keep a letter."""
        self.letters.append(letter)
        return str(len(self.letters))


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode())).replace("\u00a0", " ")


def begin(agent: Client, account_id: int) -> str:
    answer = agent.post(f"/staff/access/{account_id}/", {"do": "ask"})
    assert answer.status_code == 303
    return answer.headers["Location"].partition("check=")[2]


def prove(agent: Client, account_id: int, **answers: str) -> str:
    check = begin(agent, account_id)
    agent.post(f"/staff/access/{account_id}/", {"do": "judge", "check": check, **RIGHT, **answers})
    return check


def owner(account_id: int) -> SignIn:
    return SignIn.objects.get(subscriber__contracts__account_id=account_id)


def letters() -> Catcher:
    """What has been told until now, taken up and sent."""
    catcher = Catcher()
    take_up(now=NOW, channels=("email", "sms"))
    send_due(now=NOW, gateways={"email": catcher, "sms": catcher})
    return catcher


def test_a_subscriber_is_found_and_his_answers_are_not_shown(agent: Client, account_id: int) -> None:
    found = agent.get("/staff/access/?q=Анна").content.decode()
    assert f"/staff/access/{account_id}/" in found
    check = begin(agent, account_id)
    page = agent.get(f"/staff/access/{account_id}/?check={check}").content.decode()
    for answer in ("2016-00001", "Сурганова", "200,00", "selected"):
        assert answer not in page


def test_a_link_sets_a_password_once_and_ends_all_sessions(agent: Client, account_id: int, client: Client) -> None:
    before = SignInEvent.objects.count()
    begin_session(owner(account_id), key="s", origin=Origin("203.0.113.7"), now=NOW)
    check = prove(agent, account_id)
    sent = agent.post(f"/staff/access/{account_id}/", {"do": "link", "check": check, "channel": "sms"}, follow=True)
    assert "+375 29 ***-**-67" in words(sent.content)
    again = agent.post(f"/staff/access/{account_id}/", {"do": "link", "check": check, "channel": "sms"})
    assert again.status_code == 422
    catcher = letters()
    token = next(found[1] for letter in catcher.letters if (found := LINK.search(letter.text)))
    assert any("example.by" in letter.to for letter in catcher.letters)
    assert not nowhere_is(token)
    assert client.get(f"/access/{token}/").status_code == 200
    short = client.post(f"/access/{token}/", {"new": "short", "again": "short"})
    assert short.status_code == 422
    assert client.post(f"/access/{token}/", {"new": "три тихих слова", "again": "три тихих слова"}).status_code == 303
    assert client.get(f"/access/{token}/").status_code == 404
    assert client.post(f"/access/{token}/", {"new": "ещё одни слова", "again": "ещё одни слова"}).status_code == 404
    assert not OpenSession.objects.filter(sign_in=owner(account_id)).exists()
    back = sign_in(
        login=owner(account_id).login,
        password="три тихих слова",
        business=False,
        origin=Origin("203.0.113.7"),
        devices={},
        now=NOW,
    )
    assert not back.must_change_password
    assert SignInEvent.objects.count() > before + 3


def nowhere_is(token: str) -> list[str]:
    """Where a token can be read in the database."""
    told = [str(about) for about in Outbox.objects.values_list("about", flat=True)]
    told += [str(about) for about in Message.objects.values_list("about", flat=True)]
    found = ["events"] if any(token in about for about in told) else []
    texts = Message.objects.filter(event__startswith="access_link_").values_list("text", "subject", "provider_id")
    found += ["texts"] if any(token in str(row) for row in texts) else []
    return found + (["links"] if AccessLink.objects.filter(digest=token).exists() else [])


def test_what_waits_to_be_sent_is_sealed(agent: Client, account_id: int) -> None:
    check = prove(agent, account_id)
    agent.post(f"/staff/access/{account_id}/", {"do": "link", "check": check, "channel": "email"})
    take_up(now=NOW, channels=("email", "sms"))
    waiting = Message.objects.get(event="access_link_email")
    assert waiting.state == State.QUEUED
    assert "sealed" in waiting.about
    catcher = letters()
    token = next(found[1] for letter in catcher.letters if (found := LINK.search(letter.text)))
    assert token not in str(waiting.about)
    assert not nowhere_is(token)


def test_a_new_sheet_after_the_check_kills_the_password(agent: Client, account_id: int) -> None:
    check = prove(agent, account_id)
    form = {"do": "sheet", "check": check, "key": "1" * 32, "reason": "lost"}
    printed = agent.post(f"/staff/access/{account_id}/", form)
    assert printed.content.startswith(b"%PDF")
    assert agent.post(f"/staff/access/{account_id}/", form).status_code == 422
    assert SignInEvent.objects.filter(reason="sheet lost by agent").count() == 1


@pytest.mark.parametrize(
    ("answers", "passed"),
    [
        ({}, True),
        ({"contract": "1"}, True),
        ({"contract": "1", "plan": ""}, False),
        ({"address": "Сурганова 17", "payment_sum": "1"}, False),
        ({"address": "Минск, Сурганова 17-34"}, True),
        ({"contract": "", "address": "", "payment_month": "", "payment_sum": "", "plan": ""}, False),
    ],
)
def test_three_right_answers_prove_it(agent: Client, account_id: int, answers: dict[str, str], *, passed: bool) -> None:
    prove(agent, account_id, **answers)
    assert IdentityCheck.objects.get().passed is passed


def test_three_failures_close_the_check_until_tomorrow(agent: Client, account_id: int, signed_in: SignedIn) -> None:
    for _ in range(3):
        prove(agent, account_id, contract="", address="")
    refused = signed_in("administrator").post(f"/staff/access/{account_id}/", {"do": "ask"})
    assert refused.status_code == 422
    assert "Слишком много" in words(refused.content)
    assert SignInEvent.objects.filter(reason__startswith="failed").count() == 3


def test_nothing_is_given_without_a_check_of_ones_own(agent: Client, account_id: int, signed_in: SignedIn) -> None:
    address = f"/staff/access/{account_id}/"
    mine = prove(agent, account_id)
    other = signed_in("administrator")
    failed = begin(other, account_id)
    for client, check in ((other, mine), (other, failed), (agent, str(uuid.uuid4()))):
        for form in ({"do": "link", "channel": "sms"}, {"do": "sheet", "reason": "lost"}):
            assert client.post(address, {**form, "check": check}).status_code == 422
    assert not AccessLink.objects.exists()


@pytest.mark.parametrize("role", ["sales", "technician", "editor", "cashier", "finance"])
def test_others_may_not(account_id: int, signed_in: SignedIn, role: str) -> None:
    other = signed_in(role)
    assert other.get("/staff/access/").status_code == 403
    assert other.post(f"/staff/access/{account_id}/", {"do": "ask"}).status_code == 403


def test_by_oneself_only_where_the_operator_allows_it(account_id: int, client: Client) -> None:
    form = {"number": "100483", "phone": "8 029 123 45 67"}
    assert "Получить ссылку" not in words(client.get("/access/").content)
    client.post("/access/", form)
    assert not AccessAsk.objects.exists()
    Policy.objects.create(code="access_restored_by", from_on=ALWAYS, value="phone")
    known, unknown = client.post("/access/", form), client.post("/access/", {**form, "number": "999999"})
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert words(known.content) == words(unknown.content)
    assert AccessAsk.objects.count() == 2
    assert all("100483" not in ask.sealed for ask in AccessAsk.objects.all())
    assert answer_asks(now=NOW, minutes=30, page=PAGE) == 1
    assert not AccessAsk.objects.exists()
    assert AccessLink.objects.get().by is None


def test_asking_too_often_is_slowed_and_an_old_link_is_gone(account_id: int, client: Client) -> None:
    Policy.objects.create(code="access_restored_by", from_on=ALWAYS, value="phone")
    asked = [client.post("/access/", {"number": str(number), "phone": "291234567"}) for number in range(8)]
    assert [one.status_code for one in asked] == [200] * 5 + [429] * 3
    for _ in range(5):
        client.post("/access/", {"number": "100483", "phone": "291234567"})
    AccessLink.objects.create(
        id=uuid.uuid4(),
        key="old",
        sign_in=owner(account_id),
        digest="0",
        channel="sms",
        made_at=NOW - timedelta(hours=2),
        expires_at=NOW - timedelta(hours=1),
    )
    assert client.get("/access/nothing/").status_code == 404
