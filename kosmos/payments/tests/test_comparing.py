"""A provider's day against ours: each attempt that differs is a case, and no day is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import ComparedDay, Order
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.base import Answer, RailUnreachable
from kosmos.payments.services import take_news
from kosmos.payments.services.comparing import compare_day, compare_days
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.services.suspense import assign
from kosmos.payments.tests import world
from kosmos.payments.tests.world import BILL, LATER, NOW, Bank, balance, cases, credited, fresh, wired

SECOND = "5732614000000002"
TODAY = NOW.date()
DAY = timedelta(days=1)
NEXT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@dataclass
class Reports(Bank):
    """A provider that tells of days: always the same, unless it is silent; and which days it was asked for."""

    told: tuple[News, ...] = ()
    silent: bool = False
    days: list[date] = field(default_factory=list)

    def report(self, since: datetime, until: datetime) -> Answer:
        self.days.append(since.date())
        if self.silent:
            raise RailUnreachable("silent")
        return Answer(self.told, "raw")

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        return Answer(tuple(news for news in self.told if news.order_number == order_number), "raw")


@pytest.fixture
def bank() -> Iterator[Reports]:
    with wired(Reports()) as wired_bank:
        assert isinstance(wired_bank, Reports)
        yield wired_bank


def news(number: str, heard: Heard = Heard.APPROVED, kopecks: int = 2500, attempt: str = BILL, part: int = 1) -> News:
    return News(number, heard, kopecks, "BYN", f"{attempt}.{part}", attempt, Source.QUERY, "assist")


def compared(bank: Reports, *told: News) -> list[str]:
    """The cases once the day was compared, before anything was asked."""
    bank.told = told
    assert compare_day("assist", TODAY, now=NEXT)
    assert not compare_day("assist", TODAY, now=NEXT + DAY), "once"
    return cases()


def test_a_second_attempt_that_only_the_provider_has_is_a_case_and_is_asked_about(order: Order, bank: Reports) -> None:
    take_news(order.number, news(order.number), LATER)
    assert compared(bank, news(order.number), news(order.number, attempt=SECOND)) == ["only_theirs"]
    assert poll_orders(NEXT) == 1
    assert credited(order.account_id) == [(f"{BILL}.1", 2500), (f"{SECOND}.1", 2500)]


@pytest.mark.parametrize(
    ("heard", "kind", "left"),
    [
        (Heard.CANCELLED, "only_ours", 0),
        (Heard.DECLINED, "only_ours", 0),
        (Heard.WAITING, "only_ours", 2500),
        (Heard.PART_CANCELLED, "part_cancelled", 2500),
    ],
)
def test_what_is_paid_here_and_not_there_any_more(
    order: Order, bank: Reports, heard: Heard, kind: str, left: int
) -> None:
    take_news(order.number, news(order.number), LATER)
    assert compared(bank, news(order.number, heard)) == [kind]
    poll_orders(NEXT)
    assert balance(order.account_id) == left


def test_an_attempt_that_is_not_told_of_though_another_one_is(order: Order, bank: Reports) -> None:
    take_news(order.number, news(order.number), LATER)
    assert compared(bank, news(order.number, Heard.DECLINED, attempt=SECOND)) == ["only_ours"]
    assert fresh(order).next_ask_at == NEXT


@pytest.mark.parametrize(
    ("kopecks", "heard"), [(2500, Heard.CANCELLED), (500, Heard.PART_CANCELLED), (500, Heard.CANCELLED)]
)
@pytest.mark.parametrize("loses", [False, True])
def test_what_a_refund_of_ours_gave_back_is_no_difference(
    order: Order, bank: Reports, kopecks: int, heard: Heard, loses: bool
) -> None:
    take_news(order.number, news(order.number), LATER)
    bank.loses = loses
    pursue_refund(request_refund(fresh(order), amount_kopecks=kopecks, key="a", now=NOW), NOW)
    assert compared(bank, news(order.number, heard, kopecks)) == []


def test_a_cancel_of_more_than_a_refund_of_ours_gave_back_is_a_case(order: Order, bank: Reports) -> None:
    take_news(order.number, news(order.number), LATER)
    pursue_refund(request_refund(fresh(order), amount_kopecks=500, key="a", now=NOW), NOW)
    assert compared(bank, news(order.number, Heard.CANCELLED)) == ["only_ours"]


def test_each_attempt_has_its_own_sum(order: Order, bank: Reports) -> None:
    told = news(order.number), news(order.number, kopecks=1000, attempt=SECOND)
    for one in told:
        take_news(order.number, one, LATER)
    before = cases()
    assert compared(bank, *told) == before
    ComparedDay.objects.all().delete()
    assert compared(bank, told[0], news(order.number, kopecks=1100, attempt=SECOND)) == ["day_other_amount", *before]


def test_money_held_there_and_paid_here_is_a_person_s_to_look_at(order: Order, bank: Reports) -> None:
    take_news(order.number, news(order.number), LATER)
    assert compared(bank, news(order.number, Heard.HELD)) == ["only_ours"]
    assert fresh(order).next_ask_at is None


def test_what_was_set_aside_as_another_currency_is_no_difference(order: Order, bank: Reports) -> None:
    dollars = replace(news(order.number), currency="USD")
    take_news(order.number, dollars, LATER)
    before = cases()
    assert compared(bank, dollars) == before


def test_nobodys_money_is_known_wherever_it_lies(db: None, bank: Reports) -> None:
    world.operator()
    payer = world.account()
    take_news("gone", news("gone"), LATER)
    assert compared(bank, news("gone")) == ["unknown_order"]
    assign(rail="assist", operation=f"{BILL}.1", account_id=payer, now=LATER)
    ComparedDay.objects.all().delete()
    told = news("gone"), news("gone", Heard.DECLINED, attempt=SECOND), news("other", attempt="5732614000000003")
    assert compared(bank, *told) == ["only_theirs", "unknown_order"]
    ComparedDay.objects.all().delete()
    assert compared(bank, news("gone", Heard.CANCELLED)) == ["only_ours", "only_theirs", "unknown_order"]


def test_a_day_on_which_the_provider_was_silent_is_compared_later(db: None, bank: Reports) -> None:
    bank.silent = True
    assert [compare_days(NEXT + timedelta(minutes=minutes)) for minutes in (0, 10, 20)] == [0, 0, 0]
    assert bank.days == [TODAY, TODAY]
    bank.silent = False
    later = NEXT + 2 * DAY
    assert [compare_days(later) for _ in range(4)] == [1, 1, 1, 0]
    assert bank.days[2:] == [TODAY + 2 * DAY, TODAY + DAY, TODAY]


def test_days_on_which_the_worker_stood_still_are_compared_for_a_month(db: None, bank: Reports) -> None:
    assert compare_days(NEXT) == 1
    later = NEXT + 40 * DAY
    assert sum(compare_days(later) for _ in range(50)) == 30
    assert min(bank.days[1:]) == TODAY + 11 * DAY


def test_a_day_that_is_never_told_holds_up_no_other(db: None, bank: Reports) -> None:
    ComparedDay.objects.create(rail="assist", day=TODAY - DAY, next_ask_at=NEXT)
    bank.silent = True
    assert compare_days(NEXT) == 0
    bank.silent = False
    assert compare_days(NEXT + timedelta(minutes=1)) == 1
    assert compare_days(NEXT + timedelta(minutes=20)) == 1
    assert set(ComparedDay.objects.values_list("done_at", flat=True)) != {None}
