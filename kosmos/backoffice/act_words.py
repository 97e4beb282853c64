"""Acts of staff in words: what each is called, what it is about, how it came out."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.catalogue.models import Plan
from kosmos.charging.models import Subscription
from kosmos.kernel.days import ONE_DAY
from kosmos.wording.typography import byn, day, quoted, text, zone
from kosmos.workplace.acting import Doing
from kosmos.workplace.wishes import Wish

TITLES: Mapping[Doing, Promise] = {
    Doing.PROMISE: gettext_lazy("Обещанный платёж"),
    Doing.UNBLOCK: gettext_lazy("Временно включить без оплаты"),
    Doing.END_UNBLOCK: gettext_lazy("Закончить временное включение"),
    Doing.CHARGE: gettext_lazy("Разовое списание"),
    Doing.ADJUST: gettext_lazy("Исправить баланс"),
    Doing.REVERSE: gettext_lazy("Отменить строку"),
    Doing.CHANGE: gettext_lazy("Сменить тариф"),
    Doing.ON: gettext_lazy("Подключить услугу или пакет"),
    Doing.OFF: gettext_lazy("Отключить услугу или пакет"),
    Doing.CANCEL: gettext_lazy("Отменить запланированное"),
    Doing.SUSPEND: gettext_lazy("Приостановить услуги"),
    Doing.RESUME: gettext_lazy("Закончить приостановку"),
    Doing.CLOSE: gettext_lazy("Закрыть счёт"),
    Doing.STAY: gettext_lazy("Отменить закрытие счёта"),
    Doing.ASSIGN: gettext_lazy("Зачислить невыясненный платёж"),
    Doing.SEND_BACK: gettext_lazy("Вернуть невыясненный платёж отправителю"),
    Doing.REFUND: gettext_lazy("Вернуть платёж картой"),
    Doing.CHARGEBACK: gettext_lazy("Записать возврат банком"),
    Doing.BILL: gettext_lazy("Выставить счёт на оплату"),
}
LEADS: Mapping[Doing, Promise] = {
    Doing.PROMISE: gettext_lazy("На тех же условиях, на которых абонент берёт его сам."),
    Doing.UNBLOCK: gettext_lazy("Услуги работают до выбранного дня, даже если есть долг. Плата идёт как обычно."),
    Doing.END_UNBLOCK: gettext_lazy("Если денег не хватает, услуги выключатся. День, который уже списан, доработает."),
    Doing.CHARGE: gettext_lazy("Списывается сразу и может увести баланс в минус."),
    Doing.ADJUST: gettext_lazy("Деньги добавятся или спишутся отдельной строкой, абонент увидит её с причиной."),
    Doing.REVERSE: gettext_lazy("Ошибочная строка остаётся, рядом встанет обратная. Так отменяют одну строку целиком."),
    Doing.CHANGE: gettext_lazy("Внутри той же услуги. Сотрудник может выбрать и архивный тариф."),
    Doing.ON: gettext_lazy("Работает и списывается с сегодняшнего дня."),
    Doing.OFF: gettext_lazy("Работает до конца сегодняшнего дня, а выключенное отключится сразу."),
    Doing.CANCEL: gettext_lazy("Смена тарифа или отключение, которые ещё не наступили."),
    Doing.SUSPEND: gettext_lazy("Все услуги счёта встают на паузу, эти дни бесплатны."),
    Doing.RESUME: gettext_lazy("Запланированная приостановка отменится, а идущая закончится сегодня."),
    Doing.CLOSE: gettext_lazy("Отключится всё, что подключено. До завтра это можно отменить."),
    Doing.STAY: gettext_lazy("Услуги останутся, и прежние смены тарифов запланируются снова."),
    Doing.ASSIGN: gettext_lazy("Деньги станут обычным платежом этого счёта. Долг и отключённые услуги учтутся сразу."),
    Doing.REFUND: gettext_lazy(
        "Деньги вернутся на карту, а со счёта спишутся, когда банк это подтвердит. "
        "Если они уже потрачены, останется долг, и услуги могут отключиться: это показано ниже."
    ),
    Doing.CHARGEBACK: gettext_lazy(
        "Банк забрал деньги у нас и отдал плательщику, со счёта они спишутся сейчас. "
        "Если они уже потрачены, останется долг, и услуги могут отключиться: это показано ниже."
    ),
    Doing.BILL: gettext_lazy(
        "Абонент получит ссылку на страницу банка письмом и в SMS. Деньги придут на этот счёт, когда он оплатит."
    ),
}
DONE: Mapping[Doing, Promise] = {
    Doing.PROMISE: gettext_lazy("Готово: обещанный платёж действует."),
    Doing.UNBLOCK: gettext_lazy("Готово: услуги временно включены."),
    Doing.END_UNBLOCK: gettext_lazy("Готово: временное включение закончено."),
    Doing.CHARGE: gettext_lazy("Готово: сумма списана."),
    Doing.ADJUST: gettext_lazy("Готово: баланс исправлен."),
    Doing.REVERSE: gettext_lazy("Готово: строка отменена."),
    Doing.CHANGE: gettext_lazy("Готово: тариф сменится, как было показано."),
    Doing.ON: gettext_lazy("Готово: подключено."),
    Doing.OFF: gettext_lazy("Готово: отключится, как было показано."),
    Doing.CANCEL: gettext_lazy("Готово: запланированное отменено."),
    Doing.SUSPEND: gettext_lazy("Готово: приостановка запланирована."),
    Doing.RESUME: gettext_lazy("Готово: приостановка снята."),
    Doing.CLOSE: gettext_lazy("Готово: счёт закрывается."),
    Doing.STAY: gettext_lazy("Готово: счёт остаётся открытым."),
    Doing.ASSIGN: gettext_lazy("Готово: платёж зачислен."),
    Doing.SEND_BACK: gettext_lazy("Готово: возврат отправителю записан."),
    Doing.REFUND: gettext_lazy("Готово: просьба о возврате уйдёт в банк."),
    Doing.CHARGEBACK: gettext_lazy("Готово: возврат банком записан."),
    Doing.BILL: gettext_lazy("Готово: банк делает счёт, ссылка сразу уйдёт абоненту."),
}
STATES: Mapping[str, tuple[str, Promise]] = {
    "asked": ("waiting", gettext_lazy("ждёт решения")),
    "given": ("ok", gettext_lazy("разрешено и сделано")),
    "refused": ("blocked", gettext_lazy("отказано")),
    "withdrawn": ("suspended", gettext_lazy("отозвано")),
    "expired": ("low", gettext_lazy("срок вышел")),
}
"""The tone and the words of an approval's state."""


