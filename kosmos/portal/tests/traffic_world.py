"""An account with a volume in the middle of a month, counted by the hour, and whose holder can sign in."""

from datetime import date, datetime

from django.test import Client

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.services import NewPayment, open_days, post_payments
from kosmos.kernel.days import each_day, start_of
from kosmos.kernel.models import DemoClock
from kosmos.portal.tests.paying import anna
from kosmos.subscribers.models import SignIn
from kosmos.usage.rules import GIGABYTE, MEGABYTE
from kosmos.usage.services import count_traffic
from kosmos.usage.tests.world import ZONE, account, at, plans

NOW = at(12, 15)
BUNDLES = [{"volume_bytes": GIGABYTE, "price_kopecks": 150}, {"volume_bytes": 4 * GIGABYTE, "price_kopecks": 500}]
WAYS = {
    "used_up_choices": [int(UsedUp.THROTTLE), int(UsedUp.STOP), int(UsedUp.CHARGE)],
    "throttle_kbps": 512,
    "megabyte_kopeck_hundredths": 125,
}


def sold() -> dict[str, Plan]:
    """The plans of usage's own tests; «slow» can be bought more of, and leaves three ways to choose."""
    found = plans()
    Plan.objects.filter(code="slow").update(bundles=BUNDLES, name={"ru": "Орбита 50"}, speed_kbps=50_000, **WAYS)
    Plan.objects.filter(code="endless").update(speed_kbps=30_000, name={"ru": "Безлимит"})
    return {plan.code: plan for plan in Plan.objects.filter(code__in=found)}


def holder_of(*connected: Plan, kopecks: int = 100_00, megabytes: int = 300, login: str = "anna") -> int:
    """An account that used so much on the 10th and 11th, looked at on the 12th of November 2016 at 15:00."""
    account_id = account(*connected, kopecks=kopecks)
    for day, hour in ((10, 20), (11, 8), (11, 21)):
        for plan in connected:
            if plan.volume_bytes and megabytes:
                use(account_id, plan, megabytes, at(day, hour))
    anna(account_id, login=login)
    return account_id


def use(account_id: int, plan: Plan, megabytes: int, now: datetime) -> None:
    """Traffic of an hour."""
    count_traffic(
        account_id=account_id,
        plan=plan,
        volume_bytes=megabytes * MEGABYTE,
        now=now,
        source="test",
        reference=f"{plan.code} {now}",
    )


def stop_the_clock(now: datetime = NOW) -> None:
    """Let the pages think that it is this moment, with all days open."""
    for day in each_day(date(2016, 11, 1), now.astimezone(ZONE).date()):
        open_days(now=start_of(day, ZONE))
    DemoClock.objects.all().delete()
    DemoClock.objects.create(ahead=now - datetime.now(ZONE))


def signed_in(login: str = "anna") -> Client:
    """A browser of the holder's own."""
    client = Client()
    client.force_login(SignIn.objects.get(login=login))
    return client


def pay(account_id: int, kopecks: int, now: datetime = NOW) -> None:
    """Money comes."""
    post_payments([NewPayment(account_id, kopecks, f"{kopecks}")], now=now)
