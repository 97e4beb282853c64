"""A provider's day against ours: of each difference a person gets a case, and the order is asked about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Min, QuerySet

from kosmos.charging.models import Payment
from kosmos.charging.services import left_of
from kosmos.payments.models import ComparedDay, Order, Refund, RefundState, Unidentified
from kosmos.payments.news import Heard, News
from kosmos.payments.queries import lying_payment, order_by_number
from kosmos.payments.rails.base import RailUnreachable, Reporter, card_rails, rail_named
from kosmos.payments.services.asking import keep_answer
from kosmos.payments.services.cases import LEDGER_CURRENCY, of_attempt, open_case, suspense_account
from kosmos.payments.services.health import talk
from kosmos.payments.services.news import attempt_of, tell_part_back

DAY = timedelta(days=1)
AFTER = timedelta(hours=1)
"""So long after a day's end it is compared, when its last payments are known everywhere."""
AGAIN = timedelta(minutes=15)
MOST_DAYS = 30
"""So far back a day is looked for on which the provider or the worker was silent."""
ASKED = frozenset({"paid_only_there", "only_theirs", "only_ours"})
"""What may mend itself when the order is asked about; not money held, which the question would give up."""
MAY_BE_GONE = (RefundState.SENT, RefundState.UNKNOWN)


def compare_days(now: datetime) -> int:
    """Compare a whole day, by GMT, of each provider that tells of days, if one is due; how many. Safe to repeat."""
    last = (now - AFTER).astimezone(UTC).date() - DAY
    due = [(name, _due(name, last, now)) for name in card_rails()]
    return sum(compare_day(name, day, now=now) for name, day in due if day)


def _due(name: str, last: date, now: datetime) -> date | None:
    """The latest day that was not compared, from the first that was to be; none that was tried just now."""
    known = ComparedDay.objects.filter(rail=name)
    first: date = known.aggregate(first=Min("day"))["first"] or last
    passed = set(known.exclude(done_at=None, next_ask_at__lte=now).values_list("day", flat=True))
    days = (last - back * DAY for back in range(min(MOST_DAYS, (last - first).days + 1)))
    return next((day for day in days if day not in passed), None)


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
    count = sum(_differs(name, news, now) for news in answer.news)
    told = {(news.order_number, news.attempt) for news in answer.news}
    ours = [order for order in _ours(name, since) if (order.number, attempt_of(order.operation)) not in told]
    count += sum(_only_ours(order, now) for order in ours)
    ComparedDay.objects.filter(rail=name, day=day).update(done_at=now, differences=count)
    return True


def _mine(name: str, day: date, now: datetime) -> bool:
    """Whether nobody has compared the day, or tries to just now."""
    ComparedDay.objects.bulk_create([ComparedDay(rail=name, day=day, next_ask_at=now)], ignore_conflicts=True)
    due = ComparedDay.objects.filter(rail=name, day=day, done_at__isnull=True, next_ask_at__lte=now)
    return bool(due.update(next_ask_at=now + AGAIN))


def _differs(name: str, news: News, now: datetime) -> bool:
    """Whether an attempt is not as the provider says: paid there and not here, of another sum, or not there any more.

    What an order that is not ours brought is looked for on the suspense account.
    """
    order = order_by_number(news.order_number)
    if order and order.rail != name:
        order = None
    account_id = order.account_id if order else suspense_account(name, now=now)
    came = list(Payment.objects.filter(of_attempt(news.attempt), account_id=account_id, provider=name))
    kind = _paid_there(order, news, came, now) if news.heard is Heard.APPROVED else _gone(news, came)
    if order and kind == "part_cancelled":
        return tell_part_back(order, news, now=now)
    if not kind:
        return False
    if order and kind in ASKED and news.heard is not Heard.HELD:
        _ask_about(order, now)
    details = f"the provider says {news.heard.value} of {news.amount_kopecks} kopecks ({news.currency})"
    open_case(
        account_id=account_id,
        order_number=news.order_number,
        kind=kind,
        operation=news.operation,
        details=details,
        now=now,
    )
    return True


def _paid_there(order: Order | None, news: News, came: Sequence[Payment], now: datetime) -> str:
    """How what is paid there differs from ours; what was set aside here without a posting has its case."""
    if came:
        same = (sum(one.amount_kopecks for one in came), LEDGER_CURRENCY) == (news.amount_kopecks, news.currency)
        return "" if same else "day_other_amount"
    where = suspense_account(news.rail, now=now)
    aside = Unidentified.objects.filter(of_attempt(news.attempt, "operation"), account_id=where, rail=news.rail)
    if aside.exclude(currency=LEDGER_CURRENCY).exists():
        return ""
    return "only_theirs" if order is None or order.operation else "paid_only_there"


def _gone(news: News, came: Sequence[Payment]) -> str:
    """How what is not, or not all, paid there differs from ours."""
    if not sum(map(_stands, came)):
        return ""
    part = news.heard is Heard.PART_CANCELLED
    if news.heard is Heard.CANCELLED:
        part = news.amount_kopecks < sum(one.amount_kopecks for one in came)
    return "part_cancelled" if part else "only_ours"


def _stands(payment: Payment) -> int:
    """What of a payment stands still, where it lies now, less what a refund of ours may have given back already."""
    account_id, rail, operation = payment.account_id, payment.provider, payment.reference
    lying = lying_payment(account_id, rail, operation)
    sent = Refund.objects.filter(account_id=account_id, rail=rail, reference=operation, state__in=MAY_BE_GONE)
    return max(0, (left_of(lying) if lying else 0) - sum(sent.values_list("amount_kopecks", flat=True)))


def _ours(name: str, since: datetime) -> QuerySet[Order]:
    return Order.objects.filter(
        rail=name, paid_at__gte=since, paid_at__lt=since + DAY, created_at__gte=since, state="paid"
    )


def _only_ours(order: Order, now: datetime) -> bool:
    _ask_about(order, now)
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind="only_ours",
        operation=order.operation,
        details="paid here, and not among the provider's of the day",
        now=now,
    )
    return True


def _ask_about(order: Order, now: datetime) -> None:
    Order.objects.filter(pk=order.pk).update(next_ask_at=now)
