"""Periods and the analysis of random accounts, against sums that are added up line by line."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from kosmos.catalogue.models import Price
from kosmos.charging.analysis import analysis_of
from kosmos.charging.period import rows_in_parts, statement_period
from kosmos.charging.services.moment import begin
from kosmos.ledger.models import LedgerCode, Posting, PostingKind
from tests.engine.worlds import Watcher, Wish, World, live

SEEDS = (11, 12)
MOMENTS = 60
TAKEN_BACK_OR_PAID = {PostingKind.PAYMENT, PostingKind.REVERSAL}


def came(line: Posting) -> bool:
    return line.kind in TAKEN_BACK_OR_PAID or (line.kind == PostingKind.CORRECTION and line.amount_kopecks > 0)


def gained(lines: Iterable[Posting]) -> int:
    return sum(line.amount_kopecks for line in lines)


class Sums(Watcher):
    """A period's equation, its lines, and what the analysis says of all the months, from the bare passbook."""

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """Look at a random period of the account of an event."""
        if self.seen["moments"] >= MOMENTS or world.rng.random() < 0.9:
            return
        account_id, today = world.accounts[wish["account"]], at.date()
        self.seen["moments"] += 1
        begin(account_id, now=at)
        first = world.days[0] + timedelta(days=world.rng.randrange(-40, 60))
        last = max(first, min(today, first + timedelta(days=world.rng.randrange(0, 90))))
        passbook = list(Posting.objects.filter(account_id=account_id).order_by("number"))
        self._period(world, passbook, first, last)
        self._analysis(world, passbook, today)

    def _period(self, world: World, passbook: list[Posting], first: date, last: date) -> None:
        account_id = passbook[0].account_id if passbook else 0
        if not passbook:
            return
        what = f"account {account_id}, {first} to {last}"
        inside = [line for line in passbook if first <= line.posted_on <= last]
        brought = [line for line in inside if line.kind == PostingKind.OPENING]
        opening = gained(line for line in passbook if line.posted_on < first) + gained(brought)
        paid = gained(line for line in inside if came(line))
        charged = -gained(line for line in inside if not came(line) and line not in brought)
        period = statement_period(account_id, first, last)
        whole = period.whole
        said = (whole.opening_kopecks, whole.charges_kopecks, whole.payments_kopecks, whole.closing_kopecks)
        self.expect(world, what, (opening, charged, paid, opening - charged + paid), said)
        months = sum(month.payments_kopecks - month.charges_kopecks for month in period.months)
        self.expect(world, f"{what}: months", paid - charged, months)
        rows = [row for month in rows_in_parts(account_id, first, last) for row in month]
        self.expect(world, f"{what}: rows", [line.number for line in inside], [row.number for row in rows])
        if rows:
            self.seen["rows"] += len(rows)
            self.expect(world, f"{what}: last balance", opening - charged + paid, rows[-1].balance_kopecks)

    def _analysis(self, world: World, passbook: list[Posting], today: date) -> None:
        lines = [line for line in passbook if line.kind != PostingKind.OPENING]
        if not lines:
            return
        services = dict(Price.objects.values_list("id", "plan__service_id"))
        went: Counter[int | str] = Counter()
        paid: Counter[str] = Counter()
        for line in lines:
            if came(line):
                other = line.kind == PostingKind.CORRECTION
                paid["correction" if other else LedgerCode(line.code).label] += line.amount_kopecks
            else:
                part = services[line.price_id] if line.price_id else PostingKind(line.kind).label
                went[part] -= line.amount_kopecks
        found = analysis_of(lines[0].account_id, first=world.days[0].replace(day=1), today=today)
        what = f"account {lines[0].account_id} analysed on {today}"
        self.expect(world, f"{what}: parts", (dict(paid), dict(went)), (dict(found.came_by), dict(found.went_by)))
        self.expect(world, f"{what}: whole", (paid.total(), went.total()), (found.whole.came, found.whole.went))
        months = [(month.first, month.came, month.went) for month in found.months]
        by_hand = [
            (
                month,
                gained(line for line in lines if line.posted_on.replace(day=1) == month and came(line)),
                -gained(line for line in lines if line.posted_on.replace(day=1) == month and not came(line)),
            )
            for month, _, _ in months
        ]
        self.expect(world, f"{what}: months", by_hand, months)
        self.expect(world, f"{what}: years", sum(m for _, m, _ in months), sum(year.came for year in found.years))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_sums_are_the_passbooks(seed: int) -> None:
    sums = Sums()
    live(seed, [sums])
    assert sums.broken == []
    assert sums.seen["rows"] > sums.seen["moments"] > 10
