"""What was and what became, field by field, so that anybody can read it."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.backoffice.staff_words import ROLES
from kosmos.wording.reasons import reason_words
from kosmos.wording.typography import byn, day_and_moment, day_of_year
from kosmos.workplace.masking import masked_email, masked_name, masked_phone

HIDDEN = frozenset({"form", "key", "why", "path"})
"""Keys that say nothing to people, or are said elsewhere."""
LONG = 120
"""A text longer than this, or of several lines, is shown by the lines that changed."""
NOTHING = "—"
FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Имя"),
    "login": gettext_lazy("Логин"),
    "role": gettext_lazy("Роль"),
    "active": gettext_lazy("Вход"),
    "sessions": gettext_lazy("Открыто входов"),
    "second_factor": gettext_lazy("Вход с кодом"),
    "expires_at": gettext_lazy("Действует до"),
    "until": gettext_lazy("Действует до"),
    "method": gettext_lazy("Запрос"),
    "balance_kopecks": gettext_lazy("Баланс"),
    "amount_kopecks": gettext_lazy("Сумма"),
    "kopecks": gettext_lazy("Сумма"),
    "float_kopecks": gettext_lazy("Размен"),
    "counted_kopecks": gettext_lazy("Пересчитано"),
    "fee_kopecks": gettext_lazy("Абонплата"),
    "price_kopecks": gettext_lazy("Цена"),
    "connection_fee_kopecks": gettext_lazy("Плата за подключение"),
    "posting": gettext_lazy("Строка выписки"),
    "approved_by": gettext_lazy("Подтвердил(а)"),
    "asked_by": gettext_lazy("Попросил(а)"),
    "state": gettext_lazy("Состояние"),
    "status": gettext_lazy("Состояние"),
    "plan": gettext_lazy("Тариф"),
    "package": gettext_lazy("Пакет"),
    "doing": gettext_lazy("Действие"),
    "title": gettext_lazy("Заголовок"),
    "body": gettext_lazy("Текст"),
    "text": gettext_lazy("Текст"),
    "phone": gettext_lazy("Телефон"),
    "email": gettext_lazy("Почта"),
    "first_on": gettext_lazy("Первый день"),
    "last_on": gettext_lazy("Последний день"),
    "from_on": gettext_lazy("Первый день"),
    "until_on": gettext_lazy("Последний день"),
    "on": gettext_lazy("День"),
    "receipt": gettext_lazy("Квитанция"),
    "lines": gettext_lazy("Строк"),
}
"""Fields in words; others bear the words of their form, or their own name."""
_MASKED = {"phone": masked_phone, "email": masked_email, "name": masked_name}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: as it was and as it became; a long text as pairs of a sign and a line of it."""

    field: str
    before: str
    after: str
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """In one line."""
        if self.before == NOTHING:
            return f"{self.field} {self.after}"
        return f"{self.field} {self.before} → {self.after}"


def differences(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    subject: str = "",
    labels: Mapping[str, str] | None = None,
    public: bool = False,
) -> list[Difference]:
    """What became another, was added or was taken away.

    ``labels`` are words of fields that the thing's own form has. What is personal is masked unless the thing is
    ``public``, or one of the staff's own.
    """
    was, is_now = dict(_flat(before or {})), dict(_flat(after or {}))
    whole = public or subject == "staff_member"
    found = []
    for key in dict.fromkeys([*was, *is_now]):
        if key.partition(".")[0] in HIDDEN or was.get(key) == is_now.get(key):
            continue
        old, new = (_said(key, side.get(key), whole=whole) for side in (was, is_now))
        long = any(len(one) > LONG or "\n" in one for one in (old, new))
        lines = tuple(_lines(old, new)) if long else ()
        found.append(Difference(_label(key, labels or {}), old, new, lines))
    return found


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Values by name, those within others by both names; empty ones are none."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", None if value in ("", [], None) else value


def _label(key: str, labels: Mapping[str, str]) -> str:
    name, _dot, inner = key.partition(".")
    words = str(labels.get(name) or FIELDS.get(name) or name)
    return f"{words} ({inner})" if inner else words


def _said(key: str, value: object, *, whole: bool) -> str:
    name = key.partition(".")[0]
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, int) and name.endswith("kopecks"):
        return byn(value)
    if isinstance(value, list | tuple):
        return ", ".join(_said(key, one, whole=whole) for one in value)
    if not whole and name in _MASKED and isinstance(value, str):
        return _MASKED[name](value)
    return _text(name, str(value))


def _text(name: str, text: str) -> str:
    """A text, an instant or a day as people write them."""
    if name == "role":
        return str(ROLES.get(text, text))
    if name == "reason":
        return reason_words(text)
    try:
        if name.endswith(("_at", "until")) and "T" in text:
            return day_and_moment(datetime.fromisoformat(text))
        return day_of_year(date.fromisoformat(text)) if name.endswith("_on") or name in {"on", "until"} else text
    except ValueError:
        return text


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The lines that are gone and those that are new, each with its sign."""
    before, after = ([] if one == NOTHING else one.splitlines() for one in (old, new))
    for line in difflib.ndiff(before, after):
        if line[0] in "-+" and line[2:].strip():
            yield ("−" if line[0] == "-" else "+"), line[2:]
