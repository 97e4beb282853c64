"""What the page of a payment says when it did not go as wished: where the money is, what happened, what to do now."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kosmos.payments.models import OrderState
from kosmos.payments.rules import ERIP_SOLD


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a payment fails. ``again`` says whether the payer is led to try once more."""

    money: str | Promise
    happened: str | Promise
    todo: str | Promise
    state: str = "blocked"
    again: bool = True


KEPT = gettext_lazy("Деньги не списаны")
OTHER_CARD = gettext_lazy("Попробуйте другую карту или позвоните в банк: его номер на обороте карты.")
TYPE_AGAIN = gettext_lazy("Начните заново и проверьте номер, срок и три цифры с оборота карты.")
A_LITTLE_LATER = gettext_lazy("Попробуйте ещё раз через несколько минут: ваша карта в порядке.")

DECLINED = {
    "declined": Failure(KEPT, gettext_lazy("Банк не объяснил причину отказа."), OTHER_CARD),
    "declined_by_bank": Failure(KEPT, gettext_lazy("Банк карты отказал и не объяснил почему."), OTHER_CARD),
    "insufficient_funds": Failure(
        KEPT,
        gettext_lazy("На карте не хватило денег."),
        gettext_lazy("Пополните карту, заплатите меньше или другой картой."),
    ),
    "limit_exceeded": Failure(
        KEPT,
        gettext_lazy("Сумма больше лимита карты."),
        gettext_lazy("Поднимите лимит в приложении банка или заплатите другой картой."),
    ),
    "operations_limit": Failure(
        KEPT,
        gettext_lazy("Карта исчерпала лимит операций: за день их было слишком много."),
        gettext_lazy("Поднимите лимит в приложении банка, попробуйте завтра или заплатите другой картой."),
    ),
    "wrong_card": Failure(KEPT, gettext_lazy("Номер или код карты введён с ошибкой."), TYPE_AGAIN),
    "data_not_received": Failure(KEPT, gettext_lazy("Данные карты не дошли до банка целиком."), TYPE_AGAIN),
    "wrong_expiry": Failure(KEPT, gettext_lazy("Срок действия карты введён с ошибкой или закончился."), TYPE_AGAIN),
    "confirmation_failed": Failure(
        KEPT,
        gettext_lazy("Банк не получил подтверждения: код из сообщения не введён или неверен."),
        gettext_lazy("Начните заново и введите код, который пришлёт банк. Не приходит — позвоните в банк."),
    ),
    "suspected_fraud": Failure(
        KEPT,
        gettext_lazy("Банк счёл платёж необычным и остановил его."),
        gettext_lazy("Позвоните в банк по номеру на обороте карты и подтвердите, что платите вы."),
    ),
    "try_again": Failure(KEPT, gettext_lazy("Банк карты сейчас не отвечает."), A_LITTLE_LATER),
    "provider_fault": Failure(KEPT, gettext_lazy("У платёжной системы неполадки."), A_LITTLE_LATER),
    "taken_back": Failure(
        gettext_lazy("Банк отозвал платёж"),
        gettext_lazy("Банк провёл платёж, а потом отозвал его. Деньги вернутся на карту."),
        gettext_lazy("Заплатите ещё раз: на счёт этих денег не поступило."),
    ),
}
"""By the code of a refusal; other codes have the words of the first one."""

