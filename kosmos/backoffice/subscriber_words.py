"""A subscriber's account in the words of the staff's page: how it stands, why, and how much brings it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.charging.home import Home, Shortage
from kosmos.charging.present import Present
from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.errors import DomainError
from kosmos.wording.typography import byn, day, day_and_moment, day_from, days_between, money, quoted, text

TONES: Mapping[str, str] = {
    "working": "ok",
    "low": "low",
    "blocked": "blocked",
    "suspended": "suspended",
    "promise": "promise",
    "waiting": "waiting",
    "closed": "suspended",
}
REVEAL_REASONS: Mapping[str, Promise] = {
    "talk": gettext_lazy("Говорю с абонентом"),
    "call_back": gettext_lazy("Нужно позвонить или написать"),
    "visit": gettext_lazy("Выезд или доставка"),
    "papers": gettext_lazy("Договор или другие документы"),
    "other": gettext_lazy("Другое, напишу ниже"),
}
SUBSCRIBER_KINDS: Mapping[int, Promise] = {
    1: gettext_lazy("Физическое лицо"),
    2: gettext_lazy("Студент"),
    3: gettext_lazy("Организация"),
}
_SAID: Mapping[str, Promise] = {
    "note_missing": gettext_lazy("Напишите заметку."),
    "reveal_reason_missing": gettext_lazy("Выберите, зачем нужны данные."),
    "reveal_unexplained": gettext_lazy("Напишите, зачем нужны данные."),
}
_NO_PROMISE: Mapping[str, Promise] = {
    "balance_not_negative": gettext_lazy("нельзя: на счёте нет минуса, поможет только платёж"),
    "nothing_blocked": gettext_lazy("не нужен: ничего не выключено"),
    "promise_in_force": gettext_lazy("уже действует"),
    "promise_not_kept": gettext_lazy("нельзя: долг после прошлого не оплачен"),
    "suspended": gettext_lazy("нельзя: услуги на паузе"),
    "account_closed": gettext_lazy("нельзя: счёт закрыт"),
}

View = Home | Present


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands: the answer in one line, and the reason in sentences, to be read aloud."""

    tone: str
    title: str
    sentences: tuple[str, ...]


def standing(view: View) -> Standing:
    """What to say of an account, the answer first."""
    write = {
        "blocked": _blocked,
        "promise": _unblocked if view.promise_by_staff else _promise,
        "suspended": _suspended,
        "waiting": _waiting,
        "closed": _closed,
    }.get(view.state, _working)
    title, *sentences = _low(view) if isinstance(view, Home) and view.state == "low" else write(view)
    planned = [_planned_pause(view)] if view.suspended_from and view.state != "suspended" else []
    return Standing(TONES.get(view.state, "ok"), title, (*filter(None, sentences), *planned))


def until_words(view: Home) -> str:
    """How long the money lasts: "до 28 ноября (сб)"; empty where that says nothing."""
    if view.state not in {"working", "low"}:
        return ""
    until = view.ahead.lasts_until
    return _("до %(day)s") % {"day": day(until)} if until else _("больше чем на два месяца")


@dataclass(frozen=True, slots=True)
class NextCharge:
    """What the next day that costs something takes, for all services together."""

    day: date
    kopecks: int


def next_charge(view: Home) -> NextCharge | None:
    """The next day on which anything is taken, and how much; None if nothing is in sight."""
    if not view.next_charges:
        return None
    first = min(charge.day for charge in view.next_charges)
    return NextCharge(first, sum(one.amount_kopecks for one in view.next_charges if one.day == first))


def promise_matters(view: Home) -> bool:
    """Whether a promise is worth a word: something is off, one is in force, or one can be taken."""
    return view.state in {"blocked", "promise"} or (view.promise_refused is None and bool(view.held))


def promise_words(view: Home) -> str:
    """Whether a promise can be taken, and if not, why."""
    if view.promise_until:
        return _("действует до %(when)s") % {"when": day_and_moment(view.promise_until)}
    if view.promise_refused is None:
        return _("можно")
    return str(_NO_PROMISE.get(view.promise_refused, _("сейчас нельзя")))


def refusal(error: DomainError) -> str:
    """What is said of a refusal of this page's forms."""
    if error.code == "note_too_long":
        return _("Слишком длинно: можно до %(longest)s знаков.") % error.parameters
    return str(_SAID.get(error.code, _("Это сейчас сделать нельзя.")))


def _blocked(view: View) -> list[str]:
    back = view.ahead.to_be_back_kopecks
    if back is None or view.short is None:
        return [
            _("Пакет не работает без основного тарифа"),
            _("Деньги здесь не помогут: сначала нужен основной тариф этой услуги."),
        ]
    return [
        _("Чтобы включить, пополнить на %(sum)s сегодня") % {"sum": byn(back)},
        _reason(view, view.short),
        _lacking(view) if view.short.rule in {"full_fee", "next_share"} else "",
        _("Выключено с %(day)s.") % {"day": day(view.short.since)},
    ]


