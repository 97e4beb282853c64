"""The timeline of an account in words: what happened, what there is to say of it, and who did it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.backoffice.application_words import entry_text, entry_title
from kosmos.backoffice.subscriber_words import REVEAL_REASONS
from kosmos.connections.models import ApplicationEntry
from kosmos.kernel.money import HARD_SPACE
from kosmos.subscribers.models import SignInEventKind as Kind
from kosmos.wording.reasons import REASONS
from kosmos.wording.typography import byn, day, days_between, quoted, text
from kosmos.workplace.masking import masked_email, masked_phone
from kosmos.workplace.timeline import Line

LONGEST_SAID = 200
PARTS: Mapping[str, tuple[Promise, str]] = {
    "money": (gettext_lazy("Деньги"), "card"),
    "daily": (gettext_lazy("Ежедневная плата"), "calendar"),
    "services": (gettext_lazy("Услуги"), "services"),
    "messages": (gettext_lazy("Сообщения"), "bell"),
    "requests": (gettext_lazy("Обращения"), "help"),
    "applications": (gettext_lazy("Заявки и выезды"), "tools"),
    "access": (gettext_lazy("Вход и контакты"), "lock"),
    "staff": (gettext_lazy("Сотрудники"), "user"),
    "notes": (gettext_lazy("Заметки"), "statement"),
}
"""The parts of a timeline: words and icon."""
EVENTS: Mapping[str, Promise] = {
    "connected": gettext_lazy("Услуга подключена"),
    "running": gettext_lazy("Услуги включились"),
    "blocked": gettext_lazy("Услуги выключились: не хватило денег"),
    "ended": gettext_lazy("Услуга отключена"),
    "low": gettext_lazy("Деньги скоро закончатся"),
    "promise_taken": gettext_lazy("Взят обещанный платёж"),
    "promise_lapsed": gettext_lazy("Обещанный платёж закончился"),
    "unblocked": gettext_lazy("Временно включено сотрудником"),
    "unblock_ended": gettext_lazy("Временное включение закончилось"),
    "suspension_planned": gettext_lazy("Запланирована пауза"),
    "suspension_began": gettext_lazy("Пауза началась"),
    "suspension_ended": gettext_lazy("Пауза закончилась"),
    "suspension_resumed": gettext_lazy("Пауза закончена раньше"),
    "suspension_cancelled": gettext_lazy("Пауза отменена"),
    "plan_change_planned": gettext_lazy("Запланирована смена тарифа"),
    "plan_changed": gettext_lazy("Тариф сменился"),
    "end_planned": gettext_lazy("Запланировано отключение"),
    "traffic_used_up": gettext_lazy("Трафик закончился"),
    "traffic_warning": gettext_lazy("Трафик заканчивается"),
    "price_changed": gettext_lazy("Сообщили о новой цене"),
    "price_kept": gettext_lazy("Сообщили, что цена останется прежней"),
    "payment_received": gettext_lazy("Сообщили о платеже"),
    "payment_reversed": gettext_lazy("Сообщили о возврате платежа"),
    "bill_made": gettext_lazy("Отправили ссылку на счёт"),
    "request_answered": gettext_lazy("Сообщили об ответе на обращение"),
    "contact_changed": gettext_lazy("Сообщили о смене контакта"),
    "password_changed": gettext_lazy("Сообщили о смене пароля"),
    "access_link_sent": gettext_lazy("Сообщили о ссылке для входа"),
    "second_factor_on": gettext_lazy("Сообщили о втором шаге входа"),
    "second_factor_off": gettext_lazy("Сообщили, что второй шаг входа выключен"),
    "deletion_planned": gettext_lazy("Сообщили об удалении данных"),
    "deletion_cancelled": gettext_lazy("Сообщили, что удаление данных отменено"),
    "news": gettext_lazy("Отправлена новость"),
}
SIGN_IN_EVENTS: Mapping[int, Promise] = {
    Kind.SIGNED_IN: gettext_lazy("Вход в кабинет"),
    Kind.REFUSED: gettext_lazy("Неудачная попытка входа"),
    Kind.SIGNED_OUT: gettext_lazy("Выход из кабинета"),
    Kind.PASSWORD_ISSUED: gettext_lazy("Выдан пароль на листе"),
    Kind.PASSWORD_CHANGED: gettext_lazy("Пароль изменён"),
    Kind.SESSIONS_ENDED: gettext_lazy("Входы на устройствах закрыты"),
    Kind.CODE_ASKED: gettext_lazy("Спросили код второго шага"),
    Kind.SECOND_FACTOR_ON: gettext_lazy("Второй шаг входа включён"),
    Kind.SECOND_FACTOR_OFF: gettext_lazy("Второй шаг входа выключен"),
    Kind.CONTACT_CHANGED: gettext_lazy("Контакт изменён"),
    Kind.CONSENT_CHANGED: gettext_lazy("Согласие изменено"),
    Kind.DATA_EXPORTED: gettext_lazy("Личные данные скачаны"),
    Kind.DELETION_ASKED: gettext_lazy("Запрошено удаление данных"),
    Kind.DELETION_CANCELLED: gettext_lazy("Удаление данных отменено"),
    Kind.ERASED: gettext_lazy("Данные удалены"),
    Kind.IDENTITY_CHECKED: gettext_lazy("Проверили личность"),
    Kind.LINK_SENT: gettext_lazy("Отправлена ссылка для входа"),
    Kind.LINK_USED: gettext_lazy("Ссылка для входа использована"),
}
FIELDS: Mapping[str, Promise] = {
    "phone": gettext_lazy("Телефон изменён"),
    "email": gettext_lazy("Почта изменена"),
    "language": gettext_lazy("Язык изменён"),
}
PURPOSES: Mapping[str, Promise] = {
    "advertising": gettext_lazy("реклама"),
    "sms_advertising": gettext_lazy("реклама по SMS"),
    "passing_on": gettext_lazy("передача данных другим"),
    "payment_token": gettext_lazy("привязка карты"),
}
WAYS: Mapping[str, Promise] = {"email": gettext_lazy("почта"), "sms": gettext_lazy("SMS")}
ENTRIES: Mapping[str, Promise] = {
    "subscriber": gettext_lazy("Абонент написал в обращение № %(number)s"),
    "answer": gettext_lazy("Ответили на обращение № %(number)s"),
    "note": gettext_lazy("Заметка к обращению № %(number)s"),
    "owner": gettext_lazy("Обращение № %(number)s передано"),
    "merged": gettext_lazy("К обращению № %(number)s присоединено другое"),
    "closed": gettext_lazy("Обращение № %(number)s закрыто без ответа"),
}
_BY = re.compile(r"\bby (\S+)$")
"""How a line of the audit of sign-ins names the one of the staff who did it."""
_SENT, _FAILED = 3, 5


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words; ``title`` is empty for lines of the passbook, which have words of their own."""

    line: Line
    icon: str
    part: str
    title: str
    text: str
    who: str