CANCELLED = Failure(
    KEPT,
    gettext_lazy("Вы вернулись со страницы банка, не оплатив."),
    gettext_lazy("Если передумали, ничего делать не нужно."),
    state="suspended",
)
LATE_MONEY = gettext_lazy("Если банк всё же спишет деньги позже, они придут на счёт, и здесь будет «Оплачено».")
EXPIRED = Failure(
    gettext_lazy("Оплаты мы не получили"), gettext_lazy("Час на оплату вышел."), LATE_MONEY, state="suspended"
)
BANK_SILENT = Failure(
    EXPIRED.money, gettext_lazy("Банк не ответил вовремя, и платёж не прошёл."), LATE_MONEY, state="suspended"
)
BILL_OVER = Failure(
    EXPIRED.money,
    gettext_lazy("Срок, до которого нужно было оплатить счёт, вышел."),
    gettext_lazy("Деньги не списаны. Попросите новый счёт или заплатите картой здесь."),
    state="suspended",
)
BILL_REFUSED = Failure(
    KEPT,
    gettext_lazy("Банк не сделал счёт, и ссылки на него нет."),
    gettext_lazy("Попросите новый счёт или заплатите картой здесь."),
    state="suspended",
)
REFUNDED = Failure(
    gettext_lazy("Деньги возвращены на карту"),
    gettext_lazy("Со счёта они сняты: платёж отменён целиком."),
    gettext_lazy("Банк зачислит их в срок от нескольких минут до нескольких дней, это зависит от банка."),
    state="suspended",
    again=False,
)
OTHER_CURRENCY = Failure(
    gettext_lazy("Деньги пришли не в рублях"),
    gettext_lazy("Банк провёл платёж в другой валюте, поэтому на счёт он не зачислен. Деньги у нас, они не пропали."),
    gettext_lazy("Не платите этой картой ещё раз. Мы вернём деньги на карту; вопросы — по номеру обращения ниже."),
    state="waiting",
    again=False,
)
PART_APPROVED = Failure(
    gettext_lazy("Банк подтвердил только часть"),
    gettext_lazy("Сколько именно списано, мы выясняем у банка. Деньги не пропадут: они придут на счёт или вернутся."),
    gettext_lazy("Не платите ещё раз. Если до завтра ничего не изменится, позвоните нам по номеру обращения ниже."),
    state="waiting",
    again=False,
)


_FOR_PEOPLE = {"other_currency": OTHER_CURRENCY, "part_approved": PART_APPROVED}
_ENDED = {
    (OrderState.CANCELLED, ""): CANCELLED,
    (OrderState.EXPIRED, ""): EXPIRED,
    (OrderState.EXPIRED, "bank_silent"): BANK_SILENT,
    (OrderState.EXPIRED, "bill_over"): BILL_OVER,
    (OrderState.CANCELLED, "bill_refused"): BILL_REFUSED,
    (OrderState.REFUNDED, ""): REFUNDED,
}


_ERIP_OVER = Failure(
    EXPIRED.money,
    gettext_lazy("Срок оплаты вышел: этот номер в ЕРИП больше не действует."),
    LATE_MONEY,
    state="suspended",
)
_ERIP_DELETED = Failure(
    EXPIRED.money,
    gettext_lazy("Номер для оплаты закрыт: по нему в ЕРИП больше не заплатить."),
    gettext_lazy("Если вы уже заплатили, деньги придут на счёт. Если нет, начните заново: номер будет новый."),
    state="suspended",
)
_BY_ERIP = {
    (OrderState.DECLINED, ""): Failure(
        KEPT,
        gettext_lazy("Банк не провёл платёж через ЕРИП."),
        gettext_lazy("Проверьте, хватает ли денег, и начните заново: номер для оплаты будет новый."),
    ),
    (OrderState.DECLINED, "taken_back"): Failure(
        DECLINED["taken_back"].money,
        gettext_lazy("Банк провёл платёж, а потом отозвал его. Деньги вернутся туда, откуда вы платили."),
        DECLINED["taken_back"].todo,
    ),
    (OrderState.EXPIRED, ""): _ERIP_OVER,
    (OrderState.EXPIRED, "deleted"): _ERIP_DELETED,
    (OrderState.CANCELLED, ""): _ERIP_DELETED,
    (OrderState.REFUNDED, ""): Failure(
        gettext_lazy("Деньги возвращены"),
        REFUNDED.happened,
        gettext_lazy("Они придут туда, откуда вы платили. Срок зависит от банка."),
        state="suspended",
        again=False,
    ),
}
"""The same of a payment through ERIP, where there is no card."""


def failure_of(state: str, reason: str, cases: frozenset[str], *, rail: str = "") -> Failure | None:
    """How an order failed by its state, its reason and the kinds of its cases; None while it may go well, or did."""
    if state not in {OrderState.PAID, OrderState.REFUNDED}:
        for kind, failure in _FOR_PEOPLE.items():
            if kind in cases:
                return failure
    known = OrderState(state)
    if rail == ERIP_SOLD:
        return _BY_ERIP.get((known, reason)) or _BY_ERIP.get((known, ""))
    if known == OrderState.DECLINED:
        return DECLINED.get(reason, DECLINED["declined"])
    return _ENDED.get((known, reason)) or _ENDED.get((known, ""))