def _reason(view: View, short: Shortage) -> str:
    told = {"plan": quoted(text(short.name)), "needs": money(short.needs_kopecks), "debt": money(short.overdue_kopecks)}
    if short.rule == "full_fee":
        return _("Новый месяц %(plan)s начинается, когда на счёте есть плата за месяц целиком: %(needs)s.") % told
    if short.rule == "next_share":
        return _("Чтобы %(plan)s работал сегодня, на счёте нужна плата за этот день: %(needs)s.") % told
    if short.rule == "negative":
        minus = {"sum": money(-view.ahead.figures.balance)}
        return _("На счёте минус %(sum)s, а услуга работает, пока минуса нет.") % minus
    return _("Срок оплаты прошёл, просроченный долг %(debt)s.") % told


def _lacking(view: View) -> str:
    balance, back = view.ahead.figures.balance, view.ahead.to_be_back_kopecks or 0
    if balance >= 0:
        return _("Сейчас на счёте %(has)s, не хватает %(lacks)s.") % {"has": money(balance), "lacks": money(back)}
    return _("Сейчас долг %(debt)s, вместе нужно %(lacks)s.") % {"debt": money(-balance), "lacks": money(back)}


def _low(view: Home) -> list[str]:
    if view.due_kopecks:
        due = {"sum": byn(view.due_kopecks), "day": day(view.due_on)}
        return [
            _("Работает. Оплатить %(sum)s до %(day)s") % due,
            _("Если не внести в срок, со следующего дня услуги выключатся."),
        ]
    until = {"day": day_from(view.ahead.lasts_until, view.today) if view.ahead.lasts_until else ""}
    missing = view.month.missing_kopecks
    said = _("Чтобы ничего не выключилось, пополнить на %(sum)s.") % {"sum": byn(missing)} if missing else ""
    return [_("Работает, но денег хватит только до конца дня: %(day)s") % until, said]


def _promise(view: View) -> list[str]:
    until = {"until": day_and_moment(view.promise_until)} if view.promise_until else {"until": ""}
    title = _("Работает на обещанном платеже до %(until)s") % until
    debt = view.ahead.figures.overdue
    if not debt:
        return [title, _("Просроченного долга нет: обещание выполнено.")]
    return [title, _("До этого времени нужно внести %(sum)s, иначе услуги выключатся.") % {"sum": byn(debt)}]


def _unblocked(view: View) -> list[str]:
    until = {"until": day_and_moment(view.promise_until)} if view.promise_until else {"until": ""}
    said = _promise(view)[1:] if view.ahead.figures.overdue else []
    return [_("Временно включено сотрудником до %(until)s") % until, *said]


def _suspended(view: View) -> list[str]:
    if view.suspended_until is None:
        return [_("Услуги приостановлены")]
    told = {"last": day(view.suspended_until), "back": day(view.suspended_until + ONE_DAY)}
    return [
        _("На паузе до %(last)s включительно") % told,
        _("Так попросил абонент. %(back)s всё включится само, если хватит денег.") % told,
    ]


def _waiting(view: View) -> list[str]:
    if view.awaited is None:
        return [_("Ждёт подключения"), _("Услуг на счёте ещё нет, ничего не списывается.")]
    title = _("Ждёт денег на подключение: %(plan)s") % {"plan": quoted(text(view.awaited.name))}
    top_up = view.awaited.top_up_kopecks
    return [title, _("Подключится само, как только на счёт придёт %(sum)s.") % {"sum": byn(top_up)} if top_up else ""]


def _closed(view: View) -> list[str]:
    balance = view.ahead.figures.balance
    if balance < 0:
        return [_("Услуг больше нет, остался долг %(sum)s") % {"sum": byn(-balance)}]
    left = _("Осталось %(sum)s: можно вернуть или перенести.") % {"sum": byn(balance)} if balance else ""
    return [_("Услуг на счёте больше нет"), left]


def _working(view: View) -> list[str]:
    if view.due_kopecks and view.state == "working":
        due = {"sum": byn(view.due_kopecks), "day": day(view.due_on)}
        return [_("Всё работает"), _("К оплате %(sum)s до %(day)s.") % due]
    return [_("Всё работает")]


def _planned_pause(view: View) -> str:
    if view.suspended_from is None or view.suspended_until is None:
        return ""
    days = {"days": days_between(view.suspended_from, view.suspended_until)}
    return _("Запланирована пауза: %(days)s.") % days
