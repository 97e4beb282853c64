"""The operator's people, their roles and what is refused about them, in the words of the staff's pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from kosmos.entering.refusing import wait_words
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.errors import TooManyGuesses

ROLES: dict[str, Promise] = {
    "agent": gettext_lazy("Оператор поддержки"),
    "cashier": gettext_lazy("Кассир"),
    "technician": gettext_lazy("Мастер"),
    "sales": gettext_lazy("Продажи"),
    "finance": gettext_lazy("Финансы"),
    "editor": gettext_lazy("Редактор сайта"),
    "administrator": gettext_lazy("Администратор"),
}
FIELDS: Mapping[str, str] = {
    "login_taken": "login",
    "wrong_password": "password",
    "too_many_guesses": "password",
    "sheet_reason_missing": "reason",
    "first_sheet_printed": "reason",
}
"""Beside which field a refusal stands, by its code; others stand above the form."""
SAID: dict[str, Promise] = {
    "login_taken": gettext_lazy("Такой логин уже есть. Придумайте другой, например с инициалом."),
    "wrong_password": gettext_lazy("Это не ваш пароль. Введите свой нынешний"),
    "sheet_reason_missing": gettext_lazy("Выберите, почему нужен новый лист."),
    "first_sheet_printed": gettext_lazy("Первый лист уже напечатан. Чтобы напечатать новый, выберите причину."),
    "sheet_printed": gettext_lazy(
        "Этот лист уже напечатан, пароль второй раз не показать. Если лист пропал, напечатайте новый."
    ),
    "staff_is_oneself": gettext_lazy("Себе это не делают: попросите другого администратора."),
    "last_administrator": gettext_lazy("Это последний администратор. Сначала назначьте ещё одного."),
    "staff_changed": gettext_lazy("Тем временем сотрудника изменил кто-то другой. Вот как стало: решите заново."),
    "no_longer_administrator": gettext_lazy("Только что вашу роль сменили: этого вы больше не можете."),
    "staff_switched_off": gettext_lazy("Вход отключён: сначала включите его."),
    "unknown_staff_member": gettext_lazy("Такого сотрудника нет."),
}
BAD: dict[str, Promise] = {
    "login": gettext_lazy("Логин без пробелов, до 150 знаков, например vera.kim."),
    "name": gettext_lazy("Введите имя и фамилию: абоненты видят их под ответами."),
    "role": gettext_lazy("Выберите роль из списка."),
}
"""What is wrong with a field of a new member of staff."""


def role_words(code: str) -> str:
    """A role in words."""
    return str(ROLES.get(code, code))


def refusals(error: DomainError) -> dict[str, str]:
    """What to do about a refusal, by the field that it stands beside."""
    if error.code == "bad_staff_member":
        field = str(error.parameters["field"])
        return {field: str(BAD[field])}
    words = (
        wait_words(int(str(error.parameters["seconds"])))
        if isinstance(error, TooManyGuesses)
        else str(
            SAID.get(error.code) or gettext("Так сделать не получилось. Обновите страницу и посмотрите, что стало.")
        )
    )
    return {FIELDS.get(error.code, "form"): words}
