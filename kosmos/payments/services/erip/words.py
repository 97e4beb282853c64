"""What payers read on ERIP's terminals."""

from kosmos.payments.erip_rules import No

REFUSALS = {
    No.LOCKED: "По этому счёту уже идёт платёж. Повторите через полчаса.",
    No.AMOUNT: "Эту сумму принять нельзя.",
    No.CURRENCY: "Платежи принимаются только в белорусских рублях.",
    No.ACCOUNT: "Лицевой счёт не найден. Проверьте номер.",
    No.CLOSED: "Лицевой счёт закрыт.",
    No.UNKNOWN: "Такого платежа нет.",
    No.CONTRADICTS: "Запрос не согласуется с тем, что уже известно о платеже.",
    No.SERVICE: "Такой услуги нет.",
    No.NOT_PAID: "Этот платёж не проведён.",
}
UNREADABLE = "Запрос не разобран."
UNSIGNED = "Подпись запроса неверна."


def account_line(number: str) -> str:
    """Which account is being paid."""
    return f"Лицевой счёт {number}"


PAID = "Оплата зачислена. Спасибо!"
