"""What came and was charged: by month or day, by channel, by service; the average; the trial balance."""

from collections import Counter
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kosmos.backoffice.figures.names import (
    channel_name,
    kind_name,
    ledger_name,
    service_names,
    span_label,
    span_name,
)
from kosmos.backoffice.figures.panels import Cell, Panel, count, kopecks, picture, words
from kosmos.backoffice.figures.period import USUAL, Period, query_of
from kosmos.kernel.days import each_day, month_end
from kosmos.reports.figures import Figure, Span, came_by, charged_by, figures_of, held_before, spans_of
from kosmos.reports.payers import Average, averages_by_service, averages_of
from kosmos.reports.trial import Trial
from kosmos.wording.typography import month_title


def money_panels(period: Period, through: date) -> list[Panel]:
    """By month (one month: by day), by channel and by service, over the closed days of a period."""
    last = min(period.months.last, through)
    figures = figures_of(period.first, last, by="day" if period.is_month else "month")
    firsts = each_day(period.first, last) if period.is_month else period.months.each()
    spans = spans_of(figures, firsts, held_before(period.first))
    return [
        _by_time(spans, by_day=period.is_month),
        channel_panel("by-channel", _("Как платили"), figures, None),
        _by_service(figures),
    ]


def average_panels(period: Period) -> list[Panel]:
    """The average of each month, and of each service in the last of them."""
    months = averages_of(period.months)
    last = months[-1].month if months else period.last_month
    names = service_names()
    latest = [(names.get(service, ""), one) for service, one in averages_by_service(last).items()]
    return [
        Panel(
            id="average",
            title=_("Средний счёт по месяцам"),
            columns=(_("Месяц"), _("Списано за услуги"), _("Счетов"), _("В среднем на счёт")),
            rows=tuple(_average_row(_month_name(one), one) for one in reversed(months)),
            charts=picture(
                _("Средний счёт"),
                [(span_label(one.month, by_day=False, many=len(months) > USUAL), one.each_kopecks) for one in months],
            ),
        ),
        Panel(
            id="average-by-service",
            title=_("По услугам: %(month)s") % {"month": month_title(last)},
            columns=(_("Услуга"), _("Списано за услуги"), _("Счетов"), _("В среднем на счёт")),
            rows=tuple(_average_row(name, one) for name, one in latest),
            charts=picture(_("Средний счёт по услугам"), [(name, one.each_kopecks) for name, one in latest]),
            note=_("Счёт с двумя услугами посчитан в каждой из них, поэтому числа счетов не складываются."),
        ),
    ]


def trial_panel(trial: Trial) -> Panel:
    """Every account of the ledger: how it stood, what moved, how it stands."""
    sides = [one.sides for one in trial.lines]
    rows = tuple(
        (words(ledger_name(one.code)), *map(kopecks, amounts)) for one, amounts in zip(trial.lines, sides, strict=True)
    )
    total = (words(_("Всего")), *(kopecks(sum(column)) for column in zip(*sides, strict=True)))
    columns = (
        _("Счёт учёта"),
        _("На начало, дебет"),
        _("На начало, кредит"),
        _("Оборот, дебет"),
        _("Оборот, кредит"),
        _("На конец, дебет"),
        _("На конец, кредит"),
    )
    note = _(
        "По дебету — деньги, которые у нас есть или идут к нам, недостачи, комиссии и долги абонентов; по кредиту — "
        "деньги абонентов, наша выручка и излишки. Итоги по дебету и по кредиту равны."
    )
    return Panel("trial-balance", _("Обороты и остатки"), columns, rows, total, note=note)


def day_address(day: date, of: str, code: int | None = None) -> str:
    """The postings that a day's figure is made of."""
    wish = f"day={day}&of={of}" + ("" if code is None else f"&code={code}")
    return f"{reverse('staff:figures-lines')}?{wish}"


