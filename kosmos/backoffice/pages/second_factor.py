"""The second proof of who signs in, which staff must have: set up at the first sign-in, asked for at each later one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, first_page, time_of
from kosmos.backoffice.letting_in import DOOR, confirm_session, let_in
from kosmos.backoffice.refusing import REFUSALS
from kosmos.entering import factor_page
from kosmos.entering.code_page import code_page
from kosmos.subscribers import services
from kosmos.subscribers.models import SecondFactor

TEMPLATE, CODES, STEP = (f"backoffice/{name}.html" for name in ("second_factor", "recovery_codes", "sign_in_code"))


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@first_page("second-factor")
def second_factor(request: StaffRequest) -> HttpResponse:
    """Not there yet, being set up, or on; a POST takes the next step: ``do`` is begin, confirm or move."""
    return PAGE.answer(request)


def _begin(request: StaffRequest) -> HttpResponse:
    """Begun again in another tab, it goes on with the secret that may have been scanned."""
    me, seen = factor_page.me_of(request), factor_page.seen(request)
    factor_page.note_seen(request, services.begin_required_factor(me, now=time_of(request), seen=seen))
    return PAGE.again()


def _confirm(request: StaffRequest) -> HttpResponse:
    """The recovery codes are in this answer, and nowhere else afterwards; this session is confirmed."""
    codes, me = factor_page.confirm(request), factor_page.me_of(request)
    me.second_factor = SecondFactor.objects.get(sign_in=me)
    confirm_session(request, me)
    return render(request, CODES, {"codes": codes})


def _move(request: StaffRequest) -> HttpResponse:
    """To another phone: the old secret counts no more, and a new one is set up at once."""
    factor_page.end(request)
    messages.success(request, _("Прежний телефон больше не подходит. Настройте новый"))
    return PAGE.again()


PAGE = factor_page.FactorPage(DOOR, TEMPLATE, REFUSALS, {"begin": _begin, "confirm": _confirm, "move": _move})
urlpatterns: list[URLPattern] = [
    path("sign-in/code/", code_page(DOOR, STEP, REFUSALS, let_in), name="sign-in-code"),
    path("second-factor/", second_factor, name="second-factor"),
]
