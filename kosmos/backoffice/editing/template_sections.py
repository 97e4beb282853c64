"""The section of what messages say: each event's words in three languages, with a message as it will look."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice.editing.fields import TEXT, Field
from kosmos.backoffice.editing.section import Ending, Fixed, Listed, Section, Values
from kosmos.backoffice.roles import EDIT_TEMPLATES
from kosmos.editing import services
from kosmos.notifications.models import MessageTemplate
from kosmos.notifications.rules import TOPIC_OF
from kosmos.notifications.templates import EVENTS, example_of, fields_for, house_template

PART = 67
"""Letters of Cyrillic in one part of an SMS that has several; alone it holds three more."""
WHOLE = 70
TOPICS: dict[str, str | Promise] = {
    "service": _("Услуги"),
    "low": _("Деньги кончаются"),
    "payment": _("Платежи"),
    "promise": _("Обещанный платёж"),
    "suspension": _("Приостановка"),
    "plan": _("Смена тарифа"),
    "price": _("Абонентская плата"),
    "traffic": _("Трафик"),
    "request": _("Обращения"),
    "security": _("Безопасность"),
}
FIELDS: dict[str, str | Promise] = {
    "plans": _("услуги"),
    "on": _("день"),
    "first": _("первый день"),
    "last": _("последний день"),
    "until": _("до какого дня"),
    "until_at": _("до какого времени"),
    "planned_at": _("когда"),
    "sum": _("сумма"),
    "before": _("прежняя сумма"),
    "left": _("сколько осталось"),
    "number": _("номер"),
    "code": _("код"),
    "link": _("ссылка"),
    "old": _("прежний тариф"),
    "new": _("новый тариф"),
    "contact": _("какой контакт"),
    "then": _("что будет дальше"),
    "needed": _("сколько нужно, предложением"),
    "needed_sms": _("сколько нужно, коротко"),
}


def _listed(_asked: str, _at: datetime) -> list[Listed]:
    own = MessageTemplate.objects.in_bulk()
    return [_one(event, own.get(event)) for event in EVENTS]


def _one(event: str, own: MessageTemplate | None) -> Listed:
    house = house_template(event)
    subject = own.subject["ru"] if own else house.subject["ru"] if house else event
    state = {"tone": "promise", "state": _("Свой текст")} if own else {}
    return Listed(event, subject, str(TOPICS.get(TOPIC_OF[event], TOPIC_OF[event])), **state)  # type: ignore[arg-type]


def _fixed(event: str) -> Fixed:
    house = house_template(event)
    return Fixed(("event",) if house and house.sms["ru"] else ("event", "sms"))


def _notes(event: str) -> str:
    """What may stand in braces, in words."""
    if event not in EVENTS:
        return ""
    named = ", ".join(f"{{{name}}} — {FIELDS.get(name, name)}" for name in sorted(fields_for(event)))
    return gettext("В фигурных скобках подставляется: %(fields)s") % {"fields": named} if named else ""


def _shown(values: Values, _at: datetime) -> dict[str, Any]:
    """The message with sample data, in the page's language."""
    said = example_of(services.drafted(values), (get_language() or "ru")[:2])
    parts = 1 if len(said.sms) <= WHOLE else -(-len(said.sms) // PART)
    return {"said": said, "parts": parts, "letters": len(said.sms)}


TEMPLATES = Section(
    name="templates",
    one="template-edit",
    key="slug",
    title=_("Тексты сообщений"),
    new="",
    kind=services.TEMPLATES,
    function=EDIT_TEMPLATES,
    saved=_("Сохранено: следующие сообщения будут такими"),
    there=_("Сейчас сохранено"),
    told=_("«Показать» открывает в новой вкладке сообщение с примером данных. Ничего не сохраняется."),
    fields=(
        Field("subject", _("Тема"), in_languages=True, required=True),
        Field(
            "text",
            _("Письмо и кабинет"),
            TEXT,
            in_languages=True,
            required=True,
            hint=_("Что оставить пустым, то будет сказано исходным текстом на этом языке"),
        ),
        Field("sms", _("SMS"), in_languages=True, hint=_("Не больше двух частей: 134 буквы вместе с подставленным")),
    ),
    listed=_listed,
    check=services.check_template,
    save=services.save_template,
    page="backoffice/catalogue/message.html",
    shown=_shown,
    ending=Ending(
        _("Вернуть исходный текст"),
        _("Сообщения снова будут такими, как их написали разработчики."),
        _("Исходный текст возвращён"),
        services.reset_template,
        services.is_house,
    ),
    help=_("Что говорят абонентам письма, SMS и список сообщений в кабинете. Уже отправленное не меняется."),
    fixed=_fixed,
    notes=_notes,
)
