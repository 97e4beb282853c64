"""The language switch: remembers a choice and leads back to where it was made."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, URLPattern, path, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kosmos.portal.speaking import remember_language

_ONLY_POSTED = {"sign-out", "language", "demo-clock"}


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on; one that pages do not speak changes nothing."""
    response = HttpResponseRedirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
    return response


def _back(request: HttpRequest) -> str:
    """Where the reader was, if that is a page of ours; else the first page."""
    wanted = request.POST.get("next", "")
    try:
        found = resolve(urlsplit(wanted).path)
    except (Resolver404, ValueError):
        return reverse("portal:site")
    ours = found.app_name == "portal" and found.url_name not in _ONLY_POSTED
    same_host = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and same_host else reverse("portal:site")


urlpatterns: list[URLPattern] = [path("language/", switch, name="language")]
