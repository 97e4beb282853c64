"""Why staff did something, as they choose it and as the subscriber reads it on his statement."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "asked": _("по просьбе абонента"),
    "agreed": _("по договорённости с абонентом"),
    "outage": _("перерыв в работе услуги"),
    "our_mistake": _("наша ошибка"),
    "wrong_charge": _("ошибочное списание"),
    "wrong_addition": _("ошибочное зачисление"),
    "payment_on_way": _("платёж в пути"),
    "equipment": _("оборудование"),
    "equipment_back": _("возврат оборудования"),
    "visit": _("выезд мастера"),
    "repair": _("ремонт"),
    "papers": _("документы"),
    "moved": _("переезд"),
    "payer_found": _("нашли, чей это платёж"),
    "payer_unknown": _("чей платёж, не выяснили"),
    "paid_twice": _("оплачено дважды"),
    "bank_took_back": _("банк вернул деньги плательщику"),
    "other": _("другое"),
}
"""Every code that an act can bear; kept with what was done, so none is ever removed."""


def reason_words(code: str) -> str:
    """A reason in words; the code itself of one that is unknown."""
    return str(REASONS.get(code, code))
