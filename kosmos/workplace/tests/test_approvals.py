"""Two people past a limit: never one alone, whatever windows and roles he has; once, in time, as it would come now."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from kosmos.charging import services
from kosmos.charging.errors import PreviewChanged
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services import note_act
from kosmos.subscribers.staff_queries import LETTING_IN
from kosmos.workplace.acting import Approval, Doing, StaffAct
from kosmos.workplace.acts import perform
from kosmos.workplace.approvals import (
    approvals_of,
    approvals_over,
    approve,
    refuse,
    state_of,
    waiting_approvals,
    withdraw,
)
from kosmos.workplace.errors import (
    ApprovalNotApart,
    ApprovalNotOwn,
    ApprovalOver,
    ApprovalOwn,
    AskerGone,
    ReasonUnexplained,
)
from kosmos.workplace.tests.acting import NOON, account, form, member
from kosmos.workplace.wishes import Ahead, Wish

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def yes(_ahead: Ahead) -> bool:
    return True


def asked_by(agent: StaffMember) -> Approval:
    """50.00 asked for."""
    found = perform(Wish(Doing.ADJUST, account(), amount_kopecks=50_00), form(agent)).asked
    assert found
    return found


def corrections() -> int:
    return Posting.objects.filter(kind=PostingKind.CORRECTION).count()


def test_another_allows_it_and_it_is_done_once() -> None:
    agent, chief = member("vera"), member("olga", "finance")
    asked = asked_by(agent)
    assert waiting_approvals(now=NOON) == approvals_of(asked.account_id, now=NOON) == [asked]
    act = approve(asked.id, by=chief, agreed=yes, now=NOON + HOUR)
    assert act
    assert (act.by, act.approved_by, act.amount_kopecks) == (agent, chief, 50_00)
    assert approve(asked.id, by=chief, agreed=yes, now=NOON + HOUR) is None
    with pytest.raises(ApprovalOver):
        approve(asked.id, by=member("nina", "finance"), agreed=yes, now=NOON + HOUR)
    assert corrections() == 1
    assert Account.objects.get(id=asked.account_id).balance_kopecks == 100_00 - 87 + 50_00
    assert [one.id for one in approvals_over(now=NOON + HOUR)] == [asked.id]
    told = AuditRecord.objects.order_by("at").values_list("action", "staff__name")
    assert set(told) == {("approval_asked", "Vera"), ("adjusted", "Vera"), ("approval_given", "Olga")}


def test_nobody_allows_what_he_asked_for_whatever_he_became() -> None:
    agent = member("vera")
    asked = asked_by(agent)
    StaffMember.objects.filter(pk=agent.pk).update(role="administrator")
    chief = StaffMember.objects.get(pk=agent.pk)
    for decide in (partial(approve, asked.id, agreed=yes), partial(refuse, asked.id, answer="нет")):
        with pytest.raises(ApprovalOwn):
            decide(by=chief, now=NOON)
    assert not corrections()


def test_the_database_refuses_one_person_too() -> None:
    agent = member("vera")
    asked = asked_by(agent)
    rows = Approval.objects.filter(id=asked.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="given", decided_by=agent, decided_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        told = {"id": asked.id, "key": asked.id, "at": NOON, "doing": "adjust", "wish": {}, "reason": "other"}
        StaffAct.objects.create(account_id=asked.account_id, by=agent, approved_by=agent, **told)


def test_it_is_looked_at_anew() -> None:
    asked, chief = asked_by(member("vera")), member("olga", "finance")
    seen: list[Ahead] = []

    def changed(ahead: Ahead) -> bool:
        seen.append(ahead)
        return False

    services.post_payments([services.NewPayment(asked.account_id, 5_00, "later")], now=NOON + HOUR)
    with pytest.raises(PreviewChanged):
        approve(asked.id, by=chief, agreed=changed, now=NOON + HOUR)
    assert seen[0].balance_kopecks == 100_00 - 87 + 5_00
    assert waiting_approvals(now=NOON + HOUR)


def test_refused_with_words_and_withdrawn_by_its_asker_alone() -> None:
    agent, chief = member("vera"), member("olga", "finance")
    asked = asked_by(agent)
    with pytest.raises(ReasonUnexplained):
        refuse(asked.id, by=chief, answer=" ", now=NOON)
    with pytest.raises(ApprovalNotOwn):
        withdraw(asked.id, by=chief, now=NOON)
    assert refuse(asked.id, by=chief, answer="Перерыва не было", now=NOON)
    assert not refuse(asked.id, by=chief, answer="Перерыва не было", now=NOON)
    with pytest.raises(ApprovalOver):
        withdraw(asked.id, by=agent, now=NOON)
    second = perform(Wish(Doing.ADJUST, asked.account_id, amount_kopecks=50_00), form(agent)).asked
    assert second
    assert withdraw(second.id, by=agent, now=NOON)
    assert not withdraw(second.id, by=agent, now=NOON)
    assert not corrections()


def test_its_time_is_over_and_its_asker_gone() -> None:
    agent, chief = member("vera"), member("olga", "finance")
    asked = asked_by(agent)
    late = NOON + timedelta(hours=48)
    with pytest.raises(ApprovalOver):
        approve(asked.id, by=chief, agreed=yes, now=late)
    assert state_of(asked, now=late) == "expired"
    assert perform(Wish(Doing.ADJUST, asked.account_id, amount_kopecks=50_00), form(agent, now=late)).asked
    agent.sign_in.is_active = False
    agent.sign_in.save()
    with pytest.raises(AskerGone):
        approve(waiting_approvals(now=late)[0].id, by=chief, agreed=yes, now=late)


def test_a_role_changed_between_ends_what_was_asked_in_it() -> None:
    agent, chief = member("vera"), member("olga", "finance")
    asked = asked_by(agent)
    StaffMember.objects.filter(pk=agent.pk).update(role="technician")
    with pytest.raises(AskerGone):
        approve(asked.id, by=chief, agreed=yes, now=NOON)
    assert refuse(asked.id, by=chief, answer="Больше не его дело", now=NOON)
    assert not corrections()


@pytest.mark.parametrize("act", LETTING_IN)
@pytest.mark.parametrize("asker_did_it", [True, False])
def test_who_could_be_one_person_with_two_accounts_does_not_decide(act: Act, asker_did_it: bool) -> None:
    agent, chief, third = member("vera", "administrator"), member("olga", "finance"), member("nina", "finance")
    by, about = (agent, chief) if asker_did_it else (chief, agent)
    note_act(act, now=NOON - 29 * DAY, staff=by, subject="staff_member", object_id=about.pk)
    asked = perform(Wish(Doing.ADJUST, account(), amount_kopecks=500_00), form(agent)).asked
    assert asked
    for decide in (partial(approve, asked.id, agreed=yes), partial(refuse, asked.id, answer="нет")):
        with pytest.raises(ApprovalNotApart):
            decide(by=chief, now=NOON)
    assert approve(asked.id, by=third, agreed=yes, now=NOON)


def test_a_month_after_they_are_two_again() -> None:
    agent, chief = member("vera"), member("olga", "administrator")
    note_act(Act.STAFF_FACTOR_RESET, now=NOON - 31 * DAY, staff=chief, subject="staff_member", object_id=agent.pk)
    assert approve(asked_by(agent).id, by=chief, agreed=yes, now=NOON)
