"""What an applicant is told: what is wrong beside each field, and how far his application has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.connections.models import Application, ApplicationKind, Refusal, Stage, Visit
from kosmos.connections.rules import WAY
from kosmos.connections.wishes import LONGEST
from kosmos.wording.typography import day_from, moment, zone

WRONG: Mapping[str, Promise] = {
    "name_missing": gettext_lazy("Напишите, как к вам обращаться"),
    "full_name_missing": gettext_lazy("Напишите фамилию и имя, например «Иванова Анна»"),
    "phone_missing": gettext_lazy("Введите телефон, по которому вам позвонить"),
    "bad_phone": gettext_lazy("Такого номера не бывает. Введите его с кодом, например +375 29 123-45-67"),
    "organisation_missing": gettext_lazy("Напишите название организации"),
    "address_missing": gettext_lazy("Введите адрес: город, улицу, дом и квартиру"),
    "address_without_house": gettext_lazy("Добавьте номер дома, например «Минск, Красная, 6, кв. 12»"),
    "dormitory_missing": gettext_lazy("Напишите номер или название общежития"),
    "room_missing": gettext_lazy("Напишите номер комнаты"),
    "unknown_service": gettext_lazy("Выберите услугу из списка"),
    "plan_not_offered": gettext_lazy("Этот тариф здесь не подключают. Выберите другой или «Помогите выбрать»"),
    "plan_of_other_service": gettext_lazy("Этот тариф — для другой услуги. Измените тариф или услугу"),
    "hours_passed": gettext_lazy("Это время уже прошло. Выберите другое"),
    "agreement_missing": gettext_lazy("Поставьте отметку: без этого согласия мы не можем вам позвонить"),
    "agreement_changed": gettext_lazy("Текст согласия изменился. Прочитайте новый и поставьте отметку ещё раз"),
}


def wrong_words(field: str, code: str) -> str:
    """What is said beside a field."""
    if code == "field_too_long":
        return _("Слишком длинно: можно до %(most)s знаков") % {"most": LONGEST[field]}
    return str(WRONG.get(code, gettext_lazy("Проверьте это поле")))


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to be connected: done, the present one, or one that is still ahead."""

    title: str
    text: str
    state: str


DONE, PRESENT, AHEAD = "done", "present", "ahead"


def steps_of(application: Application, visit: Visit | None, now: datetime) -> list[Step]:
    """The way of an application, step by step; of a closed one only that it was taken."""
    taken = Step(_("Заявка принята"), _when(application.created_at, now), DONE)
    if application.stage == Stage.REFUSED:
        return [taken]
    if application.kind == ApplicationKind.CALL_BACK:
        called = application.stage == Stage.CALLED
        return [taken, Step(_("Звонок"), "" if called else call_words(application, now), DONE if called else PRESENT)]
    at = WAY.index(application.stage)
    steps = [(title, text(application, visit, now)) for title, text in _WAY]
    done = at + 1 if application.stage == Stage.ACTIVE else at
    return [taken] + [
        Step(str(title), text if place == at else "", DONE if place < done else PRESENT if place == at else AHEAD)
        for place, (title, text) in enumerate(steps)
    ]


def call_words(application: Application, now: datetime) -> str:
    """When somebody calls: the hour that was chosen, or until when at the latest; said plainly if it is too late."""
    if application.call_from_at and application.call_until_at and application.call_until_at > now:
        begin, end = application.call_from_at, application.call_until_at
        return _("Позвоним %(day)s, с %(begin)s до %(end)s.") % {
            "day": _day(begin, now),
            "begin": moment(begin),
            "end": moment(end),
        }
    if application.due_at is None or application.due_at < now:
        return _("Мы обещали позвонить раньше и не успели. Извините! Позвоните нам, и мы сразу всё решим.")
    return _("Позвоним %(day)s, до %(time)s.") % {
        "day": _day(application.due_at, now),
        "time": moment(application.due_at),
    }


def closed_words(application: Application) -> str:
    """What is said of an application that came to nothing; why exactly is told only on the phone."""
    if application.refusal == Refusal.NO_COVERAGE:
        return _("По этому адресу подключить пока нельзя: нашей сети там нет. Подробности расскажем по телефону.")
    return _("Заявка закрыта. Если это ошибка или вы передумали, позвоните нам: откроем её снова.")


def _checked(application: Application, _visit: Visit | None, now: datetime) -> str:
    return _("Проверяем, как провести к вам связь. Ответим %(when)s.") % {"when": _until(application, now)}


def _agreed(application: Application, visit: Visit | None, now: datetime) -> str:
    return _("Подключить можно. Позвоним %(when)s и договоримся о времени.") % {"when": _until(application, now)}


def _visited(application: Application, visit: Visit | None, now: datetime) -> str:
    if visit is None:
        return _("О времени визита договариваемся по телефону.")
    return _("Мастер придёт %(day)s, с %(begin)s до %(end)s.") % {
        "day": _day(visit.starts_at, now),
        "begin": moment(visit.starts_at),
        "end": moment(visit.ends_at),
    }


def _signed(application: Application, visit: Visit | None, now: datetime) -> str:
    return _("Всё подключено. Осталось подписать договор: с ним вы получите логин и пароль от кабинета.")


def _paid(application: Application, visit: Visit | None, now: datetime) -> str:
    return _("Пополните счёт: тариф включится сам, как только хватит денег.")


def _active(application: Application, visit: Visit | None, now: datetime) -> str:
    return _("Всё работает. Добро пожаловать!")


def _called(application: Application, _visit: Visit | None, now: datetime) -> str:
    return call_words(application, now)


_WAY = (
    (gettext_lazy("Звонок"), _called),
    (gettext_lazy("Проверка адреса"), _checked),
    (gettext_lazy("Время визита"), _agreed),
    (gettext_lazy("Визит мастера"), _visited),
    (gettext_lazy("Договор"), _signed),
    (gettext_lazy("Первая оплата"), _paid),
    (gettext_lazy("Услуга работает"), _active),
)
"""The steps in the order of the stages: each is the present one in its stage."""


def _until(application: Application, now: datetime) -> str:
    if application.due_at is None or application.due_at < now:
        return _("скоро")
    return _("%(day)s, до %(time)s") % {"day": _day(application.due_at, now), "time": moment(application.due_at)}


def _day(at: datetime, now: datetime) -> str:
    return day_from(at.astimezone(zone()).date(), now.astimezone(zone()).date())


def _when(at: datetime, now: datetime) -> str:
    return _("%(day)s, в %(time)s") % {"day": _day(at, now), "time": moment(at)}
