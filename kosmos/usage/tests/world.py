"""A small operator, plans of every kind of traffic, and an account that is about to use them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Blocks, Operator, Plan, Price, Service, Settlement, UsedUp
from kosmos.charging.services import NewPayment, connect, post_payments
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.ledger.models import Account, BusinessDay, Posting, PostingKind
from kosmos.ledger.services import open_account
from kosmos.usage.queries import Traffic, traffic_of
from kosmos.usage.rules import GIGABYTE

ZONE = ZoneInfo("Europe/Minsk")
FIRST = date(2016, 11, 1)
TRAFFIC = {
    "slow": {"volume_bytes": GIGABYTE, "used_up": UsedUp.THROTTLE, "throttle_kbps": 512},
    "dry": {"volume_bytes": GIGABYTE, "used_up": UsedUp.STOP},
    "dear": {"volume_bytes": GIGABYTE, "used_up": UsedUp.CHARGE, "megabyte_kopeck_hundredths": 125},
    "endless": {},
}


def at(day: int, hour: int = 9, month: int = 11, year: int = 2016) -> datetime:
    """An hour of a day of November 2016, or of another month."""
    return datetime(year, month, day, hour, tzinfo=ZONE)


def plans(fee_kopecks: int = 3000) -> dict[str, Plan]:
    """The operator with his plans, one of each kind, before his first day, the 1st of November."""
    Operator.objects.create(code="test", name={"ru": "Тест"}, timezone=ZONE.key, currency="BYN")
    eve = start_of(FIRST - ONE_DAY, ZONE)
    BusinessDay.objects.create(day=FIRST - ONE_DAY, begun_at=eve, finished_at=eve)
    made = {}
    for code, traffic in TRAFFIC.items():
        service = Service.objects.create(code=code, name={"ru": code})
        made[code] = Plan.objects.create(
            code=code,
            name={"ru": code},
            service=service,
            settlement=Settlement.PREPAID,
            blocks=Blocks.NEGATIVE,
            **traffic,
        )
        Price.objects.create(plan=made[code], from_on=FIRST, fee_kopecks=fee_kopecks)
    return made


def account(*connected: Plan, kopecks: int = 100_00, now: datetime | None = None) -> int:
    """An account with money and plans, from 9 o'clock on the 1st."""
    now = now or at(1)
    account_id = open_account(number=str(700000 + Account.objects.count()), day=FIRST - ONE_DAY)
    if kopecks:
        post_payments([NewPayment(account_id, kopecks, "first")], now=now)
    for plan in connected:
        connect(account_id=account_id, plan=plan, now=now)
    return account_id


def one(account_id: int, now: datetime) -> Traffic:
    """The traffic of an account that has one plan with a volume."""
    (traffic,) = traffic_of(account_id, now)
    return traffic


def charges(account_id: int) -> list[tuple[int, str | None]]:
    """The account's one-off charges and their notes."""
    lines = Posting.objects.filter(account_id=account_id, kind=PostingKind.ONE_OFF).order_by("number")
    return [(-amount, note) for amount, note in lines.values_list("amount_kopecks", "note")]