_SUMS: Mapping[Doing, Promise] = {
    Doing.CHARGE: gettext_lazy("Списать %(sum)s"),
    Doing.ASSIGN: gettext_lazy("Зачислить невыясненный платёж %(sum)s"),
    Doing.SEND_BACK: gettext_lazy("Вернуть отправителю %(sum)s"),
    Doing.REFUND: gettext_lazy("Вернуть на карту %(sum)s"),
    Doing.CHARGEBACK: gettext_lazy("Возврат банком %(sum)s"),
    Doing.BILL: gettext_lazy("Выставить счёт на %(sum)s"),
}


def described(wish: Wish) -> str:
    """An act with what it is about, in one line: "Добавить 7,00 BYN"."""
    if wish.doing in _SUMS or wish.doing == Doing.ADJUST:
        words = _SUMS.get(wish.doing) or (_("Добавить %(sum)s") if wish.amount_kopecks > 0 else _("Снять %(sum)s"))
        return str(words) % {"sum": byn(abs(wish.amount_kopecks))}
    if wish.doing == Doing.REVERSE:
        return _("Отменить строку %(line)s") % {"line": wish.line}
    if wish.doing == Doing.UNBLOCK and wish.until_at:
        last = wish.until_at.astimezone(zone()).date() - ONE_DAY
        return _("Включить без оплаты по %(day)s") % {"day": day(last)}
    if wish.doing == Doing.SUSPEND and wish.first_on and wish.last_on:
        return _("Приостановить с %(first)s по %(last)s") % {"first": day(wish.first_on), "last": day(wish.last_on)}
    about = _about(wish)
    return f"{TITLES[wish.doing]}: {about}" if about else str(TITLES[wish.doing])


