"""In which language a page speaks: the reader's choice, else the subscriber's own, else the browser's."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


def speak_own_language(request: HttpRequest, language: str) -> None:
    """Speak a subscriber's own language, unless the reader has chosen one."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES):
        return
    translation.activate(language)
    request.LANGUAGE_CODE = language


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Keep a reader's choice in a cookie that only the server reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
