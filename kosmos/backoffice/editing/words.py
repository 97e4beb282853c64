"""What editors are told about what was typed, and about what was done before."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kosmos.backoffice.editing.fields import CHOICE, DAY, MOMENT, PLACES, Field
from kosmos.editing.models import Edit


def wrong_words(field: Field, reason: str) -> str:
    """What to do about a field."""
    if reason == "form":
        return str(field.form) or _wrong_form(field)
    if reason == "missing" and field.in_languages:
        return _("Напишите хотя бы по-русски")
    return {
        **_sold_words(),
        "missing": _("Заполните это поле"),
        "too_long": _("Слишком длинно: сократите"),
        "taken": _("Такое уже есть: измените или откройте то, что есть"),
        "order": _("Конец должен быть позже начала"),
    }[reason]


def _sold_words() -> dict[str, str]:
    """What to do about what is sold."""
    return {
        "zero": _("Введите сумму больше нуля"),
        "family": _("Выберите линейку той же услуги"),
        "package": _("Пакет бывает только с предоплатой"),
        "sold": _("На тарифе уже были абоненты, условие не меняется. Заведите новый тариф"),
        "slower": _("На тарифе есть абоненты: скорость можно только повысить"),
        "no_volume": _("Сначала укажите объём трафика или уберите это"),
        "way": _("Заполните: это нужно для выбранного способа"),
        "no_way": _("Уберите или выберите способ, которому это нужно"),
        "braces": _("В фигурных скобках бывает только название вставки: {on}"),
        "unknown_field": _("Оставьте в фигурных скобках только то, что есть в списке над формой"),
        "needed_field": _("Без кода или ссылки сообщение бесполезно: верните вставку"),
        "sms_long": _("SMS длиннее двух частей: сократите"),
        "choices": _("Отметьте два способа или больше, среди них основной"),
    }


def _wrong_form(field: Field) -> str:
    if field.in_languages:
        return _("Напишите и по-русски: другие языки без русского не показываются")
    return {
        CHOICE: _("Выберите из списка"),
        DAY: _("Введите дату: год, месяц, день"),
        MOMENT: _("Введите дату и время"),
        PLACES: _("Начните строку с города: «Минск: Красная»"),
    }.get(field.look, _("Только латинские буквы, цифры и дефисы: router-setup"))


def edit_words(edit: Edit, fields: Mapping[str, str]) -> str:
    """What one edit did, by the fields that became others."""
    if edit.before is None:
        return _("добавлено")
    if edit.after is None:
        return _("убрано")
    changed = [words for name, words in fields.items() if edit.before.get(name) != edit.after.get(name)]
    if edit.after.get("withdrawn") and not edit.before.get("withdrawn"):
        return _("снято с сайта")
    if edit.after.get("ended_at") and not edit.before.get("ended_at"):
        return _("закончено")
    return _("изменено: %(what)s") % {"what": ", ".join(changed)}
