"""What a page says about a refusal of a sign-in, a password or a code, and beside which field."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kosmos.kernel.errors import DomainError
from kosmos.subscribers.errors import TooManyGuesses

FIELDS = {"wrong_password": "password", "too_many_guesses": "code", "wrong_code": "code"}
"""Beside which field a refusal stands, by its code; others stand above the form."""


def refused_page(
    request: HttpRequest, template: str, context: Mapping[str, object], error: DomainError
) -> HttpResponse:
    """The form again and why it was refused: 422, or 429 with the wait in ``Retry-After``."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    errors = {FIELDS.get(error.code, "form"): words_of(error)}
    if isinstance(error, TooManyGuesses):
        status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, template, {**context, "errors": errors}, status=status)
    if isinstance(error, TooManyGuesses):
        response.headers["Retry-After"] = str(error.parameters["seconds"])
    return response


def words_of(error: DomainError) -> str:
    """What to do about a refusal of these pages."""
    if isinstance(error, TooManyGuesses):
        return wait_words(int(str(error.parameters["seconds"])))
    return {
        "wrong_code": _("Код не подошёл. Введите тот, что приложение показывает сейчас: каждый годится один раз"),
        "wrong_password": _("Это не ваш нынешний пароль"),
        "second_factor_on": _("Вход с кодом уже настроен"),
        "no_second_factor": _("Ключ устарел: начните сначала"),
    }[error.code]


def wait_words(seconds: int) -> str:
    """How long to wait, in words."""
    if seconds < 60:
        words = ngettext(
            "Слишком много попыток. Попробуйте снова через %(count)d секунду",
            "Слишком много попыток. Попробуйте снова через %(count)d секунд",
            seconds,
        )
        return words % {"count": seconds}
    minutes = -(-seconds // 60)
    words = ngettext(
        "Слишком много попыток. Попробуйте снова через %(count)d минуту",
        "Слишком много попыток. Попробуйте снова через %(count)d минут",
        minutes,
    )
    return words % {"count": minutes}
