"""Acts of staff: once a form, only as shown, with a reason, noted, and no further than the doer's limit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kosmos.catalogue.models import Policy
from kosmos.charging import services
from kosmos.charging.errors import PreviewChanged
from kosmos.charging.models import Planned, Promise, Subscription, Suspension
from kosmos.kernel.days import ONE_DAY
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.subscribers.acts import AuditRecord
from kosmos.workplace.acting import Approval, Doing, StaffAct
from kosmos.workplace.acts import last_acts, perform, undoing
from kosmos.workplace.approvals import approve
from kosmos.workplace.errors import ActKeyUsed, ApprovalWaits, ReasonMissing, ReasonUnexplained
from kosmos.workplace.tests.acting import LATER, NOON, account, form, member
from kosmos.workplace.wishes import Wish, foresee

pytestmark = pytest.mark.django_db
KEY = UUID(int=7)


@pytest.fixture
def account_id() -> int:
    """An account with 99.14 on it."""
    return account()


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


WISHES: dict[str, dict[str, Any]] = {
    "unblock": {"until_at": NOON + timedelta(days=2)},
    "charge": {"amount_kopecks": 7_00},
    "adjust": {"amount_kopecks": 7_00},
    "reverse": {"line": 2},
    "plan": {"number": 1, "plan": "fast"},
    "on": {"plan": "tv"},
    "off": {"number": 1},
    "suspend": {"first_on": LATER.date(), "last_on": LATER.date() + ONE_DAY},
    "close": {},
}
REASON = {"charge": "visit", "close": "asked"}


@pytest.mark.parametrize("doing", WISHES)
def test_an_act_is_done_once_for_its_form_and_noted(account_id: int, doing: str) -> None:
    agent, wish = member("vera"), Wish(Doing(doing), account_id, **WISHES[doing])
    sent = form(agent, key=KEY, reason=REASON.get(doing, "our_mistake"), note="по звонку")
    done = perform(wish, sent)
    after = balance(account_id)
    assert done.fresh
    again = perform(wish, replace(sent, now=NOON + timedelta(minutes=1)))
    assert (again.fresh, again.act, balance(account_id)) == (False, done.act, after)
    assert [(act.doing, act.by, act.note) for act in last_acts(account_id)] == [(doing, agent, "по звонку")]
    record = AuditRecord.objects.get()
    assert (record.staff, record.account_id, record.object_id) == (agent, account_id, str(done.act and done.act.id))
    assert record.after is not None
    assert record.after["balance_kopecks"] == after


@pytest.mark.parametrize("doing", [one for one in WISHES if one not in {"unblock", "suspend"}])
def test_what_is_shown_is_what_comes(account_id: int, doing: str) -> None:
    wish = Wish(Doing(doing), account_id, **WISHES[doing])
    shown: Any = foresee(wish, now=NOON)
    perform(wish, form(member("vera"), reason=REASON.get(doing, "our_mistake")))
    assert balance(account_id) == shown.preview.balance_kopecks


def test_an_archived_plan_is_given_by_staff(account_id: int) -> None:
    perform(Wish(Doing.CHANGE, account_id, number=1, plan="old"), form(member("vera")))
    assert Subscription.objects.get().planned_plan.code == "old"  # type: ignore[union-attr]


def test_what_is_not_shown_any_more_is_not_done(account_id: int) -> None:
    with pytest.raises(PreviewChanged):
        perform(Wish(Doing.CHARGE, account_id, amount_kopecks=1), form(member("vera"), reason="visit", agreed=False))
    assert not StaffAct.objects.exists()


def test_a_reason_that_fits_is_needed_and_another_one_is_explained(account_id: int) -> None:
    agent, wish = member("vera"), Wish(Doing.CHARGE, account_id, amount_kopecks=1)
    with pytest.raises(ReasonMissing):
        perform(wish, form(agent, reason="outage"))
    with pytest.raises(ReasonUnexplained):
        perform(wish, form(agent, reason="other", note="  "))
    perform(wish, form(agent, reason="other", note="Карта 4111 1111 1111 1111"))
    assert "4111" not in StaffAct.objects.get().note


def test_a_form_sent_again_with_something_else_is_refused(account_id: int) -> None:
    agent = member("vera")
    perform(Wish(Doing.CHARGE, account_id, amount_kopecks=1), form(agent, key=KEY, reason="visit"))
    with pytest.raises(ActKeyUsed):
        perform(Wish(Doing.CHARGE, account_id, amount_kopecks=2), form(agent, key=KEY, reason="visit"))
    assert Posting.objects.filter(kind=PostingKind.ONE_OFF).count() == 1


def test_past_the_limit_it_is_asked_for_and_nothing_moves(account_id: int) -> None:
    agent, wish, before = member("vera"), Wish(Doing.ADJUST, account_id, amount_kopecks=20_01), balance(account_id)
    sent = form(agent, key=KEY)
    done = perform(wish, sent)
    assert done.act is None
    assert done.asked == Approval.objects.get()
    assert not perform(wish, sent).fresh
    with pytest.raises(ApprovalWaits):
        perform(wish, form(agent))
    assert balance(account_id) == before
    assert AuditRecord.objects.get().action == "approval_asked"


def test_a_sum_cut_into_pieces_is_past_the_limit_too(account_id: int) -> None:
    agent = member("vera")
    first = perform(Wish(Doing.ADJUST, account_id, amount_kopecks=15_00), form(agent))
    assert perform(Wish(Doing.ADJUST, account_id, amount_kopecks=15_00), form(agent)).asked
    assert perform(Wish(Doing.ADJUST, account_id, amount_kopecks=15_00), form(member("anna"))).act
    assert first.act
    undo = undoing(first.act)
    assert undo
    assert perform(undo, form(agent)).act
    assert undoing(first.act) is None
    assert perform(Wish(Doing.ADJUST, account_id, amount_kopecks=-15_00), form(agent)).act


def test_lines_taken_back_add_up_but_for_ones_own(account_id: int) -> None:
    agent = member("vera")
    lines = [
        services.charge_once(account_id=account_id, amount_kopecks=8_00, now=NOON, note=f"visit {n}") for n in range(3)
    ]
    for line in lines[:2]:
        assert perform(Wish(Doing.REVERSE, account_id, line=line), form(agent)).act
    assert perform(Wish(Doing.REVERSE, account_id, line=lines[2]), form(agent)).asked
    assert perform(Wish(Doing.ADJUST, account_id, amount_kopecks=4_01), form(agent)).asked
    mine = perform(Wish(Doing.ADJUST, account_id, amount_kopecks=4_00), form(agent)).act
    assert mine
    undo = undoing(mine)
    assert undo
    assert perform(undo, form(agent)).act
    assert perform(Wish(Doing.ADJUST, account_id, amount_kopecks=4_00), form(agent)).act


def test_what_another_allowed_is_not_taken_back_alone(account_id: int) -> None:
    agent = member("vera")
    asked = perform(Wish(Doing.ADJUST, account_id, amount_kopecks=50_00), form(agent)).asked
    assert asked
    act = approve(asked.id, by=member("olga", "finance"), agreed=lambda _ahead: True, now=NOON)
    assert act
    undo = undoing(act)
    assert undo
    assert perform(undo, form(agent)).asked


def test_limits_are_policies_with_a_history(account_id: int) -> None:
    Policy.objects.create(code="money_agent_kopecks", from_on=LATER.date(), value="100")
    agent, wish = member("vera"), Wish(Doing.CHARGE, account_id, amount_kopecks=1_01)
    assert perform(wish, form(agent, reason="visit")).act
    assert perform(replace(wish, amount_kopecks=1_02), form(agent, reason="visit", now=LATER)).asked


def test_long_unblocks_and_one_after_another_need_another(account_id: int) -> None:
    agent = member("vera")
    assert perform(Wish(Doing.UNBLOCK, account_id, until_at=NOON + timedelta(days=3, minutes=1)), form(agent)).asked
    given = perform(Wish(Doing.UNBLOCK, account_id, until_at=NOON + timedelta(days=2)), form(agent))
    assert given.act
    undo = undoing(given.act)
    assert undo == Wish(Doing.END_UNBLOCK, account_id)
    perform(undo, form(agent, now=LATER))
    assert Promise.objects.get().lapsed
    again = Wish(Doing.UNBLOCK, account_id, until_at=LATER + timedelta(days=2, minutes=5))
    assert perform(again, form(agent, now=LATER)).asked


def test_what_is_planned_is_undone(account_id: int) -> None:
    agent = member("vera")
    for wish in (
        Wish(Doing.OFF, account_id, number=1),
        Wish(Doing.CHANGE, account_id, number=1, plan="fast"),
        Wish(Doing.SUSPEND, account_id, first_on=LATER.date(), last_on=LATER.date()),
        Wish(Doing.CLOSE, account_id),
    ):
        done = perform(wish, form(agent, reason="asked")).act
        assert done
        undo = undoing(done)
        assert undo
        perform(undo, form(agent, reason="asked"))
        assert undoing(done) is None
    assert Subscription.objects.get().planned is None
    assert not Suspension.objects.filter(state=1).exists()


def test_an_act_refused_by_the_rules_leaves_nothing(account_id: int) -> None:
    services.disconnect(account_id=account_id, plan=Subscription.objects.get().plan, now=NOON)
    with pytest.raises(Exception, match="planned"):
        perform(Wish(Doing.CHANGE, account_id, number=1, plan="fast"), form(member("vera")))
    assert Subscription.objects.get().planned == Planned.END
    assert not StaffAct.objects.exists()
