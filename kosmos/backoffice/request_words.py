"""Requests and the queue in the staff's words: refusals, lines of a conversation, the fields of ready texts."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kosmos.charging.queries import AccountView
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember, Subscriber, SubscriberKind
from kosmos.support.models import Request
from kosmos.support.queries import Said
from kosmos.support.services.keeping import NOBODY
from kosmos.wording.typography import account_number, byn, day_from, moment, zone
from kosmos.workplace.masking import HIDDEN, masked_name

SENTENCES: Mapping[str, str | Promise] = {
    "text_missing": gettext_lazy("Напишите текст: пустое не отправляется."),
    "text_too_long": gettext_lazy("Слишком длинно: сократите или разделите на две части."),
    "request_closed": gettext_lazy("Обращение уже закрыто. Абонент может открыть его снова."),
    "request_changed": gettext_lazy(
        "Пока вы писали, абонент добавил сообщение. Прочитайте его и отправьте ещё раз, если ответ годится."
    ),
    "answered_meanwhile": gettext_lazy(
        "Пока вы писали, здесь поработал коллега: %(name)s. Посмотрите переписку и отправьте ещё раз, если нужно."
    ),
    "field_left": gettext_lazy("Впишите своё вместо {%(field)s} или уберите это место."),
    "unfit_owner": gettext_lazy("Этот сотрудник больше не работает с обращениями. Выберите другого."),
    "cannot_merge": gettext_lazy("Эти обращения не объединить. Обновите страницу: возможно, одно из них уже закрыто."),
    "unknown_request": gettext_lazy("Такого обращения у этого абонента нет. Выберите из списка."),
}


def refusal(error: DomainError) -> str:
    """What to do about a refusal of these pages."""
    if error.code == "request_taken":
        name = str(error.parameters["name"])
        if not name:
            return _("Пока вы смотрели, обращение вернули в очередь. Если оно нужно вам, нажмите ещё раз.")
        words = _("Пока вы смотрели, обращение взяли: его ведёт %(name)s. Если оно нужно вам, нажмите ещё раз.")
        return words % {"name": name}
    return str(SENTENCES[error.code]) % error.parameters


def line_words(said: Said) -> str:
    """What happened with a request besides words; empty for what was said."""
    who = {"who": said.who, "text": said.text}
    if said.kind == "merged":
        number = f"{said.text[:3]}\u00a0{said.text[3:]}"
        return _("%(who)s: сюда присоединено обращение № %(number)s") % {**who, "number": number}
    if said.kind == "closed":
        return _("%(who)s: закрыто без ответа") % who
    if said.kind != "owner":
        return ""
    if said.text == NOBODY:
        return _("%(who)s: возвращено в очередь") % who
    words = _("%(who)s: взято себе") if said.text == said.who else _("%(who)s: передано, ведёт %(text)s")
    return words % who


def shown_name(name: str, *, of_organisation: bool, whole: bool = False) -> str:
    """Somebody's name for staff: whole for organisations, and for whoever asked for it."""
    return name if whole or of_organisation else masked_name(name)


def hours_words(from_at: datetime, until_at: datetime, now: datetime) -> str:
    """When somebody wants to be called: "сегодня, 16:00–18:00"."""
    begin = from_at.astimezone(zone())
    day = day_from(begin.date(), now.astimezone(zone()).date())
    return f"{day}, {moment(from_at)}\u2060–\u2060{moment(until_at)}"


def fields_of(
    request: Request, number: str, holder: Subscriber, view: AccountView | None, agent: StaffMember
) -> dict[str, str]:
    """What is known of a subscriber for the fields of ready texts, in his language; what is not known is empty."""
    back = view.ahead.to_be_back_kopecks if view else None
    with override(holder.language):
        return {
            "name": _greeted(holder),
            "account": account_number(number),
            "number": f"{request.number[:3]}\u00a0{request.number[3:]}",
            "balance": byn(view.ahead.figures.balance) if view else "",
            "to_pay": byn(back) if back else "",
            "agent": agent.name,
        }


def _greeted(holder: Subscriber) -> str:
    """Name and patronymic, by which people are greeted; empty where they cannot be told from the surname."""
    if holder.kind == SubscriberKind.ORGANISATION:
        return holder.name
    masked = masked_name(holder.name)
    return "" if HIDDEN in masked else " ".join(masked.split()[:2])
