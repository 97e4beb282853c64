"""The section of ready texts: what staff begin an answer to a request with."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice.editing.fields import CHOICE, TEXT, Field
from kosmos.backoffice.editing.section import Ending, Listed, Section, Values
from kosmos.backoffice.roles import EDIT_TEMPLATES
from kosmos.catalogue.queries import text_in
from kosmos.editing.services.answers import ANSWERS, check_answer, remove_answer, save_answer
from kosmos.support.answers import FIELDS, filled, ready_texts
from kosmos.support.models import AnswerText
from kosmos.wording.typography import account_number, byn

TOPICS: dict[str, str | Promise] = {
    "": _("О чём угодно"),
    "money": _("Деньги и выписка"),
    "internet": _("Интернет"),
    "tv": _("Телевидение"),
    "equipment": _("Оборудование"),
    "documents": _("Документы"),
    "leaving": _("Расторжение и возврат"),
    "other": _("Другое"),
}
NAMES: dict[str, str | Promise] = {
    "name": _("имя и отчество"),
    "account": _("номер счёта"),
    "number": _("номер обращения"),
    "balance": _("сколько на счёте"),
    "to_pay": _("сколько заплатить, чтобы включилось"),
    "agent": _("имя того, кто отвечает"),
}


def _listed(_asked: str, _at: datetime) -> list[Listed]:
    offered = [Listed(one.code, one.name, str(TOPICS[one.topic])) for one in ready_texts()]
    removed = AnswerText.objects.filter(removed=True).order_by("name", "code")
    state = _("Не предлагается")
    return offered + [Listed(one.code, one.name, str(TOPICS[one.topic]), "suspended", state) for one in removed]


def _topics() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in TOPICS.items()]


def _notes(_code: str) -> str:
    """What may stand in braces, in words."""
    named = ", ".join(f"{{{name}}} — {NAMES[name]}" for name in FIELDS)
    return _now("В фигурных скобках подставляется: %(fields)s") % {"fields": named}


def _shown(values: Values, _at: datetime) -> dict[str, Any]:
    """The text with sample data, in the page's language."""
    sample = {
        "name": "Анна Петровна",
        "account": account_number("100482"),
        "number": "482\u00a0913",
        "balance": byn(1_240),
        "to_pay": byn(590),
        "agent": "Вера Ким",
    }
    text = text_in(values["texts"], (get_language() or "ru")[:2])
    return {"name": values["name"], "text": filled(text, sample)}


ANSWER_TEXTS = Section(
    name="answers",
    one="answer-edit",
    key="slug",
    title=_("Готовые ответы"),
    new=_("Новый ответ"),
    kind=ANSWERS,
    function=EDIT_TEMPLATES,
    add=_("Добавить"),
    saved=_("Сохранено: ответ уже предлагается"),
    there=_("Сейчас сохранено"),
    told=_("«Показать» открывает в новой вкладке ответ с примером данных. Ничего не сохраняется."),
    fields=(
        Field("name", _("Как его называют сотрудники"), required=True),
        Field("topic", _("О чём"), CHOICE, choices=_topics, hint=_("В обращениях на эту тему он стоит первым")),
        Field("texts", _("Ответ"), TEXT, in_languages=True, required=True),
    ),
    listed=_listed,
    check=check_answer,
    save=save_answer,
    page="backoffice/editing/answer.html",
    shown=_shown,
    ending=Ending(
        _("Больше не предлагать"),
        _("Ответ исчезнет из списка. Сохраните его ещё раз, и он вернётся."),
        _("Ответ больше не предлагается"),
        remove_answer,
        lambda state: bool(state["removed"]),
    ),
    help=_("С этих слов сотрудники начинают ответ на обращение. Отправленное не меняется."),
    notes=_notes,
)
