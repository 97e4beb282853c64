"""How far one of the staff goes alone: policies by role, with their history."""

from datetime import datetime, timedelta

from kosmos.catalogue.policies import Policies, policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Correction, Promise
from kosmos.kernel.days import business_day, month_start, start_of
from kosmos.ledger.models import Posting
from kosmos.subscribers.models import StaffMember, StaffRole
from kosmos.workplace.acting import Doing, StaffAct
from kosmos.workplace.wishes import Wish

MONEY = (Doing.CHARGE, Doing.ADJUST, Doing.REVERSE, Doing.ASSIGN, Doing.SEND_BACK, Doing.REFUND)


def money_limit(role: str, policies: Policies) -> int:
    """How much a role moves alone on one account in a month, in kopecks."""
    return {
        StaffRole.AGENT.value: policies.money_agent_kopecks,
        StaffRole.FINANCE.value: policies.money_finance_kopecks,
        StaffRole.ADMINISTRATOR.value: policies.money_administrator_kopecks,
    }.get(role, 0)


def unblock_limit(role: str, policies: Policies) -> timedelta:
    """For how long in a month a role lifts an account's blocks alone."""
    days = {
        StaffRole.AGENT.value: policies.unblock_agent_days,
        StaffRole.ADMINISTRATOR.value: policies.unblock_administrator_days,
    }.get(role, 0)
    return timedelta(days=days)


def needs_another(wish: Wish, staff: StaffMember, *, now: datetime) -> bool:
    """Whether an act is past what its doer may alone, together with what came before it in this month.

    Of money, what he himself moved on this account without another's approval and what was not taken back; taking
    that back is nobody's limit. Of unblocks, what anybody gave. The caller holds the account.
    """
    zone = operator_zone()
    day = business_day(now, zone)
    policies, since = policies_on(day), start_of(month_start(day), zone)
    if wish.doing in MONEY:
        alone = _moved_alone(wish.account_id, staff, since)
        kopecks = 0 if wish.line in alone else abs(wish.amount_kopecks) or _line_kopecks(wish)
        return bool(kopecks) and kopecks + sum(alone.values()) > money_limit(staff.role, policies)
    if wish.doing == Doing.UNBLOCK and wish.until_at:
        return wish.until_at - now + _trusted(wish, since, now) > unblock_limit(staff.role, policies)
    return False


def _moved_alone(account_id: int, staff: StaffMember, since: datetime) -> dict[int, int]:
    """What one moved without another's word and what stands still: kopecks by the number of the line.

    What has no line yet, a refund that the provider has to make, stands below zero.
    """
    acts = StaffAct.objects.filter(account_id=account_id, by=staff, at__gte=since, approved_by=None)
    moved = {act.posting or -place: act for place, act in enumerate(acts.filter(doing__in=MONEY))}
    taken_back = Correction.objects.filter(account_id=account_id, reverses__in=list(moved))
    undone = set(taken_back.values_list("reverses", flat=True))
    return {
        line: abs(act.amount_kopecks or 0)
        for line, act in moved.items()
        if line not in undone and act.wish.get("line") not in moved
    }


def _line_kopecks(wish: Wish) -> int:
    found = Posting.objects.filter(account_id=wish.account_id, number=wish.line)
    return abs(found.values_list("amount_kopecks", flat=True).first() or 0)


def _trusted(wish: Wish, since: datetime, now: datetime) -> timedelta:
    given = Promise.objects.filter(account_id=wish.account_id, by_staff=True, until_at__gt=since)
    spans = given.values_list("taken_at", "until_at")
    return sum((min(until, now) - max(taken, since) for taken, until in spans), timedelta())
