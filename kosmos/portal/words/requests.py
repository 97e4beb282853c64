"""Requests to support in words: topics, states, promised times, sizes of files."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from kosmos.kernel.money import HARD_SPACE
from kosmos.support.models import Request
from kosmos.wording.states import StateWords
from kosmos.wording.typography import day, language, moment, zone

TOPICS: dict[str, Promise] = {
    "money": gettext_lazy("Деньги и выписка"),
    "internet": gettext_lazy("Интернет"),
    "tv": gettext_lazy("Телевидение"),
    "equipment": gettext_lazy("Оборудование"),
    "documents": gettext_lazy("Документы"),
    "leaving": gettext_lazy("Расторжение и возврат"),
    "other": gettext_lazy("Другое"),
}
_STATES = {
    "new": ("waiting", gettext_lazy("Принято")),
    "open": ("waiting", gettext_lazy("В работе")),
    "answered": ("ok", gettext_lazy("Есть ответ")),
    "closed": ("suspended", gettext_lazy("Закрыто")),
}
KILOBYTE, MEGABYTE = 1024, 1024 * 1024


def topic_words(topic: str) -> str:
    """What a request is about."""
    return str(TOPICS[topic])


def request_state(state: str) -> StateWords:
    """A request's state for people, and its tone."""
    tone, words = _STATES[state]
    return StateWords(tone, str(words))


def promise_words(request: Request, now: datetime) -> str:
    """Until when we answer, or that we are late; nothing where it is not our turn."""
    if request.promised_at is None:
        return ""
    local, asked = request.promised_at.astimezone(zone()), now.astimezone(zone())
    when = {"hour": moment(local), "day": day(local.date())}
    if local < asked:
        return gettext("Обещали ответить %(day)s до %(hour)s и опаздываем. Извините: вы первые в очереди.") % when
    near = {
        timedelta(0): gettext("Ответим сегодня до %(hour)s"),
        timedelta(1): gettext("Ответим завтра до %(hour)s"),
    }
    return near.get(local.date() - asked.date(), gettext("Ответим %(day)s до %(hour)s")) % when


def late_words(promised_at: datetime, now: datetime) -> str:
    """For staff: how much time is left, or how late it is."""
    left = promised_at - now.astimezone(zone())
    if left < timedelta(0):
        return gettext("просрочено на %(span)s") % {"span": _span(-left)}
    return gettext("осталось %(span)s") % {"span": _span(left)}


def file_size(size_bytes: int) -> str:
    """A file's size: "340 КБ", "1,2 МБ"."""
    if size_bytes < MEGABYTE:
        return gettext("%(size)d КБ") % {"size": -(-size_bytes // KILOBYTE)}
    tenths = (size_bytes * 10 + MEGABYTE // 2) // MEGABYTE
    point = "." if language() == "en" else ","
    return gettext("%(size)s МБ") % {"size": f"{tenths // 10}{point}{tenths % 10}"}


def request_number(number: str) -> str:
    """A request's number in threes, as it is said: "482 913"."""
    return f"{number[:3]}{HARD_SPACE}{number[3:]}"


def _span(span: timedelta) -> str:
    minutes = -(-span // timedelta(minutes=1))
    if minutes < 60:
        return ngettext("%(count)d минуту", "%(count)d минут", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(count)d час", "%(count)d часов", hours) % {"count": hours}
    return ngettext("%(count)d день", "%(count)d дней", hours // 24) % {"count": hours // 24}
