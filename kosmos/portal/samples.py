"""Accounts in every state, made by hand: what the showcase of the demo and the tests of the home page draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kosmos.charging.forecast import Forecast, Foreseen
from kosmos.charging.queries import AccountView, Held
from kosmos.charging.why import StatementRow, Why
from kosmos.ledger.models import PostingKind
from kosmos.ledger.rules import Figures
from kosmos.usage.queries import Traffic
from kosmos.usage.rules import GIGABYTE

TODAY = date(2026, 11, 18)
NOVEMBER_END, DECEMBER_FIRST, DECEMBER_THIRD = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)
NUMBER = "100482"


@dataclass(frozen=True, slots=True)
class Sample:
    """An account by hand: what its state is called, its view, its last lines and its traffic."""

    title: str | LazyText
    view: AccountView
    last: tuple[StatementRow, ...] = ()
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
)
POSTPAID = replace(
    INTERNET,
    plan="kosmos-optima",
    name={"ru": "Космос Оптима", "be": "Космас Оптыма", "en": "Kosmos Optima"},
    fee_kopecks=1800,
)
FILMS = replace(
    INTERNET,
    number=2,
    plan="cktv-film",
    name={"ru": "ЦКТВ Кино", "be": "ЛКТБ Кіно", "en": "Digital TV Films"},
    fee_kopecks=450,
)


def _off(held: Held, needs_kopecks: int, since: date = DECEMBER_FIRST) -> Held:
    return replace(held, status="blocked", status_on=since, needs_kopecks=needs_kopecks)


def _paused(held: Held) -> Held:
    return replace(held, status="suspended", status_on=date(2026, 11, 11))


def _share(day: date, amount_kopecks: int, subscription: int = 1) -> Foreseen:
    return Foreseen(day, PostingKind.SHARE, amount_kopecks, subscription)


def _ahead(
    day: date,
    balance: int,
    *charges: Foreseen,
    accrued: int = 0,
    unpaid: int = 0,
    until: date | None = None,
    back: int | None = None,
) -> Forecast:
    return Forecast(day, Figures(balance, accrued, unpaid), until, charges, back)


def _view(state: str, held: tuple[Held, ...], ahead: Forecast, **other: object) -> AccountView:
    due = max(0, -ahead.figures.balance)
    on = ahead.day if ahead.figures.overdue else NOVEMBER_END if ahead.day.month == 11 else date(2026, 12, 31)
    blank = AccountView(NUMBER, 1, state, held, ahead, due, on, None, "balance_not_negative", None, None)
    return replace(blank, **other)  # type: ignore[arg-type]


def _day_share(number: int, day: date, amount: int, balance: int) -> StatementRow:
    inputs = {
        "plan": INTERNET.plan,
        "fee_kopecks": INTERNET.fee_kopecks,
        "price_from": date(2026, 1, 1),
        "first_day": day,
        "last_day": day,
        "days_in_month": 30,
    }
    at = datetime.combine(day, time(0), UTC)
    return StatementRow(
        number, day, at, "share", INTERNET.plan, amount, balance, Why("3.share", "day_opened", inputs, amount)
    )


def _paid(number: int, at: datetime, amount: int, balance: int) -> StatementRow:
    return StatementRow(number, at.date(), at, "payment", None, amount, balance, Why("9.payment", "asked", {}, amount))


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
_WORKING = _view("working", (INTERNET,), _ahead(TODAY, 1036, _share(date(2026, 11, 19), -86), until=NOVEMBER_END))


def _working() -> dict[str, Sample]:
    twice = _ahead(
        TODAY,
        4210,
        _share(date(2026, 11, 19), -86),
        _share(date(2026, 11, 19), -15, subscription=2),
        until=date(2026, 12, 31),
    )
    changing = replace(INTERNET, planned="change", planned_on=date(2026, 11, 19), planned_plan="kombo-100")
    due = _ahead(TODAY, -1800, accrued=1800, unpaid=1800, until=NOVEMBER_END)
    pause = replace(_WORKING, suspended_from=date(2026, 11, 22), suspended_until=date(2026, 11, 28))
    return {
        "working": Sample(_("Всё работает"), _WORKING, LAST, (TRAFFIC,)),
        "several": Sample(
            _("Несколько услуг, смена тарифа"),
            _view("working", (changing, replace(FILMS, planned="end", planned_on=DECEMBER_FIRST)), twice),
            LAST,
        ),
        "used-up": Sample(_("Трафик закончился"), _WORKING, LAST, (_EMPTY,)),
        "postpaid": Sample(_("Оплата после: к оплате"), _view("working", (POSTPAID,), due)),
        "pause-ahead": Sample(_("Пауза запланирована"), pause, LAST),
    }


def _low() -> dict[str, Sample]:
    last_days = date(2026, 11, 29)
    prepaid = _ahead(last_days, 87, _share(NOVEMBER_END, -87), until=NOVEMBER_END)
    due = _ahead(last_days, -1800, accrued=1800, unpaid=1800, until=NOVEMBER_END)
    return {
        "low": Sample(_("Деньги заканчиваются"), _view("low", (INTERNET,), prepaid), LAST, (TRAFFIC,)),
        "low-postpaid": Sample(_("Оплата после: скоро срок"), _view("low", (POSTPAID,), due)),
    }


def _blocked() -> dict[str, Sample]:
    day, fee = DECEMBER_THIRD, _off(INTERNET, 2590)
    below = _off(replace(INTERNET, plan="free-30", name={"ru": "Безлимит 30"}, fee_kopecks=1799), 0)
    film = _off(FILMS, 450)
    partly = _ahead(day, 112, _share(date(2026, 12, 4), -83), until=None, back=338)
    debt = _ahead(day, -1800, back=1800)
    return {
        "blocked": Sample(_("Выключено: на счёте ноль"), _view("blocked", (fee,), _ahead(day, 0, back=2590)), LAST),
        "blocked-with-money": Sample(
            _("Выключено, хотя деньги есть"), _view("blocked", (fee,), _ahead(day, 2000, back=590)), LAST
        ),
        "blocked-below-zero": Sample(
            _("Выключено: минус, можно обещанный платёж"),
            _view("blocked", (below,), _ahead(day, -34, back=34), promise_refused=None),
        ),
        "blocked-partly": Sample(_("Выключена часть услуг"), _view("blocked", (INTERNET, film), partly)),
        "blocked-apart": Sample(
            _("Пакет без основного тарифа"), _view("blocked", (film,), _ahead(day, 900, back=None))
        ),
        "postpaid-debt": Sample(
            _("Оплата после: долг"),
            _view("blocked", (_off(POSTPAID, 0),), debt, promise_refused="promise_not_kept"),
        ),
    }


def _resting() -> dict[str, Sample]:
    until = datetime(2026, 12, 5, 7, tzinfo=UTC)
    trust = _ahead(date(2026, 12, 2), -3542, accrued=1742, unpaid=1742, until=date(2026, 12, 5))
    kept = _ahead(date(2026, 12, 2), 500, _share(DECEMBER_THIRD, -58), until=date(2026, 12, 10))
    pause = {
        "suspended_from": date(2026, 11, 11),
        "suspended_until": date(2026, 11, 24),
        "promise_refused": "suspended",
    }
    return {
        "promise": Sample(_("Обещанный платёж"), _view("promise", (POSTPAID,), trust, promise_until=until)),
        "promise-kept": Sample(_("Обещание выполнено"), _view("promise", (POSTPAID,), kept, promise_until=until)),
        "suspended": Sample(_("На паузе"), _view("suspended", (_paused(INTERNET),), _ahead(TODAY, 1640), **pause)),
        "waiting": Sample(_("Ждёт подключения"), _view("waiting", (), _ahead(TODAY, 0))),
        "closed": Sample(_("Счёт закрыт, деньги остались"), _view("closed", (), _ahead(TODAY, 1240)), LAST),
        "closed-debt": Sample(_("Счёт закрыт с долгом"), _view("closed", (), _ahead(TODAY, -320))),
    }


_GROUPS: tuple[Callable[[], Mapping[str, Sample]], ...] = (_working, _low, _blocked, _resting)
SAMPLES: dict[str, Sample] = {name: sample for group in _GROUPS for name, sample in group().items()}
"""Every state of the home page, by the last part of its address in the showcase."""