def told(line: Line, *, whole: bool) -> Told:
    """A line of the timeline in words, with what is personal in it masked unless ``whole``."""
    title, said = _WRITERS[line.what](line, whole=whole)
    words, icon = PARTS[line.part]
    return Told(line, icon, str(words), title, said[:LONGEST_SAID], _who(line))


def _who(line: Line) -> str:
    """Who did it: one of the staff, the subscriber, or the system."""
    by_staff = _BY.search(str(line.data.get("reason", ""))) if line.what == "sign_in" else None
    if line.who or by_staff:
        return line.who or (by_staff[1] if by_staff else "")
    own = line.what in {
        "request",
        "entry",
        "order",
        "suspension",
        "leaving",
        "waiting",
        "contact",
        "consent",
        "sign_in",
    }
    return _("абонент") if own and not line.data.get("bill") else _("система")


def _posting(line: Line, *, whole: bool) -> tuple[str, str]:
    note = str(line.data.get("note") or "")
    own = line.data["kind"] in {1, 2, 8}
    return "", note if own else ""


def _order(line: Line, *, whole: bool) -> tuple[str, str]:
    state = {
        "paid": _("оплачен"),
        "declined": _("отклонён"),
        "cancelled": _("отменён"),
        "expired": _("срок вышел"),
        "unknown": _("спрашиваем банк"),
        "refunded": _("возвращён"),
    }.get(line.data["state"], _("ждём оплаты"))
    told = {"sum": byn(line.data["kopecks"]), "number": line.id}
    said = _("№ %(number)s: %(state)s") % {**told, "state": state}
    if line.data.get("bill"):
        return _("Счёт на оплату %(sum)s") % told, f"{said}. {line.data['bill']}"
    return _("Заказ на оплату %(sum)s") % told, said


