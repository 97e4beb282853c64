"""A refusal beside the field that it is about, as the pages of the profile show it."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kosmos.kernel.errors import DomainError
from kosmos.portal.words import refusal
from kosmos.subscribers.errors import TooManyGuesses

FIELDS = {
    "wrong_password": "password",
    "too_many_guesses": "password",
    "bad_phone": "phone",
    "bad_email": "email",
    "wrong_code": "code",
    "email_code_expired": "code",
}
"""Beside which field a refusal stands, by its code; others stand above the form."""


def refused_page(
    request: HttpRequest, template: str, context: Mapping[str, object], error: DomainError, *, at: str = ""
) -> HttpResponse:
    """The form again with what was typed and why it was refused: 422, or 429 with the wait in ``Retry-After``.

    ``at`` is the field that the form has, where it has not the usual one.
    """
    place, words = at or FIELDS.get(error.code, "form"), refusal(error)
    if not isinstance(error, TooManyGuesses):
        shown = {**context, "errors": {place: words}}
        return render(request, template, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    seconds = int(str(error.parameters["seconds"]))
    shown = {**context, "errors": {place: wait_words(seconds)}}
    response = render(request, template, shown, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def wait_words(seconds: int) -> str:
    """How long to wait, in words."""
    if seconds < 60:
        return _("Слишком много попыток. Попробуйте снова через %(count)d с") % {"count": seconds}
    return _("Слишком много попыток. Попробуйте снова через %(count)d мин") % {"count": -(-seconds // 60)}
