"""Payments in the words of finance: why a line is bad, how a statement stands, why money was nobody's."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.payments.services.registry import Fault

FIELDS: Mapping[str, Promise] = {
    "reference": gettext_lazy("номер платежа"),
    "date": gettext_lazy("дата"),
    "time": gettext_lazy("время"),
    "amount": gettext_lazy("сумма"),
    "fee": gettext_lazy("комиссия"),
    "account": gettext_lazy("лицевой счёт"),
    "payer": gettext_lazy("плательщик"),
    "purpose": gettext_lazy("назначение"),
    "direction": gettext_lazy("приход или расход"),
    "total": gettext_lazy("строка итога"),
    "total.amount": gettext_lazy("сумма итога"),
    "total.count": gettext_lazy("количество в итоге"),
    "1CClientBankExchange": gettext_lazy("начало файла"),
    "КонецДокумента": gettext_lazy("конец документа"),
    "КонецФайла": gettext_lazy("конец файла"),
}
FAULTS: Mapping[str, Promise] = {
    "after_the_total": gettext_lazy("стоит после итога"),
    "control_signs": gettext_lazy("в строке знаки, которых в тексте не бывает"),
    "missing": gettext_lazy("нет в файле"),
    "negative_sum": gettext_lazy("меньше нуля"),
    "not_a_number": gettext_lazy("не число"),
    "not_a_sum": gettext_lazy("не сумма"),
    "not_a_time": gettext_lazy("такой даты или времени нет"),
    "other_payment": gettext_lazy("платёж с этим номером уже есть, но с другой суммой или счётом"),
    "repeated": gettext_lazy("стоит дважды"),
    "sum_too_large": gettext_lazy("слишком большая сумма"),
    "sum_too_small": gettext_lazy("сумма должна быть больше нуля"),
    "too_long": gettext_lazy("слишком длинно"),
    "unknown_value": gettext_lazy("не то, что должно быть по профилю"),
    "unreadable": gettext_lazy("не прочитать: другая кодировка или незакрытые кавычки"),
    "wrong_columns": gettext_lazy("другое число столбцов"),
    "wrong_total": gettext_lazy("итог не сходится со строками"),
}
STATES: Mapping[str, tuple[str, Promise]] = {
    "read": ("waiting", gettext_lazy("ждёт решения")),
    "posting": ("waiting", gettext_lazy("зачисляется")),
    "posted": ("ok", gettext_lazy("зачислена")),
    "dropped": ("suspended", gettext_lazy("отложена")),
}
"""The tone and the words of a statement's state."""
REFUND_STATES: Mapping[str, tuple[str, Promise]] = {
    "asked": ("waiting", gettext_lazy("ждёт отправки в банк")),
    "sent": ("waiting", gettext_lazy("отправлен, банк ещё не ответил")),
    "unknown": ("low", gettext_lazy("банк не сказал, чем кончилось: спросим ещё")),
    "done": ("ok", gettext_lazy("деньги вернулись на карту")),
    "refused": ("blocked", gettext_lazy("банк отказал, деньги остались на счёте")),
}
NOBODYS: Mapping[str, Promise] = {
    "unknown_account": gettext_lazy("такого лицевого счёта нет"),
    "unknown_order": gettext_lazy("такого заказа нет"),
    "other_currency": gettext_lazy("другая валюта"),
    "other_rail": gettext_lazy("заказ был у другого банка"),
    "closed_account": gettext_lazy("счёт закрыт"),
}


SOURCES: Mapping[str, Promise] = {
    "assist": gettext_lazy("карта, Assist"),
    "bepaid": gettext_lazy("карта, bePaid"),
    "webpay": gettext_lazy("карта, Webpay"),
    "erip": gettext_lazy("ЕРИП"),
}


def source_words(rail: str) -> str:
    """Whence a payment came; a provider of statements has only its name."""
    return str(SOURCES.get(rail, rail))


def fault_words(fault: Fault) -> str:
    """Why a line cannot be posted."""
    words = str(FAULTS.get(fault.code, fault.code.replace("_", " ")))
    if fault.code in {"other_payment", "wrong_total", "after_the_total"} or not fault.field:
        return words
    return _("%(field)s: %(words)s") % {"field": FIELDS.get(fault.field, fault.field), "words": words}


def nobodys_words(reason: str) -> str:
    """Why money was nobody's when it came."""
    return str(NOBODYS.get(reason, gettext_lazy("чей платёж, не понятно")))