def _message(line: Line, *, whole: bool) -> tuple[str, str]:
    event = line.data["event"]
    ways = [
        f"{WAYS[channel]}{HARD_SPACE}{_mark(state)}" for channel, state in line.data["ways"].items() if channel in WAYS
    ]
    said = _("сообщили: %(ways)s") % {"ways": ", ".join(ways)} if ways else ""
    return str(EVENTS.get(event, _("Сообщение"))), said


def _mark(state: int) -> str:
    return {_SENT: _("(отправлено)"), _FAILED: _("(не дошло)")}.get(state, _("(не отправлено)"))


def _suspension(line: Line, *, whole: bool) -> tuple[str, str]:
    return _("Запрошена пауза: %(days)s") % {"days": days_between(_day(line, "first_on"), _day(line, "last_on"))}, ""


def _leaving(line: Line, *, whole: bool) -> tuple[str, str]:
    return _("Запрошено расторжение с %(day)s") % {"day": day(_day(line, "ends_on"))}, ""


def _waiting(line: Line, *, whole: bool) -> tuple[str, str]:
    return _("Выбран тариф %(plan)s: ждёт денег") % {"plan": quoted(text(line.data["name"]))}, ""


def _sign_in(line: Line, *, whole: bool) -> tuple[str, str]:
    address = str(line.data["address"]) if whole else ""
    from_where = _("с адреса %(address)s") % {"address": address} if address else ""
    return str(SIGN_IN_EVENTS.get(line.data["kind"], _("Вход"))), from_where


def _contact(line: Line, *, whole: bool) -> tuple[str, str]:
    field = line.data["field"]
    mask: Callable[[str], str] = {"phone": masked_phone, "email": masked_email}.get(field, str)
    before, after = (line.data[name] if whole else mask(line.data[name]) for name in ("before", "after"))
    return str(FIELDS.get(field, _("Контакт изменён"))), f"{before or _('не было')} → {after or _('нет')}"


def _consent(line: Line, *, whole: bool) -> tuple[str, str]:
    given = _("Согласие дано: %(what)s") if line.data["given"] else _("Согласие отозвано: %(what)s")
    purpose = line.data["purpose"]
    return given % {"what": PURPOSES.get(purpose, purpose)}, ""


def _request(line: Line, *, whole: bool) -> tuple[str, str]:
    return _("Обращение № %(number)s") % _number(line), line.data["text"]


def _entry(line: Line, *, whole: bool) -> tuple[str, str]:
    return str(ENTRIES[line.data["kind"]]) % _number(line), line.data["text"]


def _application(line: Line, *, whole: bool) -> tuple[str, str]:
    entry = ApplicationEntry(**{name: line.data[name] for name in ("kind", "before", "after", "reason", "text")})
    number = line.data["number"]
    title = {"number": f"{number[:4]}{HARD_SPACE}{number[4:]}", "what": entry_title(entry)}
    return _("Заявка № %(number)s: %(what)s") % title, entry_text(entry)


