"""The cash desk in the words of the staff's pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kosmos.kernel.errors import DomainError
from kosmos.wording.typography import byn, moment

VOID_REASONS: dict[str, Promise] = {
    "wrong_account": gettext_lazy("Не тот лицевой счёт"),
    "wrong_amount": gettext_lazy("Не та сумма"),
    "taken_twice": gettext_lazy("Принято дважды"),
    "changed_mind": gettext_lazy("Клиент передумал"),
    "other": gettext_lazy("Другое"),
}
SUMS: dict[str, Promise] = {
    "empty_sum": gettext_lazy("Введите сумму, например 25,90."),
    "not_a_sum": gettext_lazy("Это не сумма. Введите цифры, например 25,90."),
    "too_many_decimals": gettext_lazy("После запятой не больше двух цифр."),
    "sum_too_small": gettext_lazy("Сумма слишком мала."),
    "sum_too_large": gettext_lazy("Сумма слишком велика. Проверьте, не лишний ли ноль."),
}
FIELDS: Mapping[str, str] = {
    "bad_float": "float",
    "bad_amount": "amount",
    "too_much_handed_over": "amount",
    "given_too_little": "given",
    "taken_just_now": "again",
    "void_reason_missing": "reason",
    "difference_note_missing": "note",
}
"""Beside which field a refusal stands, by its code; others stand above the form."""
SAID: dict[str, Promise] = {
    "bad_account_number": gettext_lazy("В номере лицевого счёта цифры. Проверьте его."),
    "unknown_account": gettext_lazy("Такого лицевого счёта нет. Проверьте номер по договору."),
    "not_a_subscriber": gettext_lazy("Такого лицевого счёта нет. Проверьте номер по договору."),
    "shift_open": gettext_lazy("Смена уже открыта, может быть, в другом окне."),
    "no_shift": gettext_lazy("Смена не открыта. Откройте её."),
    "bad_float": gettext_lazy("Размен — от нуля до 10 000,00."),
    "bad_amount": gettext_lazy("Сумма должна быть больше нуля и не больше 10 000,00."),
    "reference_taken": gettext_lazy(
        "Номер этой квитанции занят другим платежом. Деньги не приняты: позовите старшего."
    ),
    "clock_went_back": gettext_lazy("Этот день уже закрыт. Обновите страницу и попробуйте ещё раз."),
    "unknown_receipt": gettext_lazy("Такой квитанции у вас нет."),
    "shift_closed": gettext_lazy("Смена этой квитанции закрыта: деньги возвращает бухгалтерия."),
    "void_reason_missing": gettext_lazy("Выберите причину, а для другой напишите её словами."),
    "void_asked": gettext_lazy("Отмена этой квитанции уже запрошена или сделана."),
    "same_person": gettext_lazy("Свою просьбу решает другой человек."),
    "already_reversed": gettext_lazy("Этот платёж уже возвращён другим путём."),
    "void_waits": gettext_lazy("Есть отмены, которые ждут решения. Дождитесь его или отзовите просьбу."),
    "difference_note_missing": gettext_lazy("Напишите, откуда разница."),
    "fiscal_failed": gettext_lazy("Фискальный чек не напечатан, деньги приняты. Проверьте аппарат и повторите."),
}


def refusal(error: DomainError) -> str:
    """What to do about a refusal."""
    told = error.parameters
    if error.code == "given_too_little":
        return gettext("Не хватает %(sum)s.") % {"sum": byn(_kopecks(told["missing_kopecks"]))}
    if error.code == "too_much_handed_over":
        return gettext("В кассе только %(sum)s.") % {"sum": byn(_kopecks(told["there_kopecks"]))}
    if error.code == "shift_changed":
        words = gettext("Пока вы считали, в кассе что-то изменилось: теперь должно быть %(sum)s. Проверьте ещё раз.")
        return words % {"sum": byn(_kopecks(told["expected_kopecks"]))}
    if error.code == "void_decided":
        return _decided(str(told["state"])) % {"who": told["by"]}
    found = SAID.get(error.code) or SUMS.get(error.code)
    return str(found or gettext("Так сделать не получилось. Обновите страницу и посмотрите, что стало."))


def _decided(state: str) -> str:
    said = {
        "approved": gettext("Уже решено: отменить. Решение: %(who)s."),
        "refused": gettext("Уже решено: не отменять. Решение: %(who)s."),
    }
    return said.get(state, gettext("Просьбу уже отозвали: %(who)s."))


def twin_words(error: DomainError) -> str:
    """That the same was taken minutes ago."""
    at = error.parameters["at"]
    words = gettext("Такую же сумму по этому счёту вы уже приняли в %(time)s. Это ещё один платёж?")
    return words % {"time": moment(at)}  # type: ignore[arg-type]


def _kopecks(told: object) -> int:
    return int(str(told))
