"""The subscriber on one page: the answer first, what is personal masked, notes and the timeline by role."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services import NewPayment, post_payments
from kosmos.kernel.models import DemoClock
from kosmos.ledger.models import Account
from kosmos.notifications.services import take_up
from kosmos.portal.tests.paying import world
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import ContactChange, StaffMember
from kosmos.subscribers.queries import subscriber_of
from kosmos.workplace.models import Note
from kosmos.workplace.tests.stories import Told, told
from tests.statements import counted_statements

SECRETS = ("+375291234567", "+375 29 123-45-67", "123‑45‑67", "anna@example.by", "кв. 34")


@pytest.fixture
def story(db: None) -> Told:
    """Anna, about whom a lot has happened, a little later."""
    found = told()
    take_up(now=found.now, channels=("email", "sms"))
    set_clock(found.now + timedelta(minutes=1))
    return found


@pytest.fixture
def agent(story: Told, signed_in: SignedIn) -> Client:
    """The browser of an agent."""
    return signed_in("agent")


def set_clock(at: datetime) -> None:
    """Let Kosmos's clock go on from an instant."""
    DemoClock.objects.update_or_create(id=1, defaults={"ahead": at - datetime.now(UTC)})


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2060]+", " ", page)


def place(story: Told, more: str = "") -> str:
    return f"/staff/subscribers/{story.account_id}/{more}"


def is_masked(answer: Any) -> bool:
    return not any(secret in words(answer) or secret in answer.content.decode() for secret in SECRETS)


def key_of(answer: Any) -> str:
    found = re.search(r'name="key" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


def ask(client: Client, story: Told, **form: str) -> Any:
    return client.post(place(story, "personal/"), {"key": "0" * 32, "reason": "talk", **form})


def test_the_page_says_who_it_is_and_how_he_stands(agent: Client, story: Told) -> None:
    answer = agent.get(place(story, "?ahead"))
    page = words(answer)
    for said in ("Анна Иванова", "Всё работает", "На счёте", "Следующее списание: завтра", "Роутер"):
        assert said in page
    for said in (
        "Просит звонить после шести",
        "Телевидение",
        "Есть ответ",
        "Договор подписан",
        "Ответили на обращение",
    ):
        assert said in page
    assert is_masked(answer)
    assert "+375 29 ··· ·· 67" in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_of_a_blocked_one_it_says_why_and_how_much(db: None, signed_in: SignedIn) -> None:
    blocked = world()
    page = words(signed_in("agent").get(f"/staff/subscribers/{blocked}/?ahead"))
    assert "Чтобы включить, пополнить на 5,90 BYN сегодня" in page
    assert (
        "начинается, когда на счёте есть плата за месяц целиком: 25,90. Сейчас на счёте 20,00, не хватает 5,90." in page
    )
    assert "Выключено с 1 декабря (вт)." in page
    assert "Обещанный платёж нельзя: на счёте нет минуса" in page


@pytest.mark.parametrize("blocked", [False, True], ids=["runs", "blocked"])
def test_a_page_is_at_most_twelve_statements_at_first_and_again(
    story: Told, signed_in: SignedIn, *, blocked: bool
) -> None:
    agent = signed_in("agent")
    agent.get(place(story, "?ahead"))
    if blocked:
        Account.objects.filter(pk=story.account_id).update(balance_kopecks=-1)
        Subscription.objects.filter(account_id=story.account_id).update(status=Status.BLOCKED)
    else:
        post_payments([NewPayment(story.account_id, 1_00, "more")], now=story.now)
    for more, played in (("", False), ("", False), ("?ahead", True), ("", True)):
        with counted_statements() as sent:
            page = words(agent.get(place(story, more)))
        assert ("Посчитать" in page) is not played
        assert len(sent) <= 12 or more, sent


def test_what_is_played_comes_by_a_link_and_the_rest_is_there_at_once(db: None, signed_in: SignedIn) -> None:
    blocked, agent = world(), signed_in("agent")
    first = words(agent.get(f"/staff/subscribers/{blocked}/"))
    assert "Чтобы включить, пополнить на 5,90 BYN сегодня" in first
    assert "Обещанный платёж" not in first.replace("Обещанный платёж Временно", "")
    page = words(agent.get(f"/staff/subscribers/{blocked}/?ahead"))
    assert "Обещанный платёж нельзя: на счёте нет минуса" in page
    assert "Посчитать" not in page


def test_data_is_shown_for_a_reason_to_this_session_for_a_while(
    agent: Client, story: Told, signed_in: SignedIn
) -> None:
    assert ask(agent, story).status_code == 303
    page = words(agent.get(place(story)))
    assert "+375 29 123‑45‑67" in page
    assert "кв. 34" in page
    act = AuditRecord.objects.get(action=Act.PERSONAL_SHOWN)
    assert (act.account_id, act.staff and act.staff.name) == (story.account_id, "Agent")
    assert act.after is not None
    assert act.after["why"] == "talk"
    assert is_masked(signed_in("administrator").get(place(story)))
    set_clock(story.now + timedelta(minutes=17))
    assert is_masked(agent.get(place(story)))


def test_data_can_be_masked_again_at_once(agent: Client, story: Told) -> None:
    ask(agent, story)
    agent.post(place(story, "personal/"), {"do": "hide"})
    assert is_masked(agent.get(place(story)))


def test_the_same_form_twice_is_noted_once(agent: Client, story: Told) -> None:
    key = key_of(agent.get(place(story)))
    assert [ask(agent, story, key=key).status_code for _ in range(2)] == [303, 303]
    assert AuditRecord.objects.filter(action=Act.PERSONAL_SHOWN).count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        pytest.param({"reason": ""}, "Выберите, зачем нужны данные", id="no reason"),
        pytest.param({"reason": "curiosity"}, "Выберите, зачем нужны данные", id="unknown reason"),
        pytest.param({"reason": "other"}, "Напишите, зачем нужны данные", id="other, not said"),
        pytest.param({"text": "щ" * 301}, "Слишком длинно", id="too much"),
    ],
)
def test_without_a_reason_nothing_is_shown(agent: Client, story: Told, form: dict[str, str], said: str) -> None:
    answer = ask(agent, story, **form)
    assert answer.status_code == 422
    assert said in words(answer)
    assert is_masked(answer)
    assert not AuditRecord.objects.filter(action=Act.PERSONAL_SHOWN).exists()


