"""Whether what a message says is still so: looked at right before it is sent."""

from collections.abc import Callable
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

from django.db.models import Q

from kosmos.catalogue.models import Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Payment, Promise, Status, Subscription, Suspension, SuspensionState
from kosmos.kernel.days import business_day, month_start
from kosmos.kernel.sql import rows
from kosmos.notifications.models import LowSpell, Message, News
from kosmos.notifications.rules import numbers_of
from kosmos.payments.models import Order, OrderState
from kosmos.subscribers.models import EmailWish
from kosmos.subscribers.services import link_is_open
from kosmos.usage.queries import mark_passed

_TURNED_SINCE: LiteralString = """
SELECT EXISTS (SELECT FROM kernel_outbox
                WHERE account_id = %(account_id)s AND kind = 'services_turned' AND at > %(at)s
                  AND about -> 'after' ? %(number)s
                  AND about -> 'after' -> %(number)s <> about -> 'before' -> %(number)s)
"""


def is_still_true(message: Message, now: datetime) -> bool:
    """Whether a message may still be sent; what only says that something was done stays true."""
    check = _CHECKS.get(message.event)
    return check(message, now) if check else True


def _has_state(status: Status) -> Callable[[Message, datetime], bool]:
    """One of the subscriptions is in the state that is told, and turned no more since."""

    def check(message: Message, now: datetime) -> bool:
        held = Subscription.objects.filter(account_id=message.account_id, number__in=list(numbers_of(message.about)))
        return any(not _turned_since(message, one.number) for one in held.filter(status=status))

    return check


def _turned_since(message: Message, number: int) -> bool:
    return bool(rows(_TURNED_SINCE, {"account_id": message.account_id, "at": message.at, "number": str(number)})[0][0])


def _pause_is(*states: SuspensionState) -> Callable[[Message, datetime], bool]:
    def check(message: Message, now: datetime) -> bool:
        held = Suspension.objects.filter(account_id=message.account_id, number=message.about["number"])
        return held.filter(state__in=states).exists()

    return check


def _nothing_paused(message: Message, now: datetime) -> bool:
    running = Suspension.objects.filter(account_id=message.account_id, state=SuspensionState.RUNNING)
    return not running.exists()


def _promised(message: Message, now: datetime) -> bool:
    return Promise.objects.filter(account_id=message.account_id, lapsed=False, until_at__gt=now).exists()


def _promise_over(message: Message, now: datetime) -> bool:
    """Nobody is told of the end of a promise that was paid for, or that another one follows."""
    last = Promise.objects.filter(account_id=message.account_id).order_by("-number").first()
    return last is not None and last.lapsed and not last.kept


def _change_waits(message: Message, now: datetime) -> bool:
    found = Subscription.objects.filter(account_id=message.account_id, number=message.about["subscription"])
    return found.filter(planned_on=message.about["on"], planned_plan__code=message.about["to"]).exists()


def _end_waits(message: Message, now: datetime) -> bool:
    found = Subscription.objects.filter(account_id=message.account_id, number=message.about["subscription"])
    return found.filter(planned_on=message.about["on"], planned_plan=None).exclude(status=Status.ENDED).exists()


def _has_plan(message: Message, now: datetime) -> bool:
    found = Subscription.objects.filter(account_id=message.account_id, number=message.about["subscription"])
    return found.filter(plan__code=message.about["to"]).exclude(status=Status.ENDED).exists()


def _connected(message: Message, now: datetime) -> bool:
    found = Subscription.objects.filter(account_id=message.account_id, number=message.about["subscription"])
    return found.exclude(status=Status.ENDED).exists()


def _payment_stands(message: Message, now: datetime) -> bool:
    found = Payment.objects.filter(account_id=message.account_id, posting=message.about["posting"])
    return found.filter(reversed_by=None).exists()


