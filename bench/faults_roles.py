"""The processes of bench.faults, each on the database of its DATABASE_URL: `python -m bench.faults_roles ROLE ...`.

fill ACCOUNTS DAY; open DAY WORKERS (a line for each piece of progress); pay CLIENT DAY COUNT ACCOUNTS (0: until the end
of the standard input; its first line says that it is ready); check. The last line of each is JSON.
"""

import json
import os
import select
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"

CLIENTS = 2
REPEATED = 20
"""Every so many payments one is told twice."""

ACCOUNTS: LiteralString = """
INSERT INTO ledger_account (id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on,
                            created_on, kind)
SELECT n, CASE WHEN n %% 10 = 3 THEN -7 ELSE 5000 + n %% 977 END, 0, 0, 1, %(day)s::date, %(day)s::date, 1
  FROM generate_series(1, %(count)s::bigint) AS n
"""
NUMBERS: LiteralString = "INSERT INTO ledger_accountnumber SELECT (700000 + id)::text, id FROM ledger_account"
OPENING_BALANCES: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause)
SELECT id, 1, %(day)s::date, %(at)s::timestamptz, balance_kopecks, 7, 3, 0 FROM ledger_account
"""
SUBSCRIPTIONS: LiteralString = """
INSERT INTO charging_subscription (account_id, number, plan_id, status, connected_at, status_on, blocked_since_charge,
                                   planned, planned_on, planned_plan_id)
SELECT n, place, plan.id, 2, %(at)s::timestamptz - interval '1 year', %(day)s::date + 1, false,
       CASE WHEN place = 1 AND n %% 25 = 6 AND n %% 10 <> 0 THEN 1 WHEN place = 1 AND n %% 40 = 9 THEN 2 END,
       CASE WHEN place = 1 AND n %% 25 = 6 AND n %% 10 <> 0 THEN %(day)s::date + 3
            WHEN place = 1 AND n %% 40 = 9 THEN %(day)s::date + 4 END,
       CASE WHEN place = 1 AND n %% 25 = 6 AND n %% 10 <> 0
            THEN (SELECT id FROM catalogue_plan WHERE code = 'change') END
  FROM generate_series(1, %(count)s::bigint) AS n
 CROSS JOIN generate_series(1, 2) AS place
  JOIN catalogue_plan AS plan
    ON plan.code = CASE WHEN place = 2 THEN (ARRAY['package', 'film', 'tv', 'credit'])[n / 2 %% 4 + 1]
                        WHEN n %% 10 = 0 THEN 'postpaid'
                        ELSE (ARRAY['short', 'full', 'negative'])[n %% 3 + 1] END
 WHERE place = 1 OR n %% 2 = 1
"""
SUSPENSIONS: LiteralString = """
INSERT INTO charging_suspension (account_id, number, asked_at, first_on, last_on, state)
SELECT n, 1, %(at)s::timestamptz, %(day)s::date + 4, %(day)s::date + 5, 1
  FROM generate_series(11, %(count)s::bigint, 30) AS n
"""
PROMISES: LiteralString = """
INSERT INTO charging_promise (account_id, number, taken_at, until_at, kept, lapsed)
SELECT n, 1, %(at)s::timestamptz + n %% 7 * interval '9 hours', %(at)s::timestamptz + n %% 7 * interval '9 hours'
       + interval '72 hours', false, false
  FROM generate_series(3, %(count)s::bigint, 20) AS n
