"""The audit in words: what was done, with what, and why."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosmos.backoffice.subscriber_words import REVEAL_REASONS
from kosmos.backoffice.timeline_words import ACTS as ON_ACCOUNTS
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import SignInEvent
from kosmos.subscribers.models import SignInEventKind as Kind
from kosmos.wording.reasons import REASONS

ACTS: Mapping[str, str | Promise] = {
    **ON_ACCOUNTS,
    Act.PERSONAL_SHOWN: gettext_lazy("Показаны личные данные"),
    Act.NOTE_ADDED: gettext_lazy("Заметка об абоненте"),
    Act.SHIFT_OPENED: gettext_lazy("Смена открыта"),
    Act.SHIFT_CLOSED: gettext_lazy("Смена закрыта"),
    Act.CASH_HANDED_OVER: gettext_lazy("Деньги сданы в банк"),
    Act.STAFF_ADDED: gettext_lazy("Сотрудник добавлен"),
    Act.STAFF_RENAMED: gettext_lazy("Имя сотрудника изменено"),
    Act.STAFF_ROLE_CHANGED: gettext_lazy("Роль изменена"),
    Act.STAFF_SWITCHED_ON: gettext_lazy("Вход включён"),
    Act.STAFF_SWITCHED_OFF: gettext_lazy("Вход отключён"),
    Act.STAFF_SHEET_PRINTED: gettext_lazy("Напечатан лист с паролем"),
    Act.STAFF_FACTOR_RESET: gettext_lazy("Вход с кодом сброшен"),
    Act.STAFF_SESSIONS_ENDED: gettext_lazy("Входы завершены"),
}
"""Every act that can be noted."""
EVENTS: Mapping[int, Promise] = {
    Kind.SIGNED_IN: gettext_lazy("Вход"),
    Kind.REFUSED: gettext_lazy("Вход не удался"),
    Kind.SIGNED_OUT: gettext_lazy("Выход"),
    Kind.PASSWORD_ISSUED: gettext_lazy("Выдан первый пароль"),
    Kind.PASSWORD_CHANGED: gettext_lazy("Пароль изменён"),
    Kind.SESSIONS_ENDED: gettext_lazy("Входы закрыты"),
    Kind.CODE_ASKED: gettext_lazy("Пароль верный, спросили код"),
    Kind.SECOND_FACTOR_ON: gettext_lazy("Вход с кодом включён"),
    Kind.SECOND_FACTOR_OFF: gettext_lazy("Вход с кодом выключен"),
    Kind.CONTACT_CHANGED: gettext_lazy("Контакт изменён"),
    Kind.CONSENT_CHANGED: gettext_lazy("Согласие изменено"),
    Kind.DATA_EXPORTED: gettext_lazy("Личные данные скачаны"),
    Kind.DELETION_ASKED: gettext_lazy("Запрошено удаление данных"),
    Kind.DELETION_CANCELLED: gettext_lazy("Удаление данных отменено"),
    Kind.ERASED: gettext_lazy("Данные удалены"),
    Kind.IDENTITY_CHECKED: gettext_lazy("Проверена личность"),
    Kind.LINK_SENT: gettext_lazy("Отправлена ссылка для входа"),
    Kind.LINK_USED: gettext_lazy("Вход по ссылке"),
}
WHY_NOT: Mapping[str, Promise] = {
    "unknown": gettext_lazy("такого логина нет"),
    "password": gettext_lazy("пароль неверный"),
    "inactive": gettext_lazy("вход отключён"),
    "expired": gettext_lazy("срок пароля истёк"),
    "tab": gettext_lazy("не та дверь"),
    "code": gettext_lazy("код неверный"),
    "one": gettext_lazy("один"),
    "others": gettext_lazy("все остальные"),
}
"""Why a sign-in was refused, and which sessions were ended."""
THINGS: Mapping[str, Promise] = {
    "article": gettext_lazy("Статья"),
    "news": gettext_lazy("Новость"),
    "outage": gettext_lazy("Отключение"),
    "building": gettext_lazy("Дом"),
    "payment_point": gettext_lazy("Пункт оплаты"),
    "plan": gettext_lazy("Тариф"),
    "price": gettext_lazy("Цена"),
    "family": gettext_lazy("Линейка"),
    "extra": gettext_lazy("Оборудование или выезд"),
    "policy": gettext_lazy("Правило оператора"),
    "template": gettext_lazy("Шаблон сообщения"),
    "answer": gettext_lazy("Готовый ответ"),
    "coverage": gettext_lazy("Список домов"),
    "staff_member": gettext_lazy("Сотрудник"),
    "subscriber": gettext_lazy("Абонент"),
    "shift": gettext_lazy("Смена"),
    "page": gettext_lazy("Страница"),
    "application": gettext_lazy("Заявка"),
    "note": gettext_lazy("Заметка"),
    "staff_act": gettext_lazy("Действие на счёте"),
    "audit": gettext_lazy("Аудит"),
    "approval": gettext_lazy("Подтверждение"),
}
"""What was changed, by the subject of a line."""


def act_words(action: str) -> str:
    """What was done; the code itself of what has no words."""
    return str(ACTS.get(action, action))


def event_words(event: SignInEvent) -> tuple[str, str]:
    """What happened about a sign-in, and what there is to say of it."""
    return str(EVENTS.get(event.kind, event.kind)), str(WHY_NOT.get(event.reason, event.reason))


def record_said(record: AuditRecord) -> str:
    """What there is to say of an act: the reason chosen, and what was written."""
    after = record.after or {}
    if record.action == Act.PAGE_REFUSED:
        return str(after.get("path", ""))
    if record.action == Act.STAFF_SHEET_PRINTED:
        return ""
    chosen = after.get("why", "")
    why = str(REVEAL_REASONS.get(chosen) or REASONS.get(chosen) or chosen)
    shift = _("смена № %(number)s") % {"number": record.object_id} if record.subject == "shift" else ""
    return ". ".join(filter(None, [shift, why, record.reason]))


def edit_title(subject: str, *, added: bool, removed: bool) -> str:
    """What an edit did to a thing of the site or the catalogue."""
    thing = {"thing": THINGS.get(subject, subject)}
    if added:
        return _("%(thing)s: добавлено") % thing
    return (_("%(thing)s: убрано") if removed else _("%(thing)s: изменено")) % thing
