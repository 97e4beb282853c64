"""Names of what figures are about: channels, kinds, the ledger's accounts, services, plans, ages of debts."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.catalogue.models import Plan, Service
from kosmos.charging.models import Status
from kosmos.ledger.models import LedgerCode, PostingKind
from kosmos.reports.trial import SUBSCRIBERS, SUSPENSE
from kosmos.wording.typography import day_of_month, month, month_title, quoted, text, weekday

CHANNELS: dict[str, str | Promise] = {
    "cash_desk": gettext_lazy("Касса"),
    "card_clearing": gettext_lazy("Банковская карта"),
    "erip_clearing": gettext_lazy("ЕРИП"),
    "bank": gettext_lazy("Банковский перевод"),
    "post": gettext_lazy("Почта"),
    "agents": gettext_lazy("Пункт приёма платежей"),
}
"""By which way money comes, by the ledger's code."""
LEDGER: dict[str, str | Promise] = {
    "revenue": gettext_lazy("Выручка за услуги"),
    "one_off_sales": gettext_lazy("Разовые продажи"),
    "opening_balances": gettext_lazy("Начальные остатки"),
    "cash_desk": gettext_lazy("Касса"),
    "card_clearing": gettext_lazy("Расчёты по картам"),
    "erip_clearing": gettext_lazy("Расчёты с ЕРИП"),
    "bank": gettext_lazy("Банк"),
    "post": gettext_lazy("Почта"),
    "agents": gettext_lazy("Агенты"),
    "provider_fees": gettext_lazy("Комиссия"),
    "shortages": gettext_lazy("Недостачи"),
    "surpluses": gettext_lazy("Излишки"),
}
"""The operator's accounts of the ledger."""
KINDS: dict[str, str | Promise] = {
    "payment": gettext_lazy("Платёж"),
    "reversal": gettext_lazy("Возврат платежа"),
    "one_off": gettext_lazy("Разовое списание"),
    "share": gettext_lazy("Доля за день"),
    "accrual": gettext_lazy("Начисление за месяц"),
    "give_back": gettext_lazy("Возврат начисления"),
    "opening": gettext_lazy("Начальный остаток"),
    "correction": gettext_lazy("Исправление"),
}
"""What postings are."""


def channel_name(code: int) -> str:
    """By which way money came; 0 is for corrections."""
    if not code:
        return _("Исправления")
    return str(CHANNELS.get(_label(code), "")) or ledger_name(code)


def ledger_name(code: int) -> str:
    """An account of the ledger: one of the operator's, or those of subscribers or of nobody's money together."""
    if code == SUBSCRIBERS:
        return _("Счета абонентов")
    if code == SUSPENSE:
        return _("Невыясненные платежи")
    return str(LEDGER.get(_label(code), "")) or _label(code)


def kind_name(kind: int) -> str:
    """What a posting is."""
    return str(KINDS.get(PostingKind(kind).label, "")) if kind in PostingKind.values else str(kind)


def service_names() -> dict[int, str]:
    """The services by id."""
    return {service.pk: text(service.name) for service in Service.objects.order_by("id")}


def plan_names() -> dict[int, str]:
    """The plans by id, in quotes."""
    return {plan.pk: quoted(text(plan.name)) for plan in Plan.objects.only("name")}


def status_name(status: int) -> str:
    """How a connection stands."""
    return {
        Status.RUNNING.value: _("Работает"),
        Status.BLOCKED.value: _("Заблокировано"),
        Status.SUSPENDED.value: _("Приостановлено"),
    }.get(status, "")


def age_name(place: int) -> str:
    """How old a debt is."""
    return (
        _("За этот месяц"),
        _("За прошлый месяц"),
        _("2 месяца назад"),
        _("3–5 месяцев назад"),
        _("6–11 месяцев назад"),
        _("Год и больше"),
    )[place]


def span_label(first: date, *, by_day: bool, many: bool) -> str:
    """A month or a day as a picture names it."""
    if by_day:
        return f"{first.day} {weekday(first)}"
    return f"{first:%m.%Y}" if many else month(first).capitalize()


def span_name(first: date, *, by_day: bool) -> str:
    """A month or a day as a table names it."""
    return f"{day_of_month(first)} ({weekday(first)})" if by_day else month_title(first)


def _label(code: int) -> str:
    return LedgerCode(code).label if code in LedgerCode.values else str(code)
