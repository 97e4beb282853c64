"""Who is connected to what, who came and left, who owes for how long; and today."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kosmos.backoffice.figures.money import channel_panel, day_address
from kosmos.backoffice.figures.names import age_name, plan_names, service_names, span_label, span_name
from kosmos.backoffice.figures.panels import Cell, Panel, count, kopecks, picture, words
from kosmos.backoffice.figures.period import USUAL, Period, query_of
from kosmos.kernel.days import each_day
from kosmos.reports.debts import Aged
from kosmos.reports.figures import Figure, figures_of, held_before, spans_of
from kosmos.reports.moves import Moves, moves_by_day, moves_by_month
from kosmos.reports.plans import OnPlan, accounts_by_service, connections_by_plan

FORTNIGHT = timedelta(days=13)


def today_panels(posted: list[Figure], today: date, through: date | None) -> list[Panel]:
    """What came today by channel, and by day before."""
    panels = [channel_panel("today-by-channel", _("Пришло сегодня"), posted, today)]
    if through is not None:
        panels.append(_fortnight(through))
    return panels


def plan_panels(today: date) -> list[Panel]:
    """Accounts by service, and connections by plan."""
    services, plans = service_names(), plan_names()
    found, accounts = connections_by_plan(today), accounts_by_service()
    by_service = [(services[one], accounts.get(one, 0), one) for one in services if accounts.get(one)]
    by_service.sort(key=lambda held: -held[1])
    return [
        Panel(
            id="services",
            title=_("По услугам"),
            columns=(_("Услуга"), _("Счетов"), *_states()),
            rows=tuple((words(name), count(held), *_of_service(found, one)) for name, held, one in by_service),
            total=(words(_("Всего")), count(accounts[0]), *_connections(found)),
            charts=picture(_("Счетов с услугой"), [(name, held) for name, held, _one in by_service], sums=False),
            note=_("Счёт с двумя услугами стоит в обеих строках, а во «Всего» — один раз."),
        ),
        Panel(
            id="plans",
            title=_("По тарифам и пакетам"),
            columns=(_("Тариф"), _("Услуга"), *_states(), _("Плата в месяц")),
            rows=tuple(_plan_row(one, plans, services) for one in found),
            total=(words(_("Всего")), words(""), *_connections(found), words("")),
        ),
    ]


def move_panels(period: Period, today: date) -> list[Panel]:
    """Who came and left by month, or by the days of one month."""
    by_day = period.is_month
    if by_day:
        spans = moves_by_day(period.first, min(period.months.last, today))
    else:
        spans = moves_by_month(period.months, today)
    labels = [span_label(one.first, by_day=by_day, many=len(spans) > USUAL) for one in spans]
    came, left = ([getattr(one, what) for one in spans] for what in ("came", "left"))
    return [
        Panel(
            id="moves",
            title=_("По дням") if by_day else _("По месяцам"),
            columns=(
                _("День") if by_day else _("Месяц"),
                _("В начале"),
                _("Пришли"),
                _("Ушли"),
                _("В конце"),
            ),
            rows=tuple(_move_row(one, by_day=by_day) for one in reversed(spans)),
            total=(
                words(_("Всего")),
                count(spans[0].opening),
                count(sum(came)),
                count(sum(left)),
                count(spans[-1].closing),
            ),
            charts=(
                *picture(_("Пришли"), zip(labels, came, strict=True), sums=False),
                *picture(_("Ушли"), zip(labels, left, strict=True), sums=False),
            ),
            note=_(
                "Абонент — счёт, к которому в конце дня что-нибудь подключено: работает, заблокировано или "
                "приостановлено. Пришёл тот, у кого накануне не было ничего, ушёл тот, у кого отключили последнее."
            ),
        )
    ]


def debt_panel(aged: Aged) -> Panel:
    """How old the debts are."""
    rows = tuple(
        (words(age_name(place)), count(one.accounts), kopecks(one.kopecks)) for place, one in enumerate(aged.ages)
    )
    return Panel(
        id="debt-by-age",
        title=_("Долги по давности"),
        columns=(_("За что должны"), _("Счетов"), _("Сумма")),
        rows=rows,
        total=(words(_("Всего")), count(aged.accounts), kopecks(aged.kopecks)),
        charts=picture(_("Долги по давности"), [(row[0].text, aged.ages[at].kopecks) for at, row in enumerate(rows)]),
        note=_(
            "Платежи погашают самые старые списания первыми, поэтому долг — это самые новые списания. Счёт стоит "
            "в строке своего самого старого долга, сумма разложена по месяцам списаний. То, что начислено за "
            "этот месяц и ещё можно оплатить до его конца, долгом не считается."
        ),
        more=_("Кто должен"),
        more_link=f"{reverse('staff:figures-accounts')}?of=debt",
    )


def _fortnight(through: date) -> Panel:
    first = through - FORTNIGHT
    spans = spans_of(figures_of(first, through, by="day"), each_day(first, through), held_before(first))
    return Panel(
        id="fortnight",
        title=_("Две недели до сегодня"),
        columns=(_("День"), _("Пришло"), _("Списано")),
        rows=tuple(
            (
                words(span_name(one.first, by_day=True)),
                kopecks(one.came_kopecks, day_address(one.first, "came")),
                kopecks(one.charged_kopecks, day_address(one.first, "charged")),
            )
            for one in reversed(spans)
        ),
        charts=picture(
            _("Пришло по дням"),
            [(span_label(one.first, by_day=True, many=False), one.came_kopecks) for one in spans],
        ),
        more=_("По месяцам"),
        more_link=reverse("staff:figures-money"),
    )


def _states() -> tuple[str, ...]:
    return _("Подключений"), _("Работает"), _("Заблокировано"), _("Приостановлено")


def _of_service(found: list[OnPlan], service: int) -> tuple[Cell, ...]:
    return _connections([one for one in found if one.service == service])


def _connections(found: list[OnPlan]) -> tuple[Cell, ...]:
    fields = ("connections", "running", "blocked", "suspended")
    return tuple(count(sum(getattr(one, name) for one in found)) for name in fields)


def _plan_row(one: OnPlan, plans: dict[int, str], services: dict[int, str]) -> tuple[Cell, ...]:
    holders = f"{reverse('staff:figures-accounts')}?of=plan&plan={one.plan}"
    name, service = words(plans[one.plan]), words(services[one.service])
    counts = (count(one.connections, holders), *(count(getattr(one, what)) for what in ("running", "blocked")))
    return name, service, *counts, count(one.suspended), kopecks(one.fee_kopecks)


def _move_row(one: Moves, *, by_day: bool) -> tuple[Cell, ...]:
    inside = "" if by_day else f"?{query_of(one.first)}"
    scope = f"day={one.first}" if by_day else f"month={one.first:%Y-%m}"
    came, left = (f"{reverse('staff:figures-accounts')}?of={of}&{scope}" for of in ("came", "left"))
    return (
        words(span_name(one.first, by_day=by_day), inside),
        count(one.opening),
        count(one.came, came if one.came else ""),
        count(one.left, left if one.left else ""),
        count(one.closing),
    )
