"""A provider's day against ours: of each difference a person gets a case, and the order is asked about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from kosmos.payments.models import ComparedDay, Order
from kosmos.payments.news import Heard, News, decisive
from kosmos.payments.queries import order_by_number
from kosmos.payments.rails.base import RailUnreachable, Reporter, card_rails, rail_named
from kosmos.payments.services.asking import keep_answer
from kosmos.payments.services.cases import open_case, suspense_account
from kosmos.payments.services.health import talk

DAY = timedelta(days=1)
AFTER = timedelta(hours=1)
"""So long after a day's end it is compared, when its last payments are known everywhere."""
AGAIN = timedelta(minutes=15)


def compare_days(now: datetime) -> int:
    """Compare the last whole day, by GMT, of each provider that tells of days; how many days. Safe to repeat."""
    day = (now - AFTER).astimezone(UTC).date() - DAY
    return sum(compare_day(name, day, now=now) for name in card_rails())


def compare_day(name: str, day: date, *, now: datetime) -> bool:
    """Compare a day of a provider's, once; whether that was done now. A silent one is asked again later."""
    rail = rail_named(name)
    if not isinstance(rail, Reporter) or not _mine(name, day, now):
        return False
    since = datetime.combine(day, time(), UTC)
    try:
        answer = talk(name, lambda: rail.report(since, since + DAY), now=now)
    except RailUnreachable:
        return False
    keep_answer(rail, f"day {day}", answer, now)
    count = sum(_differs(name, number, news, now) for number, news in _by_number(answer.news))
    count += sum(_only_ours(order, now) for order in _ours(name, since) if not _told_of(order, answer.news))
    ComparedDay.objects.filter(rail=name, day=day).update(done_at=now, differences=count)
    return True


def _mine(name: str, day: date, now: datetime) -> bool:
    """Whether nobody has compared the day, or tries to just now."""
    ComparedDay.objects.bulk_create([ComparedDay(rail=name, day=day, next_ask_at=now)], ignore_conflicts=True)
    due = ComparedDay.objects.filter(rail=name, day=day, done_at__isnull=True, next_ask_at__lte=now)
    return bool(due.update(next_ask_at=now + AGAIN))


def _by_number(told: tuple[News, ...]) -> Iterable[tuple[str, News]]:
    """What counts of the attempts at each order."""
    for number in dict.fromkeys(news.order_number for news in told):
        if news := decisive(tuple(one for one in told if one.order_number == number)):
            yield number, news


def _differs(name: str, number: str, news: News, now: datetime) -> bool:
    """Whether an order is not as the provider says: paid there and not here, of another sum, or not there any more."""
    order = order_by_number(number)
    if news.heard is not Heard.APPROVED:
        return False
    if order is None or order.rail != name:
        return _case(suspense_account(name, now=now), number, news, "only_theirs", now)
    if not order.operation:
        Order.objects.filter(pk=order.pk).update(next_ask_at=now)
        return _case(order.account_id, number, news, "paid_only_there", now)
    if order.paid_kopecks != news.amount_kopecks:
        return _case(order.account_id, number, news, "day_other_amount", now)
    return False


def _ours(name: str, since: datetime) -> Iterable[Order]:
    return Order.objects.filter(
        rail=name, paid_at__gte=since, paid_at__lt=since + DAY, created_at__gte=since, state="paid"
    )


def _told_of(order: Order, told: tuple[News, ...]) -> bool:
    return any(news.order_number == order.number for news in told)


def _only_ours(order: Order, now: datetime) -> bool:
    details = "paid here, and not among the provider's of the day"
    kind, operation = "only_ours", order.operation
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation=operation,
        details=details,
        now=now,
    )
    return True


def _case(account_id: int, number: str, news: News, kind: str, now: datetime) -> bool:
    details = f"the provider says {news.heard.value} of {news.amount_kopecks} kopecks ({news.currency})"
    open_case(account_id=account_id, order_number=number, kind=kind, operation=news.operation, details=details, now=now)
    return True
