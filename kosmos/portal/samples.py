"""Accounts in every state, made by hand: what the showcase of the demo and the tests of the home page draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kosmos.charging.forecast import Forecast
from kosmos.charging.home import Home, MonthAhead, MonthDay, NextCharge, PromiseTerms, Shortage
from kosmos.charging.queries import Held
from kosmos.charging.standing import Awaited
from kosmos.charging.why import StatementRow, Why
from kosmos.kernel.days import each_day, month_end, month_start, next_month
from kosmos.ledger.rules import Figures
from kosmos.usage.queries import Traffic
from kosmos.usage.rules import GIGABYTE

TODAY = date(2026, 11, 18)
NOVEMBER_END, DECEMBER_FIRST, DECEMBER_THIRD = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)
NUMBER = "100482"


@dataclass(frozen=True, slots=True)
class Sample:
    """An account by hand: what its state is called, what is known of it, and its traffic."""

    title: str | LazyText
    view: Home
    traffic: tuple[Traffic, ...] = ()


INTERNET = Held(
    number=1,
    plan="kombo-50",
    name={"ru": "КОМБО 50", "be": "КОМБА 50", "en": "KOMBO 50"},
    fee_kopecks=2590,
    status="running",
    status_on=date(2026, 11, 1),
    needs_kopecks=None,
    planned=None,
    planned_on=None,
    planned_plan=None,
    service="internet",
    service_name={"ru": "Интернет", "be": "Інтэрнэт", "en": "Internet"},
    speed_kbps=50_000,
)
POSTPAID = replace(
    INTERNET,
    plan="kosmos-optima",
    name={"ru": "Космос Оптима", "be": "Космас Оптыма", "en": "Kosmos Optima"},
    fee_kopecks=1800,
    settlement="postpaid",
)
UNLIMITED = replace(
    INTERNET,
    plan="free-30",
    name={"ru": "Безлимит 30", "be": "Безліміт 30", "en": "Unlimited 30"},
    fee_kopecks=1799,
)
FILMS = replace(
    INTERNET,
    number=2,
    plan="cktv-film",
    name={"ru": "ЦКТВ Кино", "be": "ЛКТБ Кіно", "en": "Digital TV Films"},
    fee_kopecks=450,
    service="digital_tv",
    service_name={"ru": "Цифровое телевидение", "be": "Лічбавае тэлебачанне", "en": "Digital TV"},
    is_package=True,
    speed_kbps=None,
)


AWAITED = Awaited("kombo-50", INTERNET.name, 2590, 0, "prepaid", "insufficient_funds", 2590)


def _off(held: Held, needs_kopecks: int) -> Held:
    return replace(held, status="blocked", status_on=DECEMBER_FIRST, needs_kopecks=needs_kopecks)


def _days(today: date, *, until: date | None, paused: tuple[date, date] = (date.max, date.min)) -> tuple[MonthDay, ...]:
    """The days of a month: what is past was served, what comes is covered ``until`` a day."""

    def state(day: date) -> str:
        if paused[0] <= day <= paused[1]:
            return "paused"
        if day < today:
            return "past" if until else "missed"
        return "covered" if until and day <= until else "uncovered"

    return tuple(MonthDay(day, state(day)) for day in each_day(month_start(today), month_end(today)))


def _home(
    state: str, held: tuple[Held, ...], balance: int, *, today: date = TODAY, until: date | None = None, **other: object
) -> Home:
    """A home page's account: ``until`` is the last day that is covered, ``other`` what differs from a plain one."""
    figures = Figures(balance, 0, 0)
    plain = Home(
        number=NUMBER,
        account_id=1,
        state=state,
        held=held,
        ahead=Forecast(today, figures, until, (), None),
        due_kopecks=max(0, -balance),
        due_on=today if balance < 0 else month_end(today),
        promise_until=None,
        promise_by_staff=False,
        promise_refused="balance_not_negative",
        suspended_from=None,
        suspended_until=None,
        awaited=None,
        today=today,
        next_charges=(),
        month=MonthAhead(month_end(today), 0, next_month(today), 0, 0),
        days=_days(today, until=until),
        last=(),
        short=None,
        promise=PromiseTerms(72, 0, "balance_not_negative", None),
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def _unpaid(home: Home, unpaid: int) -> Home:
    """The account with an accrual of this month that is not paid yet."""
    figures = replace(home.ahead.figures, accrued=unpaid, unpaid=unpaid)
    due_on = home.today if figures.overdue else month_end(home.today)
    return replace(home, ahead=replace(home.ahead, figures=figures), due_on=due_on)


def _share(day: date, cost: int, held: Held = INTERNET) -> NextCharge:
    return NextCharge(day, held.number, "share", held.plan, held.name, cost)


def _stopped(
    held: tuple[Held, ...], balance: int, rule: str, *, pay: int | None, moved: int = 0, **other: object
) -> Home:
    """An account with something off since 1 December: ``rule`` is what stops it, ``pay`` what brings it back."""
    off = next(one for one in held if one.status == "blocked")
    runs = any(one.status == "running" for one in held)
    home = _home("blocked", held, balance, today=DECEMBER_THIRD, until=date(2026, 12, 31) if runs else None, **other)
    short = Shortage(
        subscription=off.number,
        plan=off.plan,
        name=off.name,
        rule=rule,
        needs_kopecks=off.needs_kopecks or 0,
        spendable_kopecks=balance,
        overdue_kopecks=max(0, -balance),
        missing_kopecks=pay,
        since=DECEMBER_FIRST,
        balance_then_kopecks=balance - moved,
        moved_kopecks=moved,
    )
    return replace(home, short=short, ahead=replace(home.ahead, lasts_until=None, to_be_back_kopecks=pay))


def _day_share(number: int, day: date, amount: int, balance: int) -> StatementRow:
    inputs = {
        "plan": INTERNET.plan,
        "fee_kopecks": INTERNET.fee_kopecks,
        "price_from": date(2026, 1, 1),
        "first_day": day,
        "last_day": day,
        "days_in_month": 30,
    }
    why = Why("3.share", "day_opened", inputs, amount)
    return StatementRow(
        number=number,
        day=day,
        at=datetime.combine(day, time(0), UTC),
        kind="share",
        plan=INTERNET.plan,
        amount_kopecks=amount,
        balance_kopecks=balance,
        why=why,
    )


def _paid(number: int, at: datetime, amount: int, balance: int) -> StatementRow:
    return StatementRow(
        number=number,
        day=at.date(),
        at=at,
        kind="payment",
        plan=None,
        amount_kopecks=amount,
        balance_kopecks=balance,
        why=Why("9.payment", "asked", {}, amount),
    )


LAST = (
    _day_share(19, TODAY, -87, 1036),
    _day_share(18, date(2026, 11, 17), -86, 1123),
    _paid(1, datetime(2026, 11, 1, 6, tzinfo=UTC), 2590, 2590),
)
TRAFFIC = Traffic(
    subscription=1,
    plan=INTERNET.plan,
    name=INTERNET.name,
    month_on=date(2026, 11, 1),
    refilled_on=date(2026, 11, 1),
    volume_bytes=300 * GIGABYTE,
    bought_bytes=0,
    used_bytes=2124 * GIGABYTE // 10,
    left_bytes=876 * GIGABYTE // 10,
    over_bytes=0,
    charged_kopecks=0,
    state="full",
    then="throttle",
    throttle_kbps=2000,
    megabyte_kopeck_hundredths=None,
)
_EMPTY = replace(TRAFFIC, used_bytes=300 * GIGABYTE, left_bytes=0, state="throttled")
_WORKING = _home(
    "working",
    (INTERNET,),
    1036,
    until=NOVEMBER_END,
    next_charges=(_share(date(2026, 11, 19), 86),),
    month=MonthAhead(NOVEMBER_END, 1036, DECEMBER_FIRST, 2590, 2590),
    last=LAST,
)


def _working() -> dict[str, Sample]:
    changing = replace(
        INTERNET,
        planned="change",
        planned_on=date(2026, 11, 19),
        planned_plan="kombo-100",
        planned_name={"ru": "КОМБО 100", "be": "КОМБА 100", "en": "KOMBO 100"},
    )
    several = _home(
        "working",
        (changing, replace(FILMS, planned="end", planned_on=DECEMBER_FIRST)),
        4210,
        until=date(2026, 12, 31),
        next_charges=(_share(date(2026, 11, 19), 113), _share(date(2026, 11, 19), 15, FILMS)),
        month=MonthAhead(NOVEMBER_END, 1536, DECEMBER_FIRST, 3390, 716),
        last=LAST,
    )
    due = _unpaid(_home("working", (POSTPAID,), -1800, until=NOVEMBER_END), 1800)
    days = _days(TODAY, until=NOVEMBER_END, paused=(date(2026, 11, 22), date(2026, 11, 28)))
    pause = replace(_WORKING, suspended_from=date(2026, 11, 22), suspended_until=date(2026, 11, 28), days=days)
    leaving = replace(_WORKING, held=(replace(INTERNET, planned="end", planned_on=DECEMBER_FIRST),))
    return {
        "working": Sample(_("Всё работает"), _WORKING, (TRAFFIC,)),
        "several": Sample(_("Несколько счетов и услуг, смена тарифа"), several),
        "used-up": Sample(_("Трафик закончился"), _WORKING, (_EMPTY,)),
        "postpaid": Sample(_("Оплата после: к оплате"), due),
        "pause-ahead": Sample(_("Пауза запланирована"), pause),
        "leaving": Sample(_("Всё отключится по желанию"), leaving),
    }


def _low() -> dict[str, Sample]:
    near = date(2026, 11, 29)
    prepaid = _home(
        "low",
        (INTERNET,),
        87,
        today=near,
        until=NOVEMBER_END,
        next_charges=(_share(NOVEMBER_END, 87),),
        month=MonthAhead(NOVEMBER_END, 87, DECEMBER_FIRST, 2590, 2590),
        last=LAST,
    )
    due = _unpaid(_home("low", (POSTPAID,), -1800, today=near, until=NOVEMBER_END), 1800)
    return {
        "low": Sample(_("Деньги заканчиваются"), prepaid, (TRAFFIC,)),
        "low-postpaid": Sample(_("Оплата после: скоро срок"), due),
    }


def _blocked() -> dict[str, Sample]:
    fee, films = (_off(INTERNET, 2590),), _off(FILMS, 450)
    terms = PromiseTerms(72, 0, None, -92)
    below = _stopped((_off(UNLIMITED, 0),), -34, "negative", pay=34, promise_refused=None, promise=terms)
    debt = _stopped((_off(POSTPAID, 0),), -1800, "overdue", pay=1800, promise_refused="promise_not_kept")
    partly = _stopped((INTERNET, films), 112, "full_fee", pay=338, next_charges=(_share(date(2026, 12, 4), 84),))
    return {
        "blocked": Sample(_("Выключено: на счёте ноль"), _stopped(fee, 0, "full_fee", pay=2590, last=LAST)),
        "blocked-with-money": Sample(
            _("Выключено, хотя деньги есть"), _stopped(fee, 2000, "full_fee", pay=590, moved=2000, last=LAST)
        ),
        "blocked-below-zero": Sample(_("Выключено: минус, можно обещанный платёж"), below),
        "blocked-partly": Sample(_("Выключена часть услуг"), partly),
        "blocked-apart": Sample(_("Пакет без основного тарифа"), _stopped((films,), 900, "base", pay=None)),
        "postpaid-debt": Sample(_("Оплата после: долг"), debt),
    }


def _resting() -> dict[str, Sample]:
    second, fifth = date(2026, 12, 2), date(2026, 12, 5)
    until = datetime(2026, 12, 5, 7, tzinfo=UTC)
    trust = _unpaid(_home("promise", (POSTPAID,), -3542, today=second, until=fifth, promise_until=until), 1742)
    kept = _home("promise", (UNLIMITED,), 500, today=second, until=date(2026, 12, 10), promise_until=until)
    span = (date(2026, 11, 11), date(2026, 11, 24))
    pause = _home(
        "suspended",
        (replace(INTERNET, status="suspended", status_on=span[0]),),
        1640,
        suspended_from=span[0],
        suspended_until=span[1],
        days=_days(TODAY, until=NOVEMBER_END, paused=span),
        promise_refused="suspended",
    )
    return {
        "promise": Sample(_("Обещанный платёж"), trust),
        "promise-kept": Sample(_("Обещание выполнено"), kept),
        "suspended": Sample(_("На паузе"), pause),
        "waiting": Sample(_("Ждёт подключения"), _home("waiting", (), 0)),
        "waiting-for-money": Sample(_("Ждёт первой оплаты"), _home("waiting", (), 0, awaited=AWAITED)),
        "closed": Sample(_("Счёт закрыт, деньги остались"), _home("closed", (), 1240, last=LAST)),
        "closed-debt": Sample(_("Счёт закрыт с долгом"), _home("closed", (), -320)),
    }


_GROUPS: tuple[Callable[[], Mapping[str, Sample]], ...] = (_working, _low, _blocked, _resting)
SAMPLES: dict[str, Sample] = {name: sample for group in _GROUPS for name, sample in group().items()}
"""Every state of the home page, by the last part of its address in the showcase."""