def test_a_cashier_sees_neither_the_name_nor_what_was_written(story: Told, signed_in: SignedIn) -> None:
    cashier = signed_in("cashier")
    answer = cashier.get(place(story))
    page = words(answer)
    assert is_masked(answer)
    assert "А··· И···" in page
    for hidden in ("Иванова", "Просит звонить", "Рябит", "Показать данные", "Заявки и выезды"):
        assert hidden not in page
    assert ask(cashier, story).status_code == 403
    assert cashier.post(place(story, "notes/"), {"text": "?"}).status_code == 403
    assert cashier.get(place(story, "timeline/?part=notes")).status_code == 404


def test_a_role_that_lost_its_right_sees_masked_data_at_once(agent: Client, story: Told) -> None:
    ask(agent, story)
    StaffMember.objects.filter(sign_in__login="agent").update(role="cashier")
    assert is_masked(agent.get(place(story)))


def test_a_note_is_kept_once_and_never_seen_by_others(agent: Client, story: Told) -> None:
    form = {"text": "Перезвонить в среду", "key": key_of(agent.get(place(story)))}
    for _ in range(2):
        assert agent.post(place(story, "notes/"), form).status_code == 303
    assert "уже записана" in words(agent.get(place(story)))
    assert Note.objects.filter(text="Перезвонить в среду").count() == 1
    assert AuditRecord.objects.filter(action=Act.NOTE_ADDED, staff__sign_in__login="agent").count() == 1


def test_an_empty_note_is_refused_beside_its_field(agent: Client, story: Told) -> None:
    answer = agent.post(place(story, "notes/"), {"text": " "})
    assert answer.status_code == 422
    assert "Напишите заметку" in words(answer)


def test_the_timeline_is_paged_and_says_who_did_what(agent: Client, story: Told) -> None:
    page = words(agent.get(place(story, "timeline/")))
    for said in ("Пополнение", "+200,00", "Обращение №", "Olga", "Заметка", "Заявка №", "абонент", "система"):
        assert said in page, said
    for number in range(40):
        agent.post(place(story, "notes/"), {"text": f"Раз {number}", "key": str(number)})
    first = agent.get(place(story, "timeline/?part=notes"))
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following
    second = words(agent.get(unescape(following[1])))
    assert "Раз 39" in words(first)
    assert "Раз 39" not in second
    assert "Раз 9 " in second
    assert "К самому новому" in second


def test_contacts_in_the_timeline_are_masked_like_those_of_the_page(agent: Client, story: Told) -> None:
    owner = subscriber_of(story.account_id)
    about = {"field": "phone", "before": "+375291234567", "after": "+375297654321", "at": story.now}
    ContactChange.objects.create(id="0" * 32, subscriber=owner, **about)
    page = words(agent.get(place(story, "timeline/?part=access")))
    assert "+375 29 ··· ·· 67 → +375 29 ··· ·· 21" in page
    ask(agent, story)
    assert "+375291234567 → +375297654321" in words(agent.get(place(story, "timeline/?part=access")))


@pytest.mark.parametrize("query", ["?part=weather", "?at=yesterday&key=x", "?at=2016-11-18T12:00&key=x"])
def test_an_address_that_means_nothing_is_not_found(agent: Client, story: Told, query: str) -> None:
    assert agent.get(place(story, f"timeline/{query}")).status_code == 404


@pytest.mark.parametrize("more", ["", "timeline/"])
def test_an_account_that_is_not_there_is_not_found(agent: Client, story: Told, more: str) -> None:
    for account_id in (99_999_999, 2**70):
        assert agent.get(f"/staff/subscribers/{account_id}/{more}").status_code == 404
    assert agent.post("/staff/subscribers/99999999/notes/", {"text": "?"}).status_code == 404
    assert agent.post("/staff/subscribers/99999999/personal/", {"reason": "talk"}).status_code == 404


@pytest.mark.parametrize("role", ["technician", "editor"])
def test_who_does_not_serve_subscribers_sees_none(story: Told, signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    assert browser.get(place(story)).status_code == 403
    assert browser.get(place(story, "timeline/")).status_code == 403
