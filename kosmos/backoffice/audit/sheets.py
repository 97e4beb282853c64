"""The audit as a table for a spreadsheet."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kosmos.backoffice.audit.asked import Asked
from kosmos.backoffice.audit.sources import Line
from kosmos.backoffice.audit.trail import whole_trail
from kosmos.backoffice.audit.words import THINGS
from kosmos.documents.sheets import Cell, Column

MOST_LINES = {"csv": 1_000_000, "xlsx": 100_000}
"""So many lines go into one file of a kind; whoever needs more takes it by months, as the file's last line says."""


def columns() -> list[Column]:
    """The headings."""
    return [
        Column(_("День"), 12),
        Column(_("Время"), 10),
        Column(_("Кто"), 24),
        Column(_("Логин"), 18),
        Column(_("Что"), 34),
        Column(_("Подробнее"), 40),
        Column(_("Счёт"), 12),
        Column(_("Предмет"), 18),
        Column(_("Было"), 40),
        Column(_("Стало"), 40),
        Column(_("Адрес"), 18),
        Column(_("Устройство"), 40),
    ]


def cells(asked: Asked, most: int, zone: ZoneInfo, *, whole: bool) -> Iterator[list[list[Cell]]]:
    """The lines part by part; a reader who may not see personal data gets no login and no address of a subscriber."""
    left = most
    for part in whole_trail(asked, most=most):
        left -= len(part.lines)
        numbers = part.numbers
        made = [
            _cells(one, numbers.get(one.account_id or 0, ""), zone, whole=whole or bool(one.staff_id))
            for one in part.lines
        ]
        if part.further and left <= 0:
            made.append([_("Это не всё: остальное возьмите по месяцам")])
        yield made


def _cells(one: Line, number: str, zone: ZoneInfo, *, whole: bool) -> list[Cell]:
    local = one.at.astimezone(zone)
    return [
        local.date(),
        local.strftime("%H:%M:%S"),
        who_words(one),
        one.login if whole else "",
        one.title,
        one.said,
        number,
        str(THINGS.get(one.subject, one.subject)),
        "; ".join(f"{change.field}: {change.before}" for change in one.changes),
        "; ".join(f"{change.field}: {change.after}" for change in one.changes),
        one.address if whole else "",
        one.device,
    ]


def who_words(one: Line) -> str:
    """Who did it."""
    if one.who:
        return one.who
    return _("абонент") if one.login else _("система")
