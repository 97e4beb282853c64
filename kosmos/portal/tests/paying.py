"""The rulebook's first example as a world to pay in: 25,90 a month, blocked on 1 December, 20,00 paid on the 3rd."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from kosmos.catalogue.models import Blocks, Needs, Operator, Plan, Price, Service, Settlement
from kosmos.charging.services import NewPayment, connect, open_days, post_payments
from kosmos.kernel.days import ONE_DAY, each_day, start_of
from kosmos.kernel.models import DemoClock
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.services import open_account
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind

ZONE = ZoneInfo("Europe/Minsk")
FIRST = date(2026, 11, 1)
NUMBER, NOBODYS = "100482", "100483"
TODAY = datetime(2026, 12, 4, 10, tzinfo=ZONE)


def at(day: date, hour: int) -> datetime:
    """An hour of a day in Minsk."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def world(*, demo: bool = True) -> int:
    """The operator, his plan, and Anna's blocked account; its id. In the demo it is 4 December, 10:00."""
    plan = _plan()
    account_id = open_account(number=NUMBER, day=FIRST - ONE_DAY)
    post_payments([NewPayment(account_id, 25_90, "first")], now=at(FIRST, 9))
    connect(account_id=account_id, plan=plan, now=at(FIRST, 9))
    for day in each_day(FIRST, date(2026, 12, 3)):
        open_days(now=start_of(day, ZONE))
    post_payments([NewPayment(account_id, 20_00, "second")], now=at(date(2026, 12, 3), 14))
    open_days(now=start_of(TODAY.date(), ZONE))
    if demo:
        DemoClock.objects.create(ahead=TODAY - datetime.now(UTC))
    anna(account_id)
    return account_id


def anna(account_id: int, *, login: str = "anna") -> SignIn:
    """A person who holds an account, with a sign-in of her own."""
    count = SignIn.objects.count() + 1
    sign_in = SignIn.objects.create(id=count, login=login, password=make_password("небо"), must_change_password=False)
    subscriber = Subscriber.objects.create(
        id=count, sign_in=sign_in, kind=SubscriberKind.PERSON, name="Анна Ковалёва", phone="+375291234567"
    )
    Contract.objects.create(
        account_id=account_id,
        number=f"Д-{count}",
        signed_on=FIRST,
        subscriber=subscriber,
        city="Минск",
        street="ул. Сурганова",
        house="17",
        apartment="34",
    )
    return sign_in


def _plan() -> Plan:
    Operator.objects.create(
        code="test", name={"ru": "Космос ТВ"}, timezone=ZONE.key, currency="BYN", phones=["8-800-289-29-29"]
    )
    eve = start_of(FIRST - ONE_DAY, ZONE)
    BusinessDay.objects.create(day=FIRST - ONE_DAY, begun_at=eve, finished_at=eve)
    service = Service.objects.create(code="internet", name={"ru": "Интернет"})
    plan = Plan.objects.create(
        code="orbita-100",
        name={"ru": "Орбита 100"},
        service=service,
        settlement=Settlement.PREPAID,
        blocks=Blocks.SHORT,
        needs=Needs.FULL_FEE,
    )
    Price.objects.create(plan=plan, from_on=FIRST, fee_kopecks=25_90)
    return plan