def _bill_waits(message: Message, now: datetime) -> bool:
    found = Order.objects.filter(account_id=message.account_id, number=message.about["number"], expires_at__gt=now)
    return found.exclude(state__in=(OrderState.PAID, OrderState.REFUNDED, OrderState.CANCELLED)).exists()


def _still_low(message: Message, now: datetime) -> bool:
    """Low since that day, and not found otherwise since; a payment of today ends it before the next look."""
    from kosmos.notifications.services.finding import is_low  # noqa: PLC0415 - which writes what this reads

    spell = LowSpell.objects.filter(account_id=message.account_id, since_on=message.about["since_on"])
    return spell.exists() and is_low(message.account_id, business_day(now, operator_zone()))


def _price_comes(message: Message, now: datetime) -> bool:
    said = message.about
    price = Price.objects.filter(plan__code=said["plan"], from_on=said["on"], fee_kopecks=said["kopecks"])
    today = business_day(now, operator_zone())
    return date.fromisoformat(said["on"]) > today and price.exists() and _holds(message, said["plan"])


def _price_stays(message: Message, now: datetime) -> bool:
    """The fee of the day from which another one was announced is the one that holds till then."""
    said = message.about
    price = Price.objects.filter(plan__code=said["plan"], from_on__lte=said["on"]).order_by("-from_on").first()
    return price is not None and price.fee_kopecks == said["kopecks"] and _holds(message, said["plan"])


def _holds(message: Message, code: str) -> bool:
    """Whether the account has a plan, or is to have it."""
    held = Subscription.objects.filter(account_id=message.account_id).exclude(status=Status.ENDED)
    return held.filter(Q(plan__code=code) | Q(planned_plan__code=code)).exists()


def _traffic_is_past(mark: int) -> Callable[[Message, datetime], bool]:
    """The same month, and neither more was bought nor another plan taken since."""

    def check(message: Message, now: datetime) -> bool:
        said = message.about
        if said["month_on"] != str(month_start(business_day(now, operator_zone()))):
            return False
        return mark_passed(message.account_id, said["subscription"], now) == mark

    return check


def _code_waits(message: Message, now: datetime) -> bool:
    wish = EmailWish.objects.filter(subscriber__contracts__account_id=message.account_id, email=message.about.get("to"))
    return wish.filter(asked_at=message.at, expires_at__gt=now).exists()


def _link_opens(message: Message, now: datetime) -> bool:
    return link_is_open(str(message.about.get("link", "")), now) if message.about.get("link") else False


def _is_news(message: Message, now: datetime) -> bool:
    news = News.objects.filter(id=UUID(message.about["news"]), withdrawn=False).first()
    return news is not None and (news.until_on is None or news.until_on >= business_day(now, operator_zone()))


_CHECKS: dict[str, Callable[[Message, datetime], bool]] = {
    "blocked": _has_state(Status.BLOCKED),
    "running": _has_state(Status.RUNNING),
    "ended": _has_state(Status.ENDED),
    "connected": _connected,
    "suspension_planned": _pause_is(SuspensionState.PLANNED, SuspensionState.RUNNING),
    "suspension_began": _pause_is(SuspensionState.RUNNING),
    "suspension_ended": _nothing_paused,
    "suspension_resumed": _nothing_paused,
    "suspension_cancelled": _pause_is(SuspensionState.CANCELLED),
    "promise_taken": _promised,
    "promise_lapsed": _promise_over,
    "unblocked": _promised,
    "unblock_ended": _promise_over,
    "plan_change_planned": _change_waits,
    "plan_changed": _has_plan,
    "end_planned": _end_waits,
    "payment_received": _payment_stands,
    "bill_made": _bill_waits,
    "low": _still_low,
    "price_changed": _price_comes,
    "price_kept": _price_stays,
    "traffic_warning": _traffic_is_past(80),
    "traffic_used_up": _traffic_is_past(100),
    "email_code_asked": _code_waits,
    "access_link_email": _link_opens,
    "access_link_sms": _link_opens,
    "news": _is_news,
}