def _by_time(spans: list[Span], *, by_day: bool) -> Panel:
    many = len(spans) > USUAL and not by_day
    labels = [span_label(one.first, by_day=by_day, many=many) for one in spans]
    came = list(zip(labels, [one.came_kopecks for one in spans], strict=True))
    charged = list(zip(labels, [one.charged_kopecks for one in spans], strict=True))
    brought = any(one.brought_kopecks for one in spans)
    columns = [_("День") if by_day else _("Месяц"), _("На счетах в начале")]
    columns += [_("Начальные остатки")] if brought else []
    columns += [_("Пришло"), _("Списано"), _("На счетах в конце")]
    return Panel(
        id="by-day" if by_day else "by-month",
        title=_("По дням") if by_day else _("По месяцам"),
        columns=tuple(columns),
        rows=tuple(_span_row(one, by_day=by_day, brought=brought) for one in reversed(spans)),
        total=_span_total(spans, brought=brought),
        charts=(*picture(_("Пришло"), came), *picture(_("Списано"), charged)),
        note=_(
            "Пришло — платежи и исправления в пользу абонентов за вычетом возвращённых платежей. Списано — плата за "
            "услуги, разовые списания и исправления в нашу пользу. В начале + пришло − списано = в конце."
        ),
    )


def _span_row(one: Span, *, by_day: bool, brought: bool) -> tuple[Cell, ...]:
    inside = "" if by_day else f"?{query_of(one.first)}"
    cells = [words(span_name(one.first, by_day=by_day), inside), kopecks(one.opening_kopecks)]
    cells += [kopecks(one.brought_kopecks)] if brought else []
    came, charged = (day_address(one.first, of) if by_day else "" for of in ("came", "charged"))
    return (
        *cells,
        kopecks(one.came_kopecks, came),
        kopecks(one.charged_kopecks, charged),
        kopecks(one.closing_kopecks),
    )


def _span_total(spans: list[Span], *, brought: bool) -> tuple[Cell, ...]:
    cells = [words(_("Всего")), kopecks(spans[0].opening_kopecks)]
    cells += [kopecks(sum(one.brought_kopecks for one in spans))] if brought else []
    came, charged = sum(one.came_kopecks for one in spans), sum(one.charged_kopecks for one in spans)
    return (*cells, kopecks(came), kopecks(charged), kopecks(spans[-1].closing_kopecks))


def channel_panel(panel_id: str, title: str, figures: list[Figure], day: date | None) -> Panel:
    """What came by each way; of one day with the postings that it is made of."""
    came = came_by(figures).most_common()
    lines: Counter[int] = Counter()
    for one in figures:
        lines[one.channel] += one.came_lines
    return Panel(
        id=panel_id,
        title=title,
        columns=(_("Канал"), _("Операций"), _("Сумма")),
        rows=tuple(
            (
                words(channel_name(code)),
                count(lines[code]),
                kopecks(amount, day_address(day, "came", code) if day else ""),
            )
            for code, amount in came
        ),
        total=(words(_("Всего")), count(sum(lines.values())), kopecks(sum(amount for _code, amount in came))),
        charts=picture(title, [(channel_name(code), amount) for code, amount in came]),
    )


def _by_service(figures: list[Figure]) -> Panel:
    names = service_names()
    charged = [
        (names.get(service, "") if service else kind_name(kind), amount)
        for (service, kind), amount in charged_by(figures).most_common()
    ]
    return Panel(
        id="by-service",
        title=_("За что списано"),
        columns=(_("За что"), _("Сумма")),
        rows=tuple((words(name), kopecks(amount)) for name, amount in charged),
        total=(words(_("Всего")), kopecks(sum(amount for _name, amount in charged))),
        charts=picture(_("За что списано"), charged),
    )


def _average_row(name: str, one: Average) -> tuple[Cell, ...]:
    return words(name), kopecks(one.fees_kopecks), count(one.accounts), kopecks(one.each_kopecks)


def _month_name(one: Average) -> str:
    """A month, and up to which day if it is not over."""
    if one.through == month_end(one.month):
        return month_title(one.month)
    return _("%(month)s, по %(day)d число") % {"month": month_title(one.month), "day": one.through.day}
