"""The demo's SMS gateway: takes a message once for each client id, and says what became of one."""

import json
from http import HTTPStatus

from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kosmos.config.wiring import SMS_SIMULATOR_KEY
from kosmos.gateway.models import SimulatedGateway, SimulatedSms
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.kernel import clock

FIELDS = ("client_id", "to", "text")


@csrf_exempt
@require_http_methods(["GET", "POST"])
@only_in_the_demo
def sms(request: HttpRequest) -> JsonResponse:
    """POST takes a message, GET with client_id says whether it was taken."""
    if request.headers.get("Authorization") != f"Bearer {SMS_SIMULATOR_KEY}":
        return _said(HTTPStatus.UNAUTHORIZED, error="key")
    if SimulatedGateway.objects.filter(channel="sms", down=True).exists():
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, error="down")
    if request.method == "GET":
        found = SimulatedSms.objects.filter(client_id=request.GET.get("client_id", "")).first()
        return _said(HTTPStatus.OK, id=f"sim-{found.client_id}") if found else _said(HTTPStatus.NOT_FOUND)
    return _take(request.body)


def _take(body: bytes) -> JsonResponse:
    try:
        said = json.loads(body)
        client_id, to, text = (str(said[field]) for field in FIELDS)
    except (ValueError, KeyError, TypeError):
        return _said(HTTPStatus.BAD_REQUEST, error="body")
    if not (to.startswith("+") and to[1:].isdecimal() and text):
        return _said(HTTPStatus.UNPROCESSABLE_ENTITY, error="number")
    values = {"to": to, "text": text, "at": clock.now()}
    _, new = SimulatedSms.objects.get_or_create(client_id=client_id, defaults=values)
    if not new:
        SimulatedSms.objects.filter(client_id=client_id).update(repeats=F("repeats") + 1)
    return _said(HTTPStatus.OK, id=f"sim-{client_id}")


def _said(status: HTTPStatus, **fields: str) -> JsonResponse:
    return JsonResponse(fields, status=status)


urlpatterns: list[URLPattern] = [path("sms/simulator/", sms, name="simulator-sms")]
