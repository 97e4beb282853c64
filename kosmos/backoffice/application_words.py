"""Applications in the words of the staff's pages: stages, what is next, reasons, deadlines, what happened."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from kosmos.connections.models import ApplicationEntry
from kosmos.connections.numbers import number_words
from kosmos.kernel.errors import DomainError

KINDS: dict[str, Promise] = {
    "home": gettext_lazy("Для дома"),
    "student": gettext_lazy("Студент"),
    "business": gettext_lazy("Для бизнеса"),
    "call_back": gettext_lazy("Обратный звонок"),
}
SOURCES: dict[str, Promise] = {
    "site": gettext_lazy("с сайта"),
    "office": gettext_lazy("в офисе"),
    "phone": gettext_lazy("по телефону"),
}
STAGES: dict[str, tuple[str, Promise]] = {
    "new": ("waiting", gettext_lazy("Новая")),
    "contacted": ("waiting", gettext_lazy("Созвонились")),
    "possible": ("waiting", gettext_lazy("Подключение возможно")),
    "visit_planned": ("waiting", gettext_lazy("Выезд назначен")),
    "connected": ("promise", gettext_lazy("Подключено")),
    "contract_signed": ("promise", gettext_lazy("Договор подписан")),
    "active": ("ok", gettext_lazy("Абонент")),
    "refused": ("suspended", gettext_lazy("Отказ")),
    "called": ("ok", gettext_lazy("Перезвонили")),
}
COLUMNS: dict[str, Promise] = {
    "new": gettext_lazy("Новые"),
    "contacted": gettext_lazy("Созвонились"),
    "possible": gettext_lazy("Подключение возможно"),
    "visit_planned": gettext_lazy("Выезд назначен"),
    "connected": gettext_lazy("Подключены"),
    "contract_signed": gettext_lazy("Договор подписан"),
}
MOVES: dict[str, Promise] = {
    "new": gettext_lazy("Открыть снова"),
    "contacted": gettext_lazy("Созвонились"),
    "possible": gettext_lazy("Подключить можно"),
    "visit_planned": gettext_lazy("Назначить выезд…"),
    "contract_signed": gettext_lazy("Подписать договор…"),
    "refused": gettext_lazy("Отказ…"),
    "called": gettext_lazy("Перезвонили"),
}
"""What a move is called where it is chosen; three dots say that a page follows."""
REASONS: dict[str, Promise] = {
    "no_coverage": gettext_lazy("Подключить нельзя: нет сети"),
    "changed_mind": gettext_lazy("Передумал"),
    "too_dear": gettext_lazy("Дорого"),
    "other_operator": gettext_lazy("Выбрал другого оператора"),
    "not_reached": gettext_lazy("Не дозвонились"),
    "duplicate": gettext_lazy("Дубль другой заявки"),
    "not_serious": gettext_lazy("Ошибка или шутка"),
    "other": gettext_lazy("Другое, напишу ниже"),
}
UNTIL: dict[str, Promise] = {
    "call": gettext_lazy("звонить до %(when)s"),
    "check": gettext_lazy("решить, можно ли, до %(when)s"),
    "plan": gettext_lazy("назначить выезд до %(when)s"),
    "visit": gettext_lazy("выезд до %(when)s"),
    "sign": gettext_lazy("подписать договор до %(when)s"),
    "pay": gettext_lazy("ждём оплату до %(when)s"),
}
SAID: dict[str, Promise] = {
    "application_changed": gettext_lazy("Пока вы смотрели, заявку изменили. Посмотрите, что стало, и решите ещё раз."),
    "stage_refused": gettext_lazy("С этого этапа так перейти нельзя. Посмотрите, на каком этапе заявка сейчас."),
    "stage_not_by_hand": gettext_lazy("Этот этап наступает сам: после выезда, отчёта, договора или оплаты."),
    "reason_missing": gettext_lazy("Выберите причину отказа."),
    "note_missing": gettext_lazy("Напишите заметку."),
    "note_too_long": gettext_lazy("Слишком длинно: можно до 2000 знаков."),
    "bad_call_again": gettext_lazy("Введите время позже нынешнего, но не дальше двух месяцев."),
    "same_application": gettext_lazy("Это та же самая заявка."),
    "other_is_duplicate": gettext_lazy("Та заявка сама закрыта как дубль. Одна из двух должна остаться."),
    "unknown_application": gettext_lazy("Такой заявки нет."),
    "unknown_owner": gettext_lazy("Выберите сотрудника из списка."),
}
"""What is said of a refusal, by its code."""

WRONG: dict[str, Promise] = {
    "name_missing": gettext_lazy("Введите имя"),
    "full_name_missing": gettext_lazy("Введите фамилию и имя, например «Иванова Анна»"),
    "phone_missing": gettext_lazy("Введите телефон"),
    "bad_phone": gettext_lazy("Такого номера не бывает. Введите его с кодом, например +375 29 123-45-67"),
    "organisation_missing": gettext_lazy("Введите название организации"),
    "address_missing": gettext_lazy("Введите адрес: город, улицу, дом и квартиру"),
    "address_without_house": gettext_lazy("Добавьте номер дома, например «Минск, Красная, 6, кв. 12»"),
    "dormitory_missing": gettext_lazy("Введите номер или название общежития"),
    "room_missing": gettext_lazy("Введите номер комнаты"),
    "field_too_long": gettext_lazy("Слишком длинно, сократите"),
    "hours_passed": gettext_lazy("Это время уже прошло. Выберите другое"),
    "plan_of_other_service": gettext_lazy("Этот тариф для другой услуги. Измените тариф или услугу"),
}
"""What is said beside a field of the form by which an application is taken."""


@dataclass(frozen=True, slots=True)
class Tone:
    """Words with the tone that goes with them."""

    tone: str
    words: str


def stage(code: str) -> Tone:
    """A stage for people."""
    tone, words = STAGES[code]
    return Tone(tone, str(words))


def stage_words(code: str) -> str:
    """A stage's words alone."""
    return str(STAGES[code][1])


