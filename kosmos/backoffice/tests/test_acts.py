"""Acts on an account by staff: shown first, done once as shown; past a limit another decides."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kosmos.backoffice.guards import CONFIRMED, mark_of_factor
from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.charging.models import Promise
from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.tests.signing_world import NOW
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services import note_act
from kosmos.workplace.acting import WITH_PAYMENTS, Approval, Doing, StaffAct

HIDDEN = re.compile(r'name="(key|seen)" value="(\w*)"')


@pytest.fixture
def agent(account_id: int, signed_in: SignedIn) -> Client:
    """The browser of an agent."""
    return signed_in("agent")


def page_of(doing: Doing, account_id: int) -> str:
    return reverse(f"staff:act-{doing.value}", args=[account_id])


def looked(browser: Client, address: str, **typed: str) -> dict[str, str]:
    """What the form holds once it was looked at, ready to be confirmed."""
    answer = browser.post(address, {**typed, "do": "look"})
    assert answer.status_code == 200, answer.content.decode()
    return {**typed, **dict(HIDDEN.findall(answer.content.decode())), "do": "confirm"}


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


@pytest.mark.parametrize("doing", [one for one in Doing if one not in WITH_PAYMENTS])
def test_every_act_has_a_page(agent: Client, account_id: int, doing: Doing) -> None:
    answer = agent.get(page_of(doing, account_id))
    assert answer.status_code == 200
    assert agent.get(page_of(doing, 99_999_999)).status_code == 404


def test_the_list_leads_to_the_acts_of_a_role(agent: Client, account_id: int, signed_in: SignedIn) -> None:
    address = reverse("staff:acts", args=[account_id])
    assert page_of(Doing.UNBLOCK, account_id) in agent.get(address).content.decode()
    of_finance = signed_in("finance").get(address).content.decode()
    assert page_of(Doing.UNBLOCK, account_id) not in of_finance
    assert page_of(Doing.ADJUST, account_id) in of_finance


def test_money_is_added_once_as_it_was_shown_and_undone(agent: Client, account_id: int) -> None:
    address, before = page_of(Doing.ADJUST, account_id), balance(account_id)
    form = {**looked(agent, address, direction="add", sum="5,50"), "reason": "outage"}
    done = agent.post(address, form)
    assert (done.status_code, done["Location"]) == (303, reverse("staff:subscriber", args=[account_id]))
    assert balance(account_id) == before + 5_50
    assert agent.post(address, form).status_code == 303
    assert balance(account_id) == before + 5_50
    listed = agent.get(reverse("staff:acts", args=[account_id])).content.decode()
    undo = re.search(rf'href="({page_of(Doing.REVERSE, account_id)}\?line=\d+)"', listed)
    assert undo
    shown = agent.get(undo[1]).content.decode()
    line = undo[1].rpartition("=")[2]
    form = {"line": line, **dict(HIDDEN.findall(shown)), "reason": "our_mistake", "do": "confirm"}
    assert agent.post(page_of(Doing.REVERSE, account_id), form).status_code == 303
    assert balance(account_id) == before
    assert Posting.objects.filter(kind=PostingKind.CORRECTION).count() == 2


def test_a_reason_is_needed_and_what_was_typed_stays(agent: Client, account_id: int) -> None:
    address = page_of(Doing.CHARGE, account_id)
    answer = agent.post(address, {**looked(agent, address, sum="7"), "note": "провод 10 м"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Выберите причину." in page
    assert "провод 10 м" in page
    assert not StaffAct.objects.exists()


@pytest.mark.parametrize(
    ("doing", "typed"),
    [
        (Doing.CHARGE, {"sum": "-3"}),
        (Doing.ADJUST, {"sum": "3"}),
        (Doing.UNBLOCK, {"until": "31.02.2026"}),
        (Doing.UNBLOCK, {"until": "2001-01-01"}),
        (Doing.REVERSE, {"line": "99999"}),
        (Doing.REVERSE, {"line": "x"}),
        (Doing.CHANGE, {"change": "1:nothing"}),
        (Doing.ON, {"plan": ""}),
        (Doing.SUSPEND, {"first": "2030-01-05", "last": "2030-01-01"}),
    ],
)
def test_what_cannot_be_is_said(agent: Client, account_id: int, doing: Doing, typed: dict[str, str]) -> None:
    for what in ("look", "confirm"):
        answer = agent.post(page_of(doing, account_id), {**typed, "do": what, "reason": "our_mistake"})
        assert answer.status_code == 422
    assert not StaffAct.objects.exists()


def test_what_changed_since_it_was_shown_is_shown_again(agent: Client, account_id: int) -> None:
    address = page_of(Doing.CHARGE, account_id)
    form = {**looked(agent, address, sum="7"), "reason": "visit"}
    post_payments([NewPayment(account_id, 1_00, "meanwhile")], now=NOW)
    answer = agent.post(address, form)
    assert answer.status_code == 422
    assert "условия изменились" in answer.content.decode()
    fresh = {**form, **dict(HIDDEN.findall(answer.content.decode()))}
    assert agent.post(address, fresh).status_code == 303
    assert agent.post(address, {**fresh, "sum": "8"}).status_code == 422


def test_an_unblock_is_given_and_ended(agent: Client, account_id: int) -> None:
    address = page_of(Doing.UNBLOCK, account_id)
    until = (NOW + timedelta(days=1)).date().isoformat()
    assert agent.post(address, {**looked(agent, address, until=until), "reason": "payment_on_way"}).status_code == 303
    assert Promise.objects.get().by_staff
    over = page_of(Doing.END_UNBLOCK, account_id)
    shown = dict(HIDDEN.findall(agent.get(over).content.decode()))
    assert agent.post(over, {**shown, "reason": "asked", "do": "confirm"}).status_code == 303
    assert Promise.objects.get().lapsed


def test_past_the_limit_another_decides(agent: Client, account_id: int, signed_in: SignedIn) -> None:
    address, before = page_of(Doing.ADJUST, account_id), balance(account_id)
    form = looked(agent, address, direction="add", sum="150")
    assert agent.post(address, {**form, "reason": "agreed", "note": "Обещали"}).status_code == 303
    asked = Approval.objects.get()
    one = reverse("staff:approval", args=[asked.id])
    assert balance(account_id) == before
    own = agent.get(one).content.decode()
    assert "Разрешить и сделать" not in own
    assert agent.post(one, {"do": "approve", **dict(HIDDEN.findall(own))}).status_code == 403
    finance = signed_in("finance")
    shown = finance.get(one).content.decode()
    assert "Обещали" in shown
    assert finance.post(one, {"do": "refuse", "answer": ""}).status_code == 422
    assert finance.post(one, {"do": "approve", "seen": "old"}).status_code == 422
    assert finance.post(one, {"do": "approve", **dict(HIDDEN.findall(shown))}).status_code == 303
    assert finance.post(one, {"do": "approve", **dict(HIDDEN.findall(shown))}).status_code == 303
    assert balance(account_id) == before + 150_00
    assert StaffAct.objects.get().approved_by == SignIn.objects.get(login="finance").staff_member
    for browser in (agent, finance):
        assert browser.get(reverse("staff:approvals")).status_code == 200


def test_one_who_asked_decides_in_no_window(account_id: int, signed_in: SignedIn) -> None:
    chief = signed_in("administrator")
    form = looked(chief, page_of(Doing.ADJUST, account_id), direction="take", sum="500")
    assert chief.post(page_of(Doing.ADJUST, account_id), {**form, "reason": "wrong_addition"}).status_code == 303
    one = reverse("staff:approval", args=[Approval.objects.get().id])
    second = Client()
    second.cookies = chief.cookies
    shown = dict(HIDDEN.findall(second.get(one).content.decode()))
    assert second.post(one, {"do": "approve", **shown}).status_code == 422
    assert chief.post(one, {"do": "withdraw"}).status_code == 303
    assert Approval.objects.get().state == "withdrawn"


@pytest.fixture
def asked(agent: Client, account_id: int) -> str:
    """The page of 150.00 that an agent asked for."""
    address = page_of(Doing.ADJUST, account_id)
    form = looked(agent, address, direction="add", sum="150")
    assert agent.post(address, {**form, "reason": "agreed"}).status_code == 303
    return reverse("staff:approval", args=[Approval.objects.get().id])


def test_a_role_taken_away_decides_nothing_with_the_next_request(
    asked: str, account_id: int, signed_in: SignedIn
) -> None:
    finance, before = signed_in("finance"), balance(account_id)
    shown = dict(HIDDEN.findall(finance.get(asked).content.decode()))
    StaffMember.objects.filter(role="finance").update(role="agent")
    assert finance.post(asked, {"do": "approve", **shown}).status_code == 403
    assert finance.post(asked, {"do": "refuse", "answer": "нет"}).status_code == 403
    SignIn.objects.filter(login="finance").update(is_active=False)
    assert finance.post(asked, {"do": "approve", **shown})["Location"] == reverse("staff:sign-in")
    assert (balance(account_id), Approval.objects.get().state) == (before, "asked")


def test_who_asked_is_nobody_else_with_a_new_role_in_a_session_of_its_own(asked: str, account_id: int) -> None:
    member, before = SignIn.objects.get(login="agent"), balance(account_id)
    StaffMember.objects.filter(sign_in=member).update(role="administrator")
    second = Client()
    second.force_login(member)
    kept = second.session
    kept[CONFIRMED] = mark_of_factor(member)
    kept.save()
    page = second.get(asked).content.decode()
    assert "Разрешить и сделать" not in page
    assert "Отозвать просьбу" in page
    for sent in ({"do": "approve", **dict(HIDDEN.findall(page))}, {"do": "refuse", "answer": "нет"}):
        assert second.post(asked, sent).status_code == 422
    assert (balance(account_id), Approval.objects.get().state) == (before, "asked")


def test_who_let_the_asker_in_is_told_that_a_third_decides(asked: str, signed_in: SignedIn) -> None:
    chief = signed_in("administrator")
    by = StaffMember.objects.get(role="administrator")
    about = StaffMember.objects.get(role="agent").pk
    note_act(Act.STAFF_SHEET_PRINTED, now=NOW - timedelta(days=1), staff=by, subject="staff_member", object_id=about)
    page = chief.get(asked).content.decode()
    assert "решить должен кто-то третий" in page
    assert "Разрешить и сделать" not in page
    assert chief.post(asked, {"do": "refuse", "answer": "нет"}).status_code == 422


def test_a_refusal_without_words_says_so_beside_its_field(asked: str, signed_in: SignedIn) -> None:
    finance = signed_in("finance")
    answer = finance.post(asked, {"do": "refuse", "answer": " "})
    assert answer.status_code == 422
    assert 'aria-describedby="answer-e"' in answer.content.decode()
    assert finance.post(asked, {"do": "refuse", "answer": "Карта 4111 1111 1111 1111"}).status_code == 303
    assert "4111" not in Approval.objects.get().answer