def _about(wish: Wish) -> str:
    """The plans that an act is about."""
    names = []
    if wish.number:
        held = Subscription.objects.select_related("plan").filter(account_id=wish.account_id, number=wish.number)
        names += [quoted(text(one.plan.name)) for one in held]
    if wish.plan:
        names += [quoted(text(one.name)) for one in Plan.objects.filter(code=wish.plan)]
    return " → ".join(names)


REFUSALS: Mapping[str, Promise] = {
    "already_connected": gettext_lazy("Этот тариф на счёте уже подключён или запланирован."),
    "blocked": gettext_lazy("Сначала нужен платёж: услуга выключена или есть просроченный долг."),
    "leaving_planned": gettext_lazy("Счёт закрывается. Сначала отмените закрытие."),
    "not_connected": gettext_lazy("Этой услуги на счёте нет."),
    "other_audience": gettext_lazy("Этот тариф не для такого договора."),
    "promise_in_force": gettext_lazy("Обещанный платёж или временное включение уже действует."),
    "promise_not_kept": gettext_lazy("Долг после прошлого обещанного платежа ещё не оплачен."),
    "suspended": gettext_lazy("Услуги приостановлены. Сначала закончите приостановку."),
    "already_leaving": gettext_lazy("Счёт уже закрывается."),
    "not_leaving": gettext_lazy("Счёт не закрывается, отменять нечего."),
    "unknown_payment": gettext_lazy("Такого платежа на счёте нет."),
    "not_refundable": gettext_lazy("Возвращать нечего: всё вернули или возвращаем."),
    "more_than_left": gettext_lazy("Столько от этого платежа уже не осталось. Введите меньше."),
    "refund_key_used": gettext_lazy("Эта форма уже отправлена с другой суммой. Откройте страницу заново."),
    "order_unknown": gettext_lazy("Банк ещё не сказал, чем кончился этот платёж, и сейчас не отвечает."),
    "not_payable": gettext_lazy("На этот счёт зачислить нельзя: он не абонентский."),
    "money_settled": gettext_lazy("Этот платёж уже зачислен, возвращён или отозван тем, кто его прислал."),
    "money_goes_back": gettext_lazy("Этот платёж уже возвращают на карту. Дождитесь ответа банка."),
    "unknown_money": gettext_lazy("Такого невыясненного платежа нет."),
    "handed_over_otherwise": gettext_lazy("Этот документ уже записан с другой суммой или комиссией."),
    "case_closed": gettext_lazy("Этот случай уже закрыл другой сотрудник."),
    "unknown_profile": gettext_lazy("Такого профиля выписок нет. Выберите из списка."),
    "statement_empty": gettext_lazy("В файле нет ни одного поступления. Проверьте файл и профиль."),
    "statement_faulty": gettext_lazy("В выписке есть ошибки: зачислите строки без ошибок или исправьте файл."),
    "statement_too_large": gettext_lazy("Файл слишком большой. Загрузите его командой kosmos registry load."),
    "statement_changed": gettext_lazy("Пока вы смотрели, выписку прочитали заново или решили иначе. Вот как теперь."),
    "bill_until": gettext_lazy("Счёт можно оплачивать от часа до 28 дней. Выберите другой последний день."),
    "bill_comment": gettext_lazy("Напишите, за что счёт, не длиннее 100 знаков."),
    "too_many_bills": gettext_lazy("Пять счетов этого абонента уже ждут оплаты. Сначала дождитесь их срока."),
    "rail_not_configured": gettext_lazy("Счета на оплату не настроены: для них нужен договор с Assist."),
    "amount_out_of_range": gettext_lazy("Счёт бывает от копейки до 5000 BYN."),
    "note_too_long": gettext_lazy("Слишком длинно. Сократите, пожалуйста."),
}
"""What staff are told where the subscriber's own pages would speak to him."""


def refusal_to_staff(code: str) -> str:
    """What staff are told of a refusal; empty where the subscriber's sentence does."""
    return str(REFUSALS.get(code, ""))
