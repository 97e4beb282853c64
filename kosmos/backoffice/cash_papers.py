"""What stands on a receipt of the cash desk and in a shift's report, gathered from what is kept."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kosmos.cashdesk.models import FiscalRecord, Receipt, Shift
from kosmos.cashdesk.queries import figures_of
from kosmos.cashdesk.rules import Figures
from kosmos.catalogue.queries import operator
from kosmos.charging.home import Home
from kosmos.charging.queries import home_of
from kosmos.documents.papers import paper
from kosmos.ledger.models import AccountNumber
from kosmos.payments.sums import payee_of
from kosmos.subscribers.models import Contract, SubscriberKind
from kosmos.wording.typography import account_number, byn, day_of_year, language, moment, text, zone
from kosmos.workplace.masking import masked_address, masked_name


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account it is, in short, and how it stands; ``asked_kopecks`` brings it back, or is due."""

    account_id: int
    number: str
    name: str
    address: str
    view: Home

    @property
    def asked_kopecks(self) -> int:
        """What the cashier is to suggest."""
        return self.view.ahead.to_be_back_kopecks or self.view.due_kopecks


def payer_of(number: str, *, now: datetime) -> Payer | None:
    """Whose account a typed number is; None if it is no subscriber's."""
    account_id = payee_of(number)
    if account_id is None:
        return None
    found = AccountNumber.objects.values_list("number", flat=True).get(account_id=account_id)
    name, address = who_holds(account_id)
    return Payer(account_id, found, name, address, home_of(account_id, now=now))


def who_holds(account_id: int) -> tuple[str, str]:
    """The name and the address of an account's holder, in short: enough to ask "is it you?"."""
    contract = Contract.objects.select_related("subscriber").filter(account_id=account_id).first()
    if contract is None:
        return "", ""
    holder = contract.subscriber
    whole = holder.kind == SubscriberKind.ORGANISATION
    return (holder.name if whole else masked_name(holder.name)), masked_address(contract)


def fiscal_number(receipt: Receipt) -> str:
    """The number that the fiscal equipment gave a receipt; empty where it gave none."""
    found = FiscalRecord.objects.filter(receipt=receipt, refund=False).values_list("number", flat=True)
    return found.first() or ""


def receipt_number(receipt: Receipt) -> str:
    """A receipt's number for people: the shift's and its own."""
    return f"{receipt.shift.number}-{receipt.number}"


def receipt_facts(receipt: Receipt, *, voided: bool) -> list[tuple[str, str]]:
    """What a receipt says, name and value."""
    facts = [
        (_("Получатель"), text(operator().name)),
        (_("Лицевой счёт"), account_number(receipt.account.accountnumber.number)),
        (_("Принято"), byn(receipt.amount_kopecks)),
        (_("Получено от клиента"), byn(receipt.given_kopecks)),
        (_("Сдача"), byn(receipt.change_kopecks)),
        (_("Когда"), moment_of(receipt.at)),
        (_("Кассир"), receipt.shift.cashier.name),
        (_("Номер платежа"), receipt.reference),
    ]
    if number := fiscal_number(receipt):
        facts.append((_("Фискальный чек"), number))
    return [*facts, (_("Отменена"), _("деньги возвращены"))] if voided else facts


def receipt_note(receipt: Receipt) -> str:
    """What a receipt is not."""
    if fiscal_number(receipt):
        return ""
    return _("Нефискальный документ: подтверждает, что деньги зачислены на лицевой счёт, и не заменяет кассовый чек.")


def receipt_paper(receipt: Receipt, *, voided: bool, now: datetime) -> bytes:
    """A receipt as PDF."""
    data = {
        "title": _("Квитанция № %(number)s") % {"number": receipt_number(receipt)},
        "operator": text(operator().name),
        "lang": language(),
        "sum": byn(receipt.amount_kopecks),
        "facts": receipt_facts(receipt, voided=voided),
        "notes": [note] if (note := receipt_note(receipt)) else [],
        "printed": _("Напечатано %(time)s") % {"time": moment_of(now)},
    }
    return paper("slip", data, at=now)


def report_facts(shift: Shift, figures: Figures | None = None) -> list[tuple[str, str]]:
    """A shift's report, name and value, in the order in which the desk is counted."""
    found = figures or figures_of(shift)
    facts = [
        (_("Размен в начале смены"), byn(found.float_kopecks)),
        (_("Принято, квитанций: %(count)d") % {"count": found.receipts}, byn(found.taken_kopecks)),
        (_("Отменено, квитанций: %(count)d") % {"count": found.voids}, byn(-found.voided_kopecks)),
        (_("Выручка смены"), byn(found.income_kopecks)),
        (_("Сдано в банк во время смены"), byn(-found.handed_kopecks)),
        (_("Должно быть в кассе"), byn(found.expected_kopecks)),
    ]
    if found.counted_kopecks is None:
        return facts
    facts.append((_("Пересчитано"), byn(found.counted_kopecks)))
    facts.append((_("Недостача"), byn(found.shortage_kopecks)))
    facts.append((_("Излишек"), byn(found.surplus_kopecks)))
    facts.append((_("Сдано в банк при закрытии"), byn(-found.closing_kopecks)))
    facts.append((_("Осталось в кассе"), byn(found.desk_kopecks)))
    return facts


def report_paper(shift: Shift, *, now: datetime) -> bytes:
    """A shift's report as PDF: a Z report once the shift is closed, an X report before."""
    figures = figures_of(shift)
    closed = shift.closed_at is not None
    title = _("Z-отчёт по смене № %(number)d") if closed else _("X-отчёт по смене № %(number)d")
    when = [(_("Кассир"), shift.cashier.name), (_("Смена открыта"), moment_of(shift.opened_at))]
    if shift.closed_at is not None:
        when.append((_("Смена закрыта"), moment_of(shift.closed_at)))
    if shift.closed_by is not None and shift.closed_by != shift.cashier:
        when.append((_("Закрыл за кассира"), shift.closed_by.name))
    data = {
        "title": title % {"number": shift.number},
        "operator": text(operator().name),
        "lang": language(),
        "sum": byn(figures.income_kopecks),
        "facts": [*when, *report_facts(shift, figures)],
        "notes": [shift.note] if shift.note else [],
        "printed": _("Напечатано %(time)s") % {"time": moment_of(now)},
    }
    return paper("slip", data, at=now)


def moment_of(at: datetime) -> str:
    """ "5 декабря 2026, 10:00" in the operator's zone."""
    return f"{day_of_year(at.astimezone(zone()).date())}, {moment(at)}"
