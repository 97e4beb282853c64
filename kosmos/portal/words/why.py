"""What a line of the statement is called, and why it is there, in plain sentences with their figures."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from kosmos.charging.rules import rest_after, rest_from
from kosmos.charging.why import StatementRow
from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.money import HARD_SPACE
from kosmos.portal.words.plans import extra_name, plan_name, plan_title
from kosmos.wording.reasons import reason_words
from kosmos.wording.typography import day, day_of_month, days_between, moment, money, month, of_month

_SHARE_CAUSES = {
    "payment_came": gettext_lazy("Пополнение в %(time)s снова включило услугу, поэтому день списан сразу."),
    "payment_reversed": gettext_lazy("День списан в %(time)s, когда пересчитали счёт после возврата платежа."),
    "charged_once": gettext_lazy("День списан в %(time)s, когда пересчитали счёт после разового списания."),
    "connected": gettext_lazy("Вы подключили услугу в %(time)s: она работает и списывается с этого же дня."),
    "plan_changed": gettext_lazy("В %(time)s сменился тариф: он работает и списывается с этого же дня."),
    "resumed": gettext_lazy("В %(time)s вы закончили приостановку: услуга работает и списывается с этого же дня."),
    "promise_taken": gettext_lazy("Обещанный платёж в %(time)s снова включил услугу, поэтому день списан сразу."),
    "promise_lapsed": gettext_lazy("Обещанный платёж закончился в %(time)s; денег на этот день хватило."),
    "corrected": gettext_lazy("День списан в %(time)s, когда пересчитали счёт после исправления."),
    "unblocked": gettext_lazy("Мы временно включили услугу в %(time)s, поэтому день списан сразу."),
    "unblock_ended": gettext_lazy("Временное включение закончилось в %(time)s; денег на этот день хватило."),
}
_ACCRUAL_CAUSES = {
    "payment_came": gettext_lazy("Услугу снова включило пополнение в %(time)s."),
    "payment_reversed": gettext_lazy("Остаток месяца начислен заново после возврата платежа в %(time)s."),
    "charged_once": gettext_lazy("Остаток месяца начислен заново после разового списания в %(time)s."),
    "connected": gettext_lazy("Вы подключили услугу в %(time)s, платите только с этого дня."),
    "plan_changed": gettext_lazy("В этот день сменился тариф."),
    "resumed": gettext_lazy("Приостановка закончилась в %(time)s, платите только с этого дня."),
    "promise_taken": gettext_lazy("Услугу снова включил обещанный платёж в %(time)s."),
    "promise_lapsed": gettext_lazy("Остаток месяца начислен заново: обещанный платёж закончился, а долга уже нет."),
    "corrected": gettext_lazy("Остаток месяца начислен заново после исправления в %(time)s."),
    "unblocked": gettext_lazy("Мы временно включили услугу в %(time)s."),
    "unblock_ended": gettext_lazy("Остаток месяца начислен заново: временное включение закончилось, а долга уже нет."),
}
_GIVE_BACK_CAUSES = {
    "day_opened": gettext_lazy("Причина: к началу дня на счёте был просроченный долг."),
    "payment_came": gettext_lazy("Причина: пересчёт после пополнения в %(time)s."),
    "payment_reversed": gettext_lazy("Причина: платёж возвращён в %(time)s, и появился просроченный долг."),
    "charged_once": gettext_lazy("Причина: после разового списания в %(time)s появился просроченный долг."),
    "plan_changed": gettext_lazy("Причина: с этого дня вместо него работает другой тариф."),
    "promise_lapsed": gettext_lazy("Причина: обещанный платёж закончился в %(time)s, а долг не оплачен."),
    "corrected": gettext_lazy("Причина: после исправления в %(time)s появился просроченный долг."),
    "unblock_ended": gettext_lazy("Причина: временное включение закончилось в %(time)s, а долг не оплачен."),
    "suspended": gettext_lazy("Причина: началась приостановка."),
    "ended": gettext_lazy("Причина: услуга отключена."),
}
_NOTED_TITLES = {
    "traffic": gettext_lazy("Трафик сверх объёма, %(plan)s"),
    "traffic_bought": gettext_lazy("Дополнительный трафик, %(plan)s"),
    "connection": gettext_lazy("Подключение, %(plan)s"),
    "promise": gettext_lazy("Плата за обещанный платёж"),
    "extra": gettext_lazy("Заказ: %(extra)s"),
}
_NOTED = {
    "traffic": gettext_lazy(
        "Месячный объём тарифа %(plan)s закончился; дальше каждый начатый мегабайт оплачивается отдельно."
    ),
    "traffic_bought": gettext_lazy("Вы докупили трафик к тарифу %(plan)s в %(time)s. Он действует до конца месяца."),
    "connection": gettext_lazy("Разовая плата за подключение тарифа %(plan)s."),
    "promise": gettext_lazy("Разовая плата за обещанный платёж, взятый в %(time)s."),
    "extra": gettext_lazy("Вы заказали в %(time)s: %(extra)s. Это разовая плата."),
}


def charge_title(row: StatementRow) -> str:
    """What a line is called: the service and plan, or what was paid."""
    if row.kind == "share" and row.plan:
        return plan_title(row.plan, row.name)
    if row.kind == "accrual" and row.plan:
        return gettext("%(plan)s, плата за %(month)s") % {
            "plan": plan_title(row.plan, row.name),
            "month": _month_of(row),
        }
    if row.kind == "give_back" and row.plan:
        return gettext("Возврат: %(plan)s") % {"plan": plan_title(row.plan, row.name)}
    if row.kind == "one_off":
        return _one_off_title(row)
    return {
        "payment": gettext("Пополнение"),
        "reversal": gettext("Возврат платежа"),
        "opening": gettext("Начальный остаток"),
        "correction": gettext("Исправление"),
    }.get(row.kind, row.kind)


def why_words(row: StatementRow) -> list[str]:
    """Why a line is there, in one to three sentences with its figures."""
    write = {
        "share": _share,
        "accrual": _accrual,
        "give_back": _give_back,
        "payment": _payment,
        "reversal": _reversal,
        "one_off": _one_off,
        "opening": _opening,
        "correction": _correction,
    }[row.kind]
    return [sentence.replace("№ ", f"№{HARD_SPACE}") for sentence in write(row) if sentence]


def days_words(count: int) -> str:
    """ "1 день", "24 дня", "30 дней"."""
    return ngettext("%(count)s день", "%(count)s дней", count) % {"count": f"{count}"}


def _share(row: StatementRow) -> list[str]:
    inputs = row.why.inputs
    fee, on, days = inputs["fee_kopecks"], inputs["first_day"], inputs["days_in_month"]
    upto, before = fee - rest_after(fee, on), fee - rest_from(fee, on)
    return [
        gettext("Плата %(fee)s делится на %(days)s %(month)s до копейки, без остатка.")
        % {"fee": money(fee), "days": days_words(days), "month": of_month(on)},
        gettext(
            "За %(days)s набралось %(upto)s, за %(days_before)s — %(before)s. "
            "Доля этого дня: %(upto)s − %(before)s = %(result)s."
        )
        % {
            "days": days_words(on.day),
            "days_before": days_words(on.day - 1),
            "upto": money(upto),
            "before": money(before),
            "result": money(-row.amount_kopecks),
        },
        _cause(_SHARE_CAUSES, row),
    ]


def _accrual(row: StatementRow) -> list[str]:
    inputs = row.why.inputs
    fee, first, last = inputs["fee_kopecks"], inputs["first_day"], inputs["last_day"]
    due = gettext("Оплатить нужно до %(day)s.") % {"day": day(last)}
    if first.day == 1:
        whole = gettext("Плата за %(month)s, %(fee)s, начисляется сразу за весь месяц.")
        return [f"{whole % {'month': month(first), 'fee': money(fee)}} {due}", _cause(_ACCRUAL_CAUSES, row)]
    return [_rest(row), due, _cause(_ACCRUAL_CAUSES, row)]


def _give_back(row: StatementRow) -> list[str]:
    inputs = row.why.inputs
    first, last = inputs["first_day"], inputs["last_day"]
    said = gettext("Плата за месяц была начислена вперёд; часть за %(days)s вернулась на счёт.")
    return [said % {"days": days_between(first, last)}, _rest(row), _cause(_GIVE_BACK_CAUSES, row)]


def _rest(row: StatementRow) -> str:
    """The figures of the part of a month from a day on."""
    inputs = row.why.inputs
    fee, first, last = inputs["fee_kopecks"], inputs["first_day"], inputs["last_day"]
    result = rest_from(fee, first)
    if first.day == 1:
        return gettext("Это плата за весь месяц: %(fee)s.") % {"fee": money(fee)}
    return gettext(
        "Плата за месяц %(fee)s, из неё по %(day)s включительно пришлось %(spent)s. "
        "Остаток за %(days)s: %(fee)s − %(spent)s = %(result)s."
    ) % {
        "fee": money(fee),
        "day": day_of_month(first - ONE_DAY),
        "spent": money(fee - result),
        "days": days_between(first, last),
        "result": money(result),
    }


def _payment(row: StatementRow) -> list[str]:
    said = gettext("Платёж № %(number)s пришёл %(day)s в %(time)s, деньги зачислены сразу.")
    return [said % {"number": row.why.inputs.get("note", row.number), "day": day(row.day), "time": moment(row.at)}]


def _reversal(row: StatementRow) -> list[str]:
    said = gettext("Платёж № %(number)s (строка %(line)s) отозван %(day)s в %(time)s: %(sum)s сняты со счёта.")
    inputs = row.why.inputs
    return [
        said
        % {
            "number": inputs.get("note", ""),
            "line": inputs.get("reverses", ""),
            "day": day(row.day),
            "time": moment(row.at),
            "sum": money(abs(row.amount_kopecks)),
        }
    ]


def _one_off(row: StatementRow) -> list[str]:
    subject, _, plan = _note(row).partition(":")
    if subject in _NOTED:
        return [str(_NOTED[subject]) % {**_named(subject, plan), "time": moment(row.at)}]
    said = gettext("Разовое списание %(day)s в %(time)s.") % {"day": day(row.day), "time": moment(row.at)}
    return [said, _for_what(row)]


def _one_off_title(row: StatementRow) -> str:
    subject, _, plan = _note(row).partition(":")
    if subject in _NOTED_TITLES:
        return str(_NOTED_TITLES[subject]) % _named(subject, plan)
    return gettext("Разовое списание")


def _named(subject: str, code: str) -> dict[str, str]:
    """What a note is about: an extra, or a plan, or nothing more."""
    if subject == "extra":
        return {"extra": extra_name(code)}
    return {"plan": plan_name(code) if code else ""}


def _opening(row: StatementRow) -> list[str]:
    said = gettext("Столько было на счёте, когда его перенесли из прежней системы учёта: %(sum)s на %(day)s.")
    return [said % {"sum": money(row.amount_kopecks), "day": day(row.day)}]


def _correction(row: StatementRow) -> list[str]:
    line = row.why.inputs.get("reverses")
    said = (
        gettext("Исправление строки %(line)s от %(day)s.") % {"line": line, "day": day(row.day)}
        if line
        else gettext("Исправление от %(day)s.") % {"day": day(row.day)}
    )
    return [said, _for_what(row)]


def _for_what(row: StatementRow) -> str:
    """What a line is for, where it says so; of what staff posted the reason that they gave."""
    by, _, reason = _note(row).partition(":")
    what = reason_words(reason) if by == "staff" else _note(row)
    return gettext("За что: %(what)s.") % {"what": what} if what else ""


def _cause(causes: Mapping[str, Promise], row: StatementRow) -> str:
    return str(causes[row.why.cause]) % {"time": moment(row.at)} if row.why.cause in causes else ""


def _note(row: StatementRow) -> str:
    return str(row.why.inputs.get("note", ""))


def _month_of(row: StatementRow) -> str:
    first: date = row.why.inputs["first_day"]
    return month(first)
