"""The sections of the staff's pages: who sees which, and what waits in them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.backoffice import roles
from kosmos.backoffice.roles import may


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the menu shows it."""

    name: str
    words: str | Promise
    address: str
    current: bool = False
    waits: int = 0
    late: int = 0


SECTIONS: tuple[tuple[str, str | Promise, str], ...] = (
    ("my-visits", _("Мои выезды"), roles.DO_VISITS),
    ("applications", _("Заявки"), roles.SEE_APPLICATIONS),
    ("visits", _("Календарь выездов"), roles.PLAN_VISITS),
    ("queue", _("Очередь"), roles.WORK_QUEUE),
    ("requests", _("Обращения"), roles.ANSWER_REQUESTS),
    ("approvals", _("Разрешения"), roles.ADJUST_MONEY),
    ("access", _("Доступ абонентов"), roles.RESTORE_ACCESS),
    ("articles", _("Статьи"), roles.EDIT_SITE),
    ("news", _("Новости"), roles.EDIT_SITE),
    ("outages", _("Отключения"), roles.EDIT_SITE),
    ("coverage", _("Дома"), roles.EDIT_SITE),
    ("payment-points", _("Пункты оплаты"), roles.EDIT_SITE),
    ("cash", _("Касса"), roles.TAKE_CASH),
    ("cash-voids", _("Касса: отмены и смены"), roles.SUPERVISE_CASH),
    ("statements", _("Выписки"), roles.HANDLE_MONEY),
    ("suspense", _("Невыясненные платежи"), roles.HANDLE_MONEY),
    ("refunds", _("Возвраты"), roles.HANDLE_MONEY),
    ("handed-over", _("Перечисления"), roles.HANDLE_MONEY),
    ("payment-cases", _("Случаи с платежами"), roles.HANDLE_MONEY),
    ("plans", _("Тарифы и пакеты"), roles.EDIT_CATALOGUE),
    ("families", _("Линейки"), roles.EDIT_CATALOGUE),
    ("extras", _("Оборудование и выезды"), roles.EDIT_CATALOGUE),
    ("policies", _("Правила оператора"), roles.EDIT_POLICIES),
    ("templates", _("Тексты сообщений"), roles.EDIT_TEMPLATES),
    ("day-trials", _("Пробный день"), roles.EDIT_CATALOGUE),
    ("answers", _("Готовые ответы"), roles.EDIT_TEMPLATES),
    ("figures", _("Показатели"), roles.SEE_FIGURES),
    ("people", _("Сотрудники"), roles.MANAGE_STAFF),
    ("audit", _("Аудит"), roles.SEE_AUDIT),
)
"""The name of a section's page, its words, and the function that opens it."""


def sections_for(role: str, path: str = "") -> list[Section]:
    """The sections that a role may open; the one that holds ``path`` is the current one."""
    found = []
    for name, words, function in SECTIONS:
        if may(role, function):
            address = reverse(f"staff:{name}")
            found.append(Section(name, words, address, current=path.startswith(address)))
    return found
