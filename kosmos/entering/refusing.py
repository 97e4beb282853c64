"""A refusal beside the field that it is about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from kosmos.kernel.errors import DomainError
from kosmos.subscribers.errors import TooManyGuesses


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a door's pages say about a refusal, and beside which field, by its code; others stand above the form."""

    words: Callable[[DomainError], str]
    fields: Mapping[str, str]

    def page(
        self, request: HttpRequest, template: str, context: Mapping[str, object], error: DomainError, *, at: str = ""
    ) -> HttpResponse:
        """The form again with what was typed and why it was refused: 422, or 429 with the wait in ``Retry-After``.

        ``at`` is the field that the form has, where it has not the usual one.
        """
        place = at or self.fields.get(error.code, "form")
        if isinstance(error, TooManyGuesses):
            shown = {**context, "errors": {place: wait_words(seconds_of(error))}}
            return slowed(render(request, template, shown, status=HTTPStatus.TOO_MANY_REQUESTS), error)
        shown = {**context, "errors": {place: self.words(error)}}
        return render(request, template, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def slowed(response: HttpResponse, error: TooManyGuesses) -> HttpResponse:
    """An answer that says to programs too how long to wait."""
    response.headers["Retry-After"] = str(seconds_of(error))
    return response


def seconds_of(error: TooManyGuesses) -> int:
    """How long somebody who guessed too often has to wait."""
    return int(str(error.parameters["seconds"]))


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
