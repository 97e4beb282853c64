"""A statement's rows as cells of a spreadsheet."""

from django.utils.translation import gettext as _

from kosmos.charging.why import StatementRow
from kosmos.documents.sheets import Cell, Column, Kopecks
from kosmos.portal.words import charge_title, why_words
from kosmos.portal.words.channels import channel_words
from kosmos.wording.typography import zone


def columns() -> list[Column]:
    """The columns, in the active language."""
    return [
        Column(_("№"), 7),
        Column(_("Дата"), 12),
        Column(_("Время"), 8),
        Column(_("Операция"), 44),
        Column(_("Сумма"), 12),
        Column(_("Остаток"), 12),
        Column(_("Способ"), 22),
        Column(_("Почему"), 90),
    ]


def cells_of(row: StatementRow) -> list[Cell]:
    """A row's cells, one for each column."""
    return [
        row.number,
        row.day,
        row.at.astimezone(zone()),
        charge_title(row),
        Kopecks(row.amount_kopecks),
        Kopecks(row.balance_kopecks),
        channel_words(row.channel) if row.channel else "",
        " ".join(why_words(row)),
    ]
