"""One form sent by several windows at once, and one wish decided by several people at once: done once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from django.db import connection

from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.workplace.acting import Approval, Doing, StaffAct
from kosmos.workplace.acts import perform
from kosmos.workplace.approvals import approve, refuse
from kosmos.workplace.tests.acting import NOON, account, form, member
from kosmos.workplace.wishes import Ahead, Wish

pytestmark = pytest.mark.usefixtures("committed")


def at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do things at the same time, each on a connection of its own; "done", or what refused it."""

    def run(act: Callable[[], object]) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def yes(_ahead: Ahead) -> bool:
    return True


def test_one_form_is_one_act() -> None:
    account_id, agent = account(), member("vera")
    wish = Wish(Doing.CHARGE, account_id, amount_kopecks=7_00)
    sent = partial(perform, wish, form(agent, key=UUID(int=7), reason="visit"))
    assert at_once([sent] * 4) == ["done"] * 4
    assert Posting.objects.filter(kind=PostingKind.ONE_OFF).count() == StaffAct.objects.count() == 1


def test_one_wish_is_decided_once() -> None:
    account_id, agent = account(), member("vera")
    before = Account.objects.get(id=account_id).balance_kopecks
    asked = perform(Wish(Doing.ADJUST, account_id, amount_kopecks=50_00), form(agent)).asked
    assert asked
    chiefs = [member("olga", "finance"), member("nina", "finance"), member("zoya", "administrator")]
    decided: list[Callable[[], object]] = [
        partial(approve, asked.id, by=chief, agreed=yes, now=NOON) for chief in chiefs[:2]
    ]
    decided.append(partial(refuse, asked.id, by=chiefs[2], answer="Не за что", now=NOON))
    assert at_once(decided) == ["approval_over", "approval_over", "done"]
    given = Approval.objects.get().state == "given"
    assert Account.objects.get(id=account_id).balance_kopecks - before == (50_00 if given else 0)


def test_pieces_sent_by_two_windows_at_once_are_one_sum() -> None:
    account_id, agent = account(), member("vera")
    wish = Wish(Doing.ADJUST, account_id, amount_kopecks=15_00)
    pieces = [partial(perform, wish, form(agent)), partial(perform, replace(wish, amount_kopecks=-15_00), form(agent))]
    assert at_once(pieces) == ["done", "done"]
    assert (StaffAct.objects.count(), Approval.objects.count()) == (1, 1)
