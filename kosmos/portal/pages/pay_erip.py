"""ERIP on quick pay: the code of a typed number, with the sum that was typed or without one.

Like all of quick pay it looks no number up, and says nothing of any account: the code holds what the payer typed.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from kosmos.catalogue.queries import erip
from kosmos.kernel import clock
from kosmos.payments.sums import BadNumber, read_number
from kosmos.portal import limits
from kosmos.portal.codes import code_of
from kosmos.portal.pages.pay import too_many
from kosmos.portal.pages.result import private
from kosmos.portal.pages.ways import Typed, typed_sum


@require_safe
def pay_erip(request: HttpRequest) -> HttpResponseBase:
    """The page; quick pay's own instead if there is no number that can be one, or no ERIP."""
    tree, now = erip(), clock.now()
    if tree is None:
        return private(HttpResponseRedirect(reverse("portal:pay")))
    try:
        number = read_number(request.GET.get("account", ""))
        limits.count_try(limits.ACCOUNT_NUMBERS, network=limits.network_of(request), what=number, now=now)
    except BadNumber:
        return private(HttpResponseRedirect(reverse("portal:pay")))
    except limits.TooManyTries as refused:
        return too_many(request, refused)
    typed = typed_sum(request)
    return _shown(request, {"erip": tree, "number": number, "codes": [code_of(tree, number, typed.kopecks)]}, typed)


def _shown(request: HttpRequest, context: dict[str, object], typed: Typed) -> HttpResponse:
    status = 422 if typed.wrong else 200
    return private(render(request, "portal/pay_erip.html", {**context, "typed_sum": typed}, status=status))


urlpatterns: list[URLPattern] = [path("pay/erip/", pay_erip, name="pay-erip")]
