"""What a page says about a refusal of a sign-in, a password or a code, and beside which field."""

from django.utils.translation import gettext as _

from kosmos.entering.refusing import Refusals
from kosmos.kernel.errors import DomainError


def words_of(error: DomainError) -> str:
    """What to do about a refusal of these pages."""
    return {
        "wrong_code": _("Код не подошёл. Введите тот, что приложение показывает сейчас: каждый годится один раз"),
        "wrong_password": _("Это не ваш нынешний пароль"),
        "second_factor_on": _("Вход с кодом уже настроен"),
        "no_second_factor": _("Ключ устарел: начните сначала"),
    }[error.code]


REFUSALS = Refusals(words_of, {"wrong_password": "password", "too_many_guesses": "code", "wrong_code": "code"})
