"""What papers say: receipts and statements in words, for the templates of kosmos.documents."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from kosmos.catalogue.queries import operator
from kosmos.charging.period import StatementPeriod, Sums
from kosmos.charging.statement import StatementGroup, groups_of
from kosmos.charging.why import StatementRow
from kosmos.documents.papers import paper
from kosmos.documents.receipts import Receipt
from kosmos.kernel.money import HARD_SPACE
from kosmos.portal.periods import Asked
from kosmos.portal.words import charge_title, days_words
from kosmos.portal.words.channels import channel_words
from kosmos.wording.typography import (
    account_number,
    byn,
    day_of_year,
    given_sign,
    language,
    moment,
    money,
    month_title,
    signed,
    size,
    taken_sign,
    text,
    zone,
)


def receipt_facts(receipt: Receipt, number: str) -> list[tuple[str, str]]:
    """What a receipt says of a payment, name and value; ``number`` is the account's."""
    facts = [
        (_("Получатель"), text(operator().name)),
        (_("Лицевой счёт"), account_number(number)),
        (_("Зачислено"), day_and_year(receipt.came_at)),
        (_("Способ оплаты"), channel_words(receipt.channel)),
        (_("Номер платежа у банка или кассы"), receipt.reference),
    ]
    if receipt.order_number:
        facts.append((_("Номер заказа"), receipt.order_number))
    if receipt.taken_back_on:
        facts.append((_("Возвращён"), day_of_year(receipt.taken_back_on)))
    return facts


def receipt_notes(receipt: Receipt) -> list[str]:
    """What a receipt is not, and what became of its payment."""
    notes = [_("Квитанция подтверждает, что деньги зачислены на лицевой счёт. Она не является фискальным чеком.")]
    if receipt.taken_back_on:
        notes.insert(0, _("Этот платёж возвращён: деньги сняты с лицевого счёта."))
    return notes


def receipt_title(receipt: Receipt, number: str) -> str:
    """A receipt's name: by the order that was paid, else by the account and the line of its passbook."""
    return _("Квитанция №%(number)s") % {
        "number": f"{HARD_SPACE}{receipt.order_number or f'{number}/{receipt.number}'}"
    }


def receipt_paper(receipt: Receipt, number: str, *, now: datetime) -> bytes:
    """A receipt as PDF, in the active language."""
    data = {
        **_common(receipt_title(receipt, number), now),
        "sum": byn(receipt.amount_kopecks),
        "facts": receipt_facts(receipt, number),
        "notes": receipt_notes(receipt),
    }
    return paper("receipt", data, at=now)


def statement_paper(
    number: str, asked: Asked, period: StatementPeriod, rows: Iterable[Sequence[StatementRow]], *, now: datetime
) -> bytes:
    """A statement as PDF, in the active language; in a long period a service's days are one line a month."""
    lines = [line for part in rows for line in (map(_line, part) if asked.detailed else _together(part))]
    together = _("Плата за услуги по дням собрана по месяцам; каждый день отдельно есть в выписке за месяц.")
    data = {
        **_common(_("Выписка по лицевому счёту"), now),
        "facts": [
            (_("Лицевой счёт"), account_number(number)),
            (_("Период"), f"{day_of_year(asked.first)} – {day_of_year(asked.last)}"),
        ],
        "equation": equation(period.whole),
        "notes": [] if asked.detailed else [together],
        "head": [_("№"), _("Дата"), _("Операция"), _("Сумма"), _("Остаток")],
        "rows": lines,
    }
    return paper("statement", data, at=now)


def equation(sums: Sums) -> list[tuple[str, str, str]]:
    """A period as one equation: sign, words and sum of each part."""
    charged = _("Возвращено") if sums.charges_kopecks < 0 else _("Списано")
    paid = _("Отозвано") if sums.payments_kopecks < 0 else _("Пополнено")
    return [
        ("", _("Было %(day)s") % {"day": day_of_year(sums.first)}, money(sums.opening_kopecks)),
        (taken_sign(sums.charges_kopecks), charged, size(sums.charges_kopecks)),
        (given_sign(sums.payments_kopecks), paid, size(sums.payments_kopecks)),
        ("=", _("Осталось %(day)s") % {"day": day_of_year(sums.last)}, money(sums.closing_kopecks)),
    ]


def day_and_year(at: datetime) -> str:
    """ "5 декабря 2026, 10:00" in the operator's zone."""
    return f"{day_of_year(at.astimezone(zone()).date())}, {moment(at)}"


def _common(title: str, now: datetime) -> dict[str, object]:
    """What every paper bears: title, operator, and the foot with the time of printing."""
    return {
        "title": title,
        "operator": text(operator().name),
        "lang": language(),
        "printed": _("Напечатано %(time)s") % {"time": day_and_year(now)},
        "page": _("Страница"),
    }


def _line(row: StatementRow) -> list[str]:
    title = charge_title(row)
    words = f"{title}, {channel_words(row.channel)}" if row.channel else title
    return [str(row.number), _short(row.day), words, signed(row.amount_kopecks), money(row.balance_kopecks)]


def _together(rows: Sequence[StatementRow]) -> list[list[str]]:
    """Whole months' lines with a month's days of a service as one, by its last."""
    return [_line_of(group) for group in groups_of(rows)]


def _line_of(group: StatementGroup) -> list[str]:
    newest = group.rows[-1]
    if group.kind != "share":
        return _line(newest)
    words = f"{charge_title(newest)}, {month_title(group.first_on)}: {days_words(group.days)}"
    return [
        str(newest.number),
        _short(newest.day),
        words,
        signed(group.amount_kopecks),
        money(newest.balance_kopecks),
    ]


def _short(day: date) -> str:
    return f"{day:%d.%m.%Y}"
