"""An account with ten years of daily shares: its pages, and its files, which take no more memory than a year's."""

import csv
import re
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.translation import override

from bench.statement import FIGURES, POSTINGS
from kosmos.catalogue.models import Blocks, Operator, Plan, Price, Service, Settlement
from kosmos.charging.period import rows_in_parts
from kosmos.documents.sheets import csv_lines
from kosmos.kernel.sql import execute
from kosmos.ledger.models import Account, AccountNumber
from kosmos.ledger.services import open_months
from kosmos.portal.sheets import cells_of, columns
from kosmos.portal.tests.clocks import set_clock
from kosmos.portal.words import plans
from kosmos.subscribers.models import Contract, SignIn, Subscriber
from kosmos.wording import typography

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2016, 12, 1), date(2026, 11, 30)
ACCOUNT = 7
ALL = f"from={FIRST}&to={LAST}"


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    """The browser of somebody who has had one service for ten years."""
    plans.forget_names()
    typography.zone.cache_clear()
    Operator.objects.create(code="x", name={"ru": "Икс"}, timezone="Europe/Minsk", currency="BYN")
    service = Service.objects.create(code="internet", name={"ru": "Интернет"})
    plan = Plan.objects.create(
        code="net", name={"ru": "Орбита"}, service=service, settlement=Settlement.PREPAID, blocks=Blocks.SHORT
    )
    price = Price.objects.create(plan=plan, from_on=FIRST, fee_kopecks=2590)
    open_months(FIRST, LAST)
    Account.objects.create(id=ACCOUNT, open_through_on=LAST, created_on=FIRST)
    AccountNumber.objects.create(number="100007", account_id=ACCOUNT)
    execute(POSTINGS, {"low": ACCOUNT, "high": ACCOUNT, "first": FIRST, "last": LAST, "price": price.id})
    execute(FIGURES, {})
    set_clock(datetime(2026, 11, 30, 20, tzinfo=ZoneInfo("Europe/Minsk")))
    sign_in = SignIn.objects.create(id=1, login="old", must_change_password=False)
    holder = Subscriber.objects.create(id=1, sign_in=sign_in, kind=1, name="Old")
    home = {"city": "Минск", "street": "Сурганова", "house": "17"}
    Contract.objects.create(account_id=ACCOUNT, number="100007", signed_on=FIRST, subscriber=holder, **home)
    client.force_login(sign_in)
    with override("ru"):
        yield client


def peak(work: Callable[[], object]) -> int:
    """How much memory Python's objects took at most, in bytes."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def read(first: date) -> None:
    """Go through the lines of CSV, and keep none."""
    for part in rows_in_parts(ACCOUNT, first, LAST):
        for _line in csv_lines(columns(), map(cells_of, part), english=False):
            pass


def test_files_of_ten_years(owner: Client) -> None:
    answer = owner.get(f"/cabinet/statement/csv/?{ALL}")
    assert answer.streaming
    lines = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines(), delimiter=";"))[1:]
    assert [int(line[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert len(lines) == (LAST - FIRST).days + 1 + 120
    assert owner.get(f"/cabinet/statement/xlsx/?{ALL}").getvalue().startswith(b"PK")
    assert owner.get(f"/cabinet/statement/pdf/?{ALL}").content.startswith(b"%PDF-")


def test_ten_years_take_no_more_memory_than_one(owner: Client) -> None:
    read(FIRST)
    assert peak(partial(read, FIRST)) < 2 * peak(partial(read, date(2025, 12, 1)))


def test_pages_of_ten_years(owner: Client) -> None:
    page = owner.get(f"/cabinet/statement/?{ALL}").content.decode()
    assert page.count("?month=") >= 120
    found = owner.get(f"/cabinet/statement/?{ALL}&kind=payments").content.decode()
    assert "Нашлось 120 операци" in found and "page=2" in found
    years = owner.get("/cabinet/analysis/?period=all").content.decode()
    assert "Списано по годам" in years
    assert re.findall(r'<text class="name"[^>]*>(20\d\d)</text>', years)[:11] == [
        str(year) for year in range(2016, 2027)
    ]
