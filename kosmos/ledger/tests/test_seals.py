"""Seals and the trial balance are taken over closed days only, and always come out the same."""

from datetime import UTC, date, datetime

import pytest

from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.sql import execute
from kosmos.ledger.models import Account, BusinessDay, LedgerCode, OperatorPosting, PostingKind
from kosmos.ledger.queries import TrialRow, last_closed_day, trial_balance
from kosmos.ledger.services import Entry, Line, open_account, open_months, write_postings
from kosmos.ledger.services.seals import seal_days, seal_of

FIRST = date(2026, 1, 30)
AT = datetime(2026, 1, 30, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> int:
    """An account that is open, as all four days are, through 2 February; on each of them it got a rouble."""
    found = open_account(number="1", day=FIRST, open_through_on=FIRST + 3 * ONE_DAY)
    for index in range(4):
        day = FIRST + index * ONE_DAY
        open_months(day, day)
        BusinessDay.objects.create(day=day, begun_at=AT, finished_at=AT)
        _post(found, day, number=index)
    return found


def _post(account: int, day: date, *, number: int) -> None:
    line = Line(PostingKind.PAYMENT, 100, code=LedgerCode.CASH_DESK)
    write_postings([Entry(account, number, [line])], day=day, at=AT)


def test_days_before_the_last_finished_one_are_closed(account: int) -> None:
    assert last_closed_day() == date(2026, 2, 1)


def test_a_day_that_some_account_has_open_is_not_closed(account: int) -> None:
    open_account(number="2", day=date(2026, 1, 31))
    assert last_closed_day() == date(2026, 1, 30)


def test_nothing_is_closed_after_an_unfinished_day(account: int) -> None:
    BusinessDay.objects.filter(day=date(2026, 1, 31)).update(finished_at=None)
    assert last_closed_day() == date(2026, 1, 30)


def test_nothing_is_closed_before_the_first_day() -> None:
    assert last_closed_day() is None
    assert seal_days() == []
    assert trial_balance() == []


def test_closed_days_are_sealed_once_and_in_order(account: int) -> None:
    told: list[tuple[date, int, int]] = []
    closed = [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1)]
    assert seal_days(progress=lambda *step: told.append(step)) == closed
    assert told == [(day, done, 3) for done, day in enumerate(closed, 1)]
    seals = dict(BusinessDay.objects.values_list("day", "seal"))
    assert seal_days() == []
    assert dict(BusinessDay.objects.values_list("day", "seal")) == seals
    assert seals[date(2026, 2, 2)] is None
    assert len(set(seals.values())) == 4
    assert set(BusinessDay.objects.filter(day__in=closed).values_list("postings", "total_kopecks")) == {(1, 100)}


def test_a_later_day_is_sealed_upon_the_one_before_it(account: int) -> None:
    seal_days()
    Account.objects.update(open_through_on=date(2026, 2, 3))
    BusinessDay.objects.create(day=date(2026, 2, 3), begun_at=AT, finished_at=AT)
    assert seal_days() == [date(2026, 2, 2)]
    before, last = BusinessDay.objects.filter(seal__isnull=False).order_by("-day")[:2][::-1]
    assert seal_of(last.day, after=before.day, previous=before.seal or "").seal == last.seal
    assert seal_of(last.day, after=before.day, previous="").seal != last.seal


def test_a_seal_takes_in_what_was_posted_on_days_without_a_row(account: int) -> None:
    BusinessDay.objects.filter(day=date(2026, 1, 31)).delete()
    seal_days()
    assert BusinessDay.objects.get(day=date(2026, 2, 1)).postings == 2


def test_a_seal_is_the_same_whatever_the_session_prints(account: int) -> None:
    plain = seal_of(FIRST, after=None, previous="")
    execute("SET LOCAL datestyle = 'German, DMY'", {})
    execute("SET LOCAL timezone = 'Asia/Tokyo'", {})
    assert seal_of(FIRST, after=None, previous="") == plain


def test_a_seal_takes_in_the_operators_own_postings(account: int) -> None:
    before = seal_of(FIRST, after=None, previous="")
    _move(60)
    after = seal_of(FIRST, after=None, previous="")
    assert (after.postings, after.total_kopecks) == (before.postings, before.total_kopecks) == (1, 100)
    assert after.seal != before.seal


def _move(amount_kopecks: int) -> None:
    OperatorPosting.objects.create(
        number=1,
        posted_on=FIRST,
        posted_at=AT,
        from_code=LedgerCode.CASH_DESK,
        to_code=LedgerCode.BANK,
        amount_kopecks=amount_kopecks,
        reference="collected",
        note="",
    )


def test_trial_balance_is_zero_together_with_the_accounts(account: int) -> None:
    _move(60)
    rows = trial_balance()
    assert rows == [TrialRow(LedgerCode.CASH_DESK, 4, -240), TrialRow(LedgerCode.BANK, 1, -60)]
    assert [row.name for row in rows] == ["cash_desk", "bank"]
    assert sum(row.gained_kopecks for row in rows) + 3 * 100 == 0


def test_trial_balance_of_an_earlier_day(account: int) -> None:
    assert trial_balance(FIRST) == [TrialRow(LedgerCode.CASH_DESK, 1, -100)]


def test_trial_balance_never_takes_in_an_open_day(account: int) -> None:
    assert trial_balance(date(2026, 2, 2)) == trial_balance(date(2026, 2, 1)) == trial_balance()