"""


def fill(count: int, day: date) -> dict[str, object]:
    """Accounts as another system's books bring them, open through a day: plans of all kinds, a tenth postpaid, a
    tenth short of money, and changes, ends, suspensions and promises that wait for the days to come.
    """
    from django.db import connections, transaction  # noqa: PLC0415 - needs Django set up

    from kosmos.kernel.days import start_of  # noqa: PLC0415
    from kosmos.kernel.sql import execute  # noqa: PLC0415
    from kosmos.ledger.models import BusinessDay  # noqa: PLC0415
    from kosmos.ledger.services import open_months  # noqa: PLC0415

    with transaction.atomic():
        zone = _catalogue()
        at = start_of(day, zone)
        BusinessDay.objects.create(day=day, begun_at=at, finished_at=at)
        open_months(day, day)
        values = {"count": count, "day": day, "at": at}
        for text in (ACCOUNTS, NUMBERS, OPENING_BALANCES, SUBSCRIPTIONS, SUSPENSIONS, PROMISES):
            execute(text, {name: value for name, value in values.items() if f"%({name})s" in text})
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {}


def _catalogue() -> ZoneInfo:
    from kosmos.catalogue.models import (  # noqa: PLC0415 - needs Django set up
        Blocks,
        Kind,
        Needs,
        Operator,
        Plan,
        Price,
        Service,
        Settlement,
    )
    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415

    Operator.objects.create(code="faults", name={"ru": "Сбои"}, timezone="Europe/Minsk", currency="BYN")
    internet, television = (Service.objects.create(code=code, name={"ru": code}) for code in ("internet", "tv"))
    prepaid: dict[str, Any] = {"settlement": Settlement.PREPAID}
    postpaid: dict[str, Any] = {"settlement": Settlement.POSTPAID}
    for code, service, fee, kinds in (
        ("short", internet, 2590, {**prepaid, "needs": Needs.NEXT_SHARE}),
        ("full", internet, 3333, {**prepaid, "needs": Needs.FULL_FEE}),
        ("negative", internet, 1990, {**prepaid, "blocks": Blocks.NEGATIVE}),
        ("change", internet, 2111, {**prepaid, "needs": Needs.NEXT_SHARE}),
        ("postpaid", internet, 1800, postpaid),
        ("package", internet, 700, {**prepaid, "kind": Kind.PACKAGE, "needs": Needs.NEXT_SHARE}),
        ("film", internet, 990, {**prepaid, "kind": Kind.PACKAGE, "needs": Needs.FULL_FEE}),
        ("tv", television, 1111, {**prepaid, "needs": Needs.NEXT_SHARE}),
        ("credit", television, 1250, postpaid),
    ):
        plan = Plan.objects.create(code=code, name={"ru": code}, service=service, **kinds)
        Price.objects.create(plan=plan, from_on=date(2016, 1, 1), fee_kopecks=fee)
    return operator_zone()


def open_through(day: date, workers: int) -> dict[str, object]:
    """Open days up to one, as `kosmos day open` does."""
    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415 - needs Django set up
    from kosmos.charging.services import open_days  # noqa: PLC0415
    from kosmos.kernel.days import start_of  # noqa: PLC0415

    say({"ready": True})
    begun = time.time()
    opened = open_days(now=start_of(day, operator_zone()) + timedelta(hours=5), workers=workers)
    return {"begun": begun, "ended": time.time(), "opened": [str(one) for one in opened]}


def pay(client: int, day: date, count: int, accounts: int) -> dict[str, object]:
    """Pay without pause, each payment in a transaction of its own; which ones is fixed beforehand.

    A client pays accounts of its own, so that what came first on an account does not depend on the clients' race.
    """
    from kosmos.catalogue.queries import operator_zone  # noqa: PLC0415 - needs Django set up
    from kosmos.charging.services import NewPayment, post_payments  # noqa: PLC0415
    from kosmos.kernel.days import start_of  # noqa: PLC0415

    at = start_of(day, operator_zone()) + timedelta(hours=6)
    dice = Random(f"client {client} on {day}")
    paid_at: list[float] = []
    errors: list[str] = []
    say({"ready": True})
    while len(paid_at) < count if count else not _told_to_stop():
        number = len(paid_at)
        account_id = dice.randrange(accounts // CLIENTS) * CLIENTS + client + 1
        payment = NewPayment(account_id, dice.choice((1, 7, 500, 2590, 5000)), f"{day}-{client}-{number}")
        at += timedelta(milliseconds=20)
        for _ in range(1 + (number % REPEATED == 0)):
            _unless_failing(lambda now=at, it=payment: post_payments([it], now=now), errors)  # type: ignore[misc]
        paid_at.append(time.time())
    return {"paid_at": paid_at, "errors": errors}


def _unless_failing(act: Callable[[], object], errors: list[str]) -> None:
    """Note what a client would see, and go on; what was refused is not in the books and will be missed there."""
    try:
        act()
    except Exception as error:
        errors.append(f"{type(error).__name__}: {' '.join(str(error).split())}")


def _told_to_stop() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def check() -> dict[str, object]:
    """What the auditor says."""
    from kosmos.charging.audit import check_ledger  # noqa: PLC0415 - needs Django set up
    from kosmos.ledger.services.seals import seal_days  # noqa: PLC0415

    sealed = seal_days()
    report = check_ledger()
    return {
        "sealed": len(sealed),
        "counts": dict(report.counts),
        "findings": [one.message for one in report.findings[:10]],
        "postings": report.postings,
    }


def say(answer: dict[str, object]) -> None:
    """One line for the process that started this one."""
    print(json.dumps(answer), flush=True)


def main(role: str, *arguments: str) -> None:
    """Play a role."""
    django.setup()
    day = date.fromisoformat(arguments[1] if role in ("fill", "pay") else arguments[0]) if arguments else date.min
    if role == "fill":
        say(fill(int(arguments[0]), day))
    elif role == "open":
        say(open_through(day, int(arguments[1])))
    elif role == "pay":
        say(pay(int(arguments[0]), day, int(arguments[2]), int(arguments[3])))
    else:
        say(check())


if __name__ == "__main__":
    main(*sys.argv[1:])
