"""A second proof of who signs in: switched on with a code of an app, off with password and code."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.entering import factor_page
from kosmos.portal.asking import REFUSALS
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.letting_in import DOOR
from kosmos.subscribers import services

TEMPLATE, CODES = "portal/profile/second_factor.html", "portal/profile/recovery_codes.html"


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def second_factor(request: CabinetRequest) -> HttpResponse:
    """Off, being switched on, or on; a POST takes the next step: ``do`` is begin, confirm or end."""
    return PAGE.answer(request)


def _begin(request: CabinetRequest) -> HttpResponse:
    """Begun again in another tab, it goes on with the secret that may have been scanned."""
    me, seen = factor_page.me_of(request), factor_page.seen(request)
    password = request.POST.get("password", "")
    secret = services.begin_second_factor(me, password=password, now=time_of(request), seen=seen)
    factor_page.note_seen(request, secret)
    return PAGE.again()


def _confirm(request: CabinetRequest) -> HttpResponse:
    """The recovery codes are in this answer, and nowhere else afterwards."""
    return render(request, CODES, {"codes": factor_page.confirm(request)})


def _end(request: CabinetRequest) -> HttpResponse:
    factor_page.end(request)
    messages.success(request, _("Вход с кодом отключён"))
    return PAGE.again()


PAGE = factor_page.FactorPage(DOOR, TEMPLATE, REFUSALS, {"begin": _begin, "confirm": _confirm, "end": _end})
urlpatterns: list[URLPattern] = [path("cabinet/profile/second-factor/", second_factor, name="second-factor")]
