"""Cases of payments in plain words: what happened, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

BANK = gettext_lazy("Сверьте с кабинетом банка и, если деньги есть, верните их или зачислите.")
ASK_ERIP = gettext_lazy("Сверьте с отчётом ЕРИП и спросите их поддержку: деньги двигает только файл перечислений.")
LOOK = gettext_lazy("Посмотрите платежи счёта и сообщения провайдера, потом закройте случай с заметкой.")

KINDS: Mapping[str, tuple[Promise, Promise]] = {
    "paid_twice": (gettext_lazy("Один заказ оплачен дважды"), gettext_lazy("Спросите абонента: вернуть или оставить.")),
    "other_amount": (gettext_lazy("Пришла другая сумма, чем в заказе"), LOOK),
    "other_currency": (gettext_lazy("Платёж в другой валюте"), BANK),
    "unknown_order": (gettext_lazy("Оплачен заказ, которого у нас нет"), BANK),
    "unknown_account": (
        gettext_lazy("Деньги для счёта, которого нет"),
        gettext_lazy("Зачислите их в невыясненных платежах."),
    ),
    "other_rail": (gettext_lazy("Об оплате сообщил другой банк, чем выбрали"), BANK),
    "approved_after_cancelled": (gettext_lazy("Банк одобрил платёж, который сам отменил"), BANK),
    "declined_after_approved": (gettext_lazy("Банк отказал в платеже, который одобрил"), BANK),
    "part_approved": (gettext_lazy("Банк одобрил только часть платежа"), BANK),
    "part_cancelled": (gettext_lazy("Банк отменил часть платежа"), BANK),
    "paid_late": (
        gettext_lazy("Оплата пришла, когда заказ уже закрылся"),
        gettext_lazy("Деньги зачислены. Проверьте, что абонент не заплатил ещё раз."),
    ),
    "push_not_confirmed": (gettext_lazy("Банк сообщил об оплате, но на вопрос её не подтвердил"), BANK),
    "held_not_taken": (gettext_lazy("Деньги на карте придержаны, но не списаны"), BANK),
    "held_not_given_up": (gettext_lazy("Лишние деньги на карте придержаны и не отпущены"), BANK),
    "discounted": (
        gettext_lazy("Банк дал скидку: пришло меньше, чем заказано"),
        gettext_lazy("Зачислено то, что пришло. Решите, кто платит за скидку."),
    ),
    "only_theirs": (gettext_lazy("За день у банка есть платёж, которого нет у нас"), BANK),
    "paid_only_there": (
        gettext_lazy("За день банк говорит «оплачено», а у нас заказ не оплачен"),
        gettext_lazy("Банк спросят снова сами. Если не зачислится за час, сверьте с его кабинетом."),
    ),
    "day_other_amount": (gettext_lazy("За день сумма у банка не та, что у нас"), BANK),
    "only_ours": (gettext_lazy("За день у нас есть платёж, которого нет у банка"), BANK),
    "still_in_process": (gettext_lazy("Платёж слишком долго в работе у банка"), BANK),
    "never_answered": (gettext_lazy("Банк так и не сказал, чем кончился платёж"), BANK),
    "provider_silent": (gettext_lazy("Банк не отвечает, и заказ остался неясным"), BANK),
    "refund_refused": (
        gettext_lazy("Банк отказал в возврате"),
        gettext_lazy("Деньги остались на счёте. Верните их другим путём или сообщите абоненту."),
    ),
    "refund_unknown": (gettext_lazy("Неизвестно, вернул ли банк деньги"), BANK),
    "bill_not_made": (
        gettext_lazy("Банк не сделал счёт на оплату"),
        gettext_lazy("Абонент ссылки не получил. Выставьте счёт заново или предложите другой способ."),
    ),
    "chargeback": (
        gettext_lazy("Банк забрал деньги и отдал их плательщику"),
        gettext_lazy("Со счёта они списаны. Свяжитесь с абонентом: не он ли спорил с банком."),
    ),
    "more_than_left": (
        gettext_lazy("Забирают больше, чем осталось от платежа"),
        gettext_lazy("Списано только то, что оставалось. Остальное выясните с банком."),
    ),
    "assigned_taken_back": (
        gettext_lazy("Отозван платёж, который зачислили из невыясненных, а деньги уже потрачены"),
        gettext_lazy("Со счёта он списан, и теперь там долг. Позвоните абоненту: скажите, откуда долг и что платить."),
    ),
    "returned_taken_back": (
        gettext_lazy("Отозван платёж, который уже вернули отправителю"),
        gettext_lazy("Деньги ушли дважды. Потребуйте одни из них назад: у отправителя или у того, кто отозвал."),
    ),
    "agent_other_payment": (
        gettext_lazy("Агент прислал под старым номером другой платёж"),
        gettext_lazy("Ему отказано. Спросите агента, какой платёж верный."),
    ),
    "statement_other_payment": (
        gettext_lazy("В выписке под старым номером другой платёж"),
        gettext_lazy("Он не зачислен, прежний платёж на месте. Сверьте с банком, что верно."),
    ),
    "registry_only_theirs": (
        gettext_lazy("Платёж есть в реестре агента, но не у нас"),
        gettext_lazy("Спросите агента: если деньги приняты, пусть пришлёт платёж ещё раз."),
    ),
    "registry_only_ours": (
        gettext_lazy("Платёж есть у нас, но не в реестре агента"),
        gettext_lazy("Спросите агента: если плательщик денег не вносил, пусть агент отменит платёж."),
    ),
    "registry_other": (
        gettext_lazy("В реестре агента у платежа другая сумма или счёт"),
        gettext_lazy("Спросите агента, что верно, и исправьте баланс счёта."),
    ),
    "erip_bad_lines": (gettext_lazy("В файле ЕРИП есть строки, которые не прочитать"), ASK_ERIP),
    "erip_other_file": (gettext_lazy("ЕРИП прислал другой файл под тем же именем"), ASK_ERIP),
    "erip_bad_header": (gettext_lazy("Файл ЕРИП совсем не прочитать"), ASK_ERIP),
    "erip_paid_after_storn": (gettext_lazy("ЕРИП перечислил платёж, который сам отменил"), ASK_ERIP),
    "erip_paid_after_cancelled": (gettext_lazy("ЕРИП перечислил платёж, который не состоялся"), ASK_ERIP),
    "erip_storn_in_part": (gettext_lazy("Платёж ЕРИП отменён, но часть денег забрать не вышло"), ASK_ERIP),
    "erip_file_other_account": (gettext_lazy("В файле ЕРИП другой счёт, чем в платеже"), ASK_ERIP),
    "erip_file_other_amount": (gettext_lazy("В файле ЕРИП другая сумма, чем в платеже"), ASK_ERIP),
}


CLOSED_BY: Mapping[str, Promise] = {
    "assigned": gettext_lazy("платёж зачислен из невыясненных"),
    "returned": gettext_lazy("деньги вернули отправителю"),
    "taken_back": gettext_lazy("платёж отозвал тот, кто его прислал"),
}
"""What closed a case of nobody's money, where no person wrote a note."""


def case_words(kind: str) -> str:
    """What happened; of ERIP's other contradictions all say the same."""
    if kind in KINDS:
        return str(KINDS[kind][0])
    return str(
        gettext_lazy("ЕРИП противоречит сам себе") if kind.startswith("erip_") else gettext_lazy("Неясный платёж")
    )


def case_advice(kind: str) -> str:
    """What to do about it."""
    if kind in KINDS:
        return str(KINDS[kind][1])
    return str(ASK_ERIP if kind.startswith("erip_") else LOOK)
