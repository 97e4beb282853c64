"""Contracts, sheets and access in the words of the staff's pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import spoken

KINDS: dict[str, Promise] = {
    "person": gettext_lazy("Физическое лицо"),
    "student": gettext_lazy("Студент"),
    "organisation": gettext_lazy("Организация"),
}
SHEET_REASONS: dict[str, Promise] = {
    "spoiled": gettext_lazy("Лист испорчен при печати"),
    "lost": gettext_lazy("Лист потерян"),
    "expired": gettext_lazy("Срок пароля истёк"),
    "other": gettext_lazy("Другое"),
}
FIELDS: Mapping[str, str] = {
    "bad_name": "name",
    "bad_phone": "phone",
    "bad_email": "email",
    "bad_unp": "unp",
    "bad_address": "city",
    "not_a_plan": "plan",
    "unknown_plan": "plan",
    "other_audience": "plan",
    "plan_has_no_price": "plan",
    "sheet_reason_missing": "reason",
}
"""Beside which field a refusal stands, by its code; others stand above the form."""
SAID: dict[str, Promise] = {
    "bad_name": gettext_lazy("Введите имя или название, до 160 знаков."),
    "bad_phone": gettext_lazy("Такого номера нет. Введите, например, 8 029 123-45-67."),
    "bad_email": gettext_lazy("На такой адрес почта не дойдёт. Проверьте его или оставьте пустым."),
    "bad_unp": gettext_lazy("Проверьте УНП: в нём девять знаков, и последний контрольный."),
    "bad_address": gettext_lazy("Заполните город, улицу и дом, а в общежитии город, общежитие и комнату."),
    "not_a_plan": gettext_lazy("Пакет подключают после основного тарифа. Выберите тариф."),
    "unknown_plan": gettext_lazy("Такого тарифа нет. Выберите из списка."),
    "other_audience": gettext_lazy("Этот тариф для других: дома, студентов или организаций. Выберите подходящий."),
    "plan_has_no_price": gettext_lazy("У этого тарифа ещё нет цены. Выберите другой."),
    "extra_not_sold": gettext_lazy("Это оборудование больше не продаётся. Снимите отметку."),
    "unknown_extra": gettext_lazy("Такого оборудования нет. Снимите отметку."),
    "already_signed": gettext_lazy("По этой заявке договор уже оформили. Вот он."),
    "stage_refused": gettext_lazy("Договор оформляют после подключения: дождитесь отчёта мастера."),
    "asked_of_another": gettext_lazy("Этот абонент не с телефоном заявки. Выберите нового или с тем же телефоном."),
    "sheet_printed": gettext_lazy("Этот лист уже напечатан, пароль второй раз не показать. Нужен новый: есть причина?"),
    "sheet_reason_missing": gettext_lazy("Выберите, почему нужен новый лист."),
    "first_sheet_printed": gettext_lazy("Первый лист уже напечатан. Чтобы напечатать новый, выберите причину."),
    "password_is_own": gettext_lazy(
        "Абонент уже сменил пароль. Новый лист печатают после проверки личности, в разделе «Доступ абонентов»."
    ),
    "identity_check_over": gettext_lazy("Эта проверка уже закончена или устарела. Начните новую."),
    "too_many_checks": gettext_lazy(
        "Слишком много неудачных проверок за сутки. Пусть абонент придёт в офис с паспортом."
    ),
    "not_proven": gettext_lazy("Сначала проверьте личность: ответы ещё не подошли или проверка устарела."),
    "no_contact": gettext_lazy("В договоре нет этого контакта. Выберите другой способ."),
    "link_made": gettext_lazy("По этой проверке ссылка уже отправлена. Если не пришла, начните новую проверку."),
}


def refusal(error: DomainError) -> str:
    """What to do about a refusal."""
    if error.code == "insufficient_funds":
        return gettext("Не хватает %(sum)s.") % {"sum": spoken(int(str(error.parameters["missing_kopecks"])))}
    return str(SAID.get(error.code) or gettext("Так сделать не получилось. Обновите страницу и посмотрите, что стало."))