def _act(line: Line, *, whole: bool) -> tuple[str, str]:
    chosen = (line.data["after"] or {}).get("why", "")
    why = str(REVEAL_REASONS.get(chosen) or REASONS.get(chosen) or chosen)
    return act_words(line.data["action"]), ". ".join(filter(None, [why, line.data["reason"]]))


def act_words(action: str) -> str:
    """What one of the staff did."""
    return str(ACTS.get(action, action))


ACTS: Mapping[str, Promise] = {
    "personal_shown": gettext_lazy("Показаны личные данные"),
    "promise_given": gettext_lazy("Дан обещанный платёж"),
    "charged_once": gettext_lazy("Разовое списание"),
    "adjusted": gettext_lazy("Исправление баланса"),
    "posting_reversed": gettext_lazy("Строка выписки исправлена"),
    "plan_changed": gettext_lazy("Смена тарифа"),
    "package_on": gettext_lazy("Подключён пакет"),
    "package_off": gettext_lazy("Отключён пакет или тариф"),
    "unblocked": gettext_lazy("Временно включено"),
    "unblock_ended": gettext_lazy("Временное включение закончено"),
    "suspended": gettext_lazy("Пауза по просьбе абонента"),
    "resumed": gettext_lazy("Пауза закончена по просьбе абонента"),
    "account_closed": gettext_lazy("Счёт закрывается"),
    "planned_cancelled": gettext_lazy("Отменено запланированное"),
    "act_undone": gettext_lazy("Действие отменено"),
    "approval_asked": gettext_lazy("Попросили подтвердить действие"),
    "approval_given": gettext_lazy("Действие подтверждено"),
    "approval_refused": gettext_lazy("Действие не подтверждено"),
    "approval_withdrawn": gettext_lazy("Просьба о подтверждении отозвана"),
    "cash_taken": gettext_lazy("Приняты деньги в кассе"),
    "void_asked": gettext_lazy("Попросили отменить квитанцию"),
    "void_approved": gettext_lazy("Квитанция отменена"),
    "void_refused": gettext_lazy("В отмене квитанции отказано"),
    "void_withdrawn": gettext_lazy("Просьба отменить квитанцию отозвана"),
    "page_refused": gettext_lazy("Страница не показана: нет права"),
    "file_saved": gettext_lazy("Сохранён файл"),
    "money_assigned": gettext_lazy("Невыясненный платёж зачислен"),
    "money_sent_back": gettext_lazy("Невыясненный платёж возвращён отправителю"),
    "refund_asked": gettext_lazy("Попросили вернуть платёж картой"),
    "charged_back": gettext_lazy("Банк вернул деньги плательщику"),
    "bill_asked": gettext_lazy("Выставили счёт на оплату"),
    "statement_taken": gettext_lazy("Загружена выписка"),
    "statement_chosen": gettext_lazy("Выписка отправлена на зачисление"),
    "statement_dropped": gettext_lazy("Выписка отложена"),
    "case_taken": gettext_lazy("Взят случай с платежом"),
    "case_closed": gettext_lazy("Закрыт случай с платежом"),
    "money_handed_over": gettext_lazy("Агент перечислил деньги"),
    "accounts_guessed": gettext_lazy("Агент перебирает номера счетов"),
}


def _note(line: Line, *, whole: bool) -> tuple[str, str]:
    return _("Заметка"), line.data["text"]


def _number(line: Line) -> dict[str, str]:
    number = str(line.data["number"])
    return {"number": f"{number[:3]}{HARD_SPACE}{number[3:]}"}


def _day(line: Line, name: str) -> date:
    return datetime.fromisoformat(line.data[name]).date()


_WRITERS: Mapping[str, Callable[..., tuple[str, str]]] = {
    "posting": _posting,
    "order": _order,
    "message": _message,
    "suspension": _suspension,
    "leaving": _leaving,
    "waiting": _waiting,
    "sign_in": _sign_in,
    "contact": _contact,
    "consent": _consent,
    "request": _request,
    "entry": _entry,
    "application": _application,
    "act": _act,
    "note": _note,
}