def column_words(code: str) -> str:
    """What a column of the board is called."""
    return str(COLUMNS[code])


def move_words(code: str) -> str:
    """What a move to a stage is called."""
    return str(MOVES[code])


def kind_words(code: str) -> str:
    """Who applies."""
    return str(KINDS[code])


def source_words(code: str) -> str:
    """Where an application was taken."""
    return str(SOURCES[code])


def reason_words(code: str) -> str:
    """Why an application came to nothing."""
    return str(REASONS.get(code, code))


def refusal(error: DomainError) -> str:
    """What is said of a refusal."""
    return str(SAID.get(error.code, gettext("Это сейчас сделать нельзя.")))


def wrong_words(code: str) -> str:
    """What is said beside a field of the form."""
    return str(WRONG.get(code, gettext("Проверьте это поле")))


def age_words(since: datetime, now: datetime) -> str:
    """How long something has waited: "ждёт 2 часа"."""
    minutes = max(0, (now.astimezone(UTC) - since) // timedelta(minutes=1))
    if minutes < 1:
        return gettext("только что")
    if minutes < 60:
        return ngettext("ждёт %(count)d минуту", "ждёт %(count)d минут", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("ждёт %(count)d час", "ждёт %(count)d часов", hours) % {"count": hours}
    return ngettext("ждёт %(count)d день", "ждёт %(count)d дней", hours // 24) % {"count": hours // 24}


def late_words(span: timedelta) -> str:
    """How late something is: "просрочено на день"."""
    minutes = max(1, span // timedelta(minutes=1))
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes == 1:
        return gettext("просрочено на минуту")
    if hours < 1:
        return ngettext("просрочено на %(count)d минуту", "просрочено на %(count)d минут", minutes) % {"count": minutes}
    if hours == 1:
        return gettext("просрочено на час")
    if days < 1:
        return ngettext("просрочено на %(count)d час", "просрочено на %(count)d часов", hours) % {"count": hours}
    if days == 1:
        return gettext("просрочено на день")
    return ngettext("просрочено на %(count)d день", "просрочено на %(count)d дней", days) % {"count": days}


def until_words(step: str, when: str) -> str:
    """What is to be done until when: "звонить до 16:00"."""
    return str(UNTIL[step]) % {"when": when}


def entry_title(entry: ApplicationEntry) -> str:
    """What a line of the history says happened."""
    if entry.kind == "stage":
        return _moved(entry)
    if entry.kind == "call":
        return gettext("Звонок: дозвонились") if entry.after == "reached" else gettext("Звонок: не дозвонились")
    if entry.kind == "owner":
        names = {"before": entry.before, "after": entry.after}
        return gettext("Ведёт %(after)s") % names if entry.after else gettext("Больше не ведёт %(before)s") % names
    if entry.kind == "changed" and entry.after == "duplicate":
        return gettext("Дубль закрыт: заявка № %(number)s") % {"number": number_words(entry.text)}
    return {"visit": gettext("Выезд"), "note": gettext("Заметка")}.get(entry.kind, gettext("Заявку изменили"))


def entry_text(entry: ApplicationEntry) -> str:
    """What was written in a line of the history; the number of a duplicate stands in its title."""
    if entry.kind == "changed" and entry.after == "duplicate":
        return ""
    if entry.reason == "duplicate":
        return gettext("Дубль заявки № %(number)s") % {"number": number_words(entry.text)}
    return entry.text


def _moved(entry: ApplicationEntry) -> str:
    if not entry.before:
        return gettext("Заявка принята")
    if entry.reason:
        return gettext("Отказ: %(reason)s") % {"reason": reason_words(entry.reason)}
    if entry.after == "new":
        return gettext("Открыта снова")
    return stage_words(entry.after)
