"""The pages that are the same for everybody: nothing of an account stands on them, whoever reads them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from kosmos.portal.speaking import speak_own_language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public_page(view: View[P]) -> View[P]:
    """A page of the site, only asked for; whoever is signed in reads it in his own language, and it is not stored."""

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        subscriber = getattr(request.user, "subscriber", None)
        if subscriber is not None:
            speak_own_language(request, subscriber.language)
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    return cast("View[P]", shown)


def address_of(page: str) -> str:
    """Where a page of the portal is; nothing where this installation has no such page."""
    try:
        return reverse(f"portal:{page}")
    except NoReverseMatch:
        return ""
