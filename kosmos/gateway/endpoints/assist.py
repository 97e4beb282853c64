"""Where Assist speaks to us: its pushes, and the payers that it sends back."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kosmos.kernel import clock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.queries import order_by_number
from kosmos.payments.rails.base import PushRefused, rail_named
from kosmos.payments.services import take_push

XML = "text/xml; charset=utf-8"
log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def push(request: HttpRequest) -> HttpResponse:
    """Take a push; a fault of ours is answered by 503 without XML, so that Assist sends it again."""
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse("too long", status=413, content_type="text/plain; charset=utf-8")
    try:
        answer = take_push(rail_named("assist"), body, now=clock.now())
    except PushRefused as refused:
        log.warning("a push was refused: %s", refused.code)
        return HttpResponse(refused.answer, content_type=XML)
    except RailNotConfigured:
        return HttpResponse("no payments by card here", status=404, content_type="text/plain; charset=utf-8")
    except Exception:
        log.exception("a push could not be dealt with")
        return HttpResponse("try again later", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(answer, content_type=XML)


@require_GET
def returned(request: HttpRequest) -> HttpResponseRedirect:
    """Lead a payer who comes back to the order's page, which shows the truth: coming back proves nothing."""
    given = {name.lower(): str(value) for name, value in request.GET.items()}
    order = order_by_number(given.get("ordernumber", ""))
    target = redirect("portal:result", order.token) if order else redirect("portal:site")
    target.headers["Cache-Control"] = "no-store"
    return target


urlpatterns: list[URLPattern] = [
    path("assist/push/", push, name="push"),
    path("assist/return/", returned, name="return"),
]
