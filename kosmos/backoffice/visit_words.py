"""Visits in the words of the staff's pages: states, reasons, refusals, where and what."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kosmos.connections.models import Application, Visit
from kosmos.connections.reports import MOST_SERIALS
from kosmos.connections.visit_errors import ReportRefused
from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import HARD_SPACE
from kosmos.wording.states import StateWords
from kosmos.wording.typography import day_and_moment, moment

STATES: dict[str, tuple[str, Promise]] = {
    "planned": ("waiting", gettext_lazy("Назначен")),
    "done": ("ok", gettext_lazy("Подключено")),
    "not_done": ("low", gettext_lazy("Не получилось")),
    "cancelled": ("suspended", gettext_lazy("Отменён")),
}
WHY_NOT: dict[str, Promise] = {
    "nobody_home": gettext_lazy("Никого нет дома"),
    "no_access": gettext_lazy("Нет доступа: подвал, чердак, щиток"),
    "customer_refused": gettext_lazy("Абонент передумал"),
    "not_possible": gettext_lazy("Технически подключить нельзя"),
    "no_equipment": gettext_lazy("Не хватило оборудования"),
    "other": gettext_lazy("Другое, напишу ниже"),
}
SAID: dict[str, Promise] = {
    "unknown_technician": gettext_lazy("Такого мастера нет или он больше не работает. Выберите другого."),
    "slot_taken": gettext_lazy(
        "Это время только что заняли, или мастер ещё в дороге. Выберите другое: список обновлён."
    ),
    "outside_hours": gettext_lazy("Мастер в это время не работает. Выберите другое или отметьте, что он согласен."),
    "visit_in_the_past": gettext_lazy("Это время уже прошло. Выберите другое."),
    "visit_too_far": gettext_lazy("Так далеко вперёд не планируем. Выберите день ближе."),
    "visit_ended": gettext_lazy("Выезд уже завершён или отменён: изменить его нельзя."),
    "visit_not_yet": gettext_lazy("День выезда ещё не наступил. Отчёт можно отправить в день выезда."),
    "why_missing": gettext_lazy("Напишите причину: её увидят в истории заявки."),
    "hours_wrong": gettext_lazy("Проверьте часы: нужны начало и конец, и конец позже начала."),
    "stage_refused": gettext_lazy("Заявка сейчас на другом этапе: выезд назначают, когда подключение возможно."),
    "application_changed": gettext_lazy("Заявку только что изменили. Посмотрите, что стало, и решите ещё раз."),
    "time_missing": gettext_lazy("Введите день и время, например 25.11.2026 и 14:30."),
    "outcome_missing": gettext_lazy("Отметьте, чем кончился выезд."),
    "serials_too_many": gettext_lazy("Слишком много номеров."),
    "report_too_long": gettext_lazy("Слишком длинно: можно до 2000 знаков."),
    "checklist_changed": gettext_lazy("Список изменился. Отметьте ещё раз."),
    "unticked_unexplained": gettext_lazy("Не всё отмечено: напишите, что не сделано и почему."),
    "other_unexplained": gettext_lazy("Напишите, что случилось."),
    "signed_name_missing": gettext_lazy("Введите имя того, кто принял работу."),
    "signed_name_too_long": gettext_lazy("Слишком длинное имя: можно до 120 знаков."),
    "signature_missing": gettext_lazy("Нужна подпись пальцем или отметка, что абонент принял работу."),
    "signature_wrong": gettext_lazy("Подпись не читается. Сотрите её и распишитесь ещё раз, короче."),
    "why_not_missing": gettext_lazy("Выберите причину."),
}
"""What is said of a code."""


def visit_state(state: str) -> StateWords:
    """A visit's state for people, and its tone."""
    tone, words = STATES[state]
    return StateWords(tone, str(words))


def why_not(reason: str) -> str:
    """Why a visit came to nothing, of a report; the words of whoever cancelled it as they are."""
    return str(WHY_NOT.get(reason, reason))


def refusal(error: DomainError) -> str:
    """What is said of a refusal, with its figures."""
    given = error.parameters
    at = given.get("starts_at")
    when = {"when": day_and_moment(at), "who": given.get("technician", "")} if isinstance(at, datetime) else {}
    if error.code == "visit_planned" and when:
        return gettext("Выезд уже назначен: %(when)s, %(who)s. Его можно перенести.") % when
    if error.code == "visit_changed" and when:
        return gettext("Выезд тем временем перенесли: теперь %(when)s, %(who)s.") % when
    if error.code == "visit_cancelled":
        return gettext("Выезд тем временем отменили: %(reason)s") % {"reason": given.get("reason", "")}
    return str(SAID.get(error.code, gettext("Это сейчас сделать нельзя.")))


def report_faults(error: ReportRefused) -> dict[str, str]:
    """What to say beside which field of a report."""
    serial = {"serial": error.parameters.get("serial", ""), "most": MOST_SERIALS}
    figured = {
        "serial_wrong": gettext(
            "Номер %(serial)s не похож на серийный: нужны от 4 до 40 латинских букв и цифр, по одному в строке."
        ),
        "serial_twice": gettext("Номер %(serial)s введён дважды."),
        "serials_too_many": gettext("Слишком много номеров: можно до %(most)s."),
    }
    return {
        field: figured[code] % serial if code in figured else str(SAID[code]) for field, code in error.wrong.items()
    }


def who(application: Application) -> str:
    """Whom a visit is to: an organisation and its representative, or a person."""
    return ", ".join(part for part in (application.organisation, application.name) if part)


def where(application: Application) -> str:
    """The address of an application in a line: "Минск, Красная, 7, корп. 2, кв. 12"."""
    if application.dormitory:
        room = gettext("комн. %(room)s") % {"room": application.room} if application.room else ""
        parts = [application.city, application.dormitory, room]
    elif application.street:
        building = gettext("корп. %(building)s") % {"building": application.building} if application.building else ""
        flat = gettext("кв. %(flat)s") % {"flat": application.apartment} if application.apartment else ""
        parts = [application.city, application.street, application.house, building, flat]
    else:
        parts = [application.address]
    return ", ".join(part for part in parts if part)


def hours_of(visit: Visit) -> str:
    """From when until when a visit is: "10:00–11:30", at which no line breaks."""
    return f"{moment(visit.starts_at)}\u2060–\u2060{moment(visit.ends_at)}"


def labelled(visit: Visit) -> str:
    """A visit in a line: its hour and its address."""
    return f"{moment(visit.starts_at)}{HARD_SPACE}{where(visit.application)}"


def words_by_code() -> Mapping[str, Promise]:
    """Every code that has its words."""
    return SAID
