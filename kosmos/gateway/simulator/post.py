"""The demo's post: what its mail catcher and its SMS gateway took, and a switch that takes each away."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from kosmos.config.wiring import is_demo
from kosmos.gateway.models import SimulatedGateway, SimulatedLetter, SimulatedSms

LATEST = 100
CHANNELS = ("email", "sms")


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The letters that were caught, the latest first."""
    found = SimulatedLetter.objects.order_by("-at")[:LATEST]
    letters = [
        {
            "href": reverse("post:letter", args=[_uuid(one.message_id)]),
            "to": one.recipient,
            "what": one.subject,
            "of": one,
        }
        for one in found
    ]
    return _page(request, "simulator/post.html", {"channel": "email", "letters": letters, **_switch("email")})


@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter: who it is from and for, its text and its HTML."""
    _only_in_the_demo()
    found = get_object_or_404(SimulatedLetter, message_id__startswith=f"<{letter_id}@")
    return _page(request, "simulator/letter.html", {"letter": found, "channel": "email"})


@require_safe
def sms(request: HttpRequest) -> HttpResponse:
    """The SMS that were taken, the latest first."""
    found = SimulatedSms.objects.order_by("-at")[:LATEST]
    letters = [
        {"href": reverse("post:text", args=[one.client_id]), "to": one.to, "what": one.text, "of": one} for one in found
    ]
    return _page(request, "simulator/post.html", {"channel": "sms", "letters": letters, **_switch("sms")})


@require_safe
def text(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """One SMS."""
    _only_in_the_demo()
    found = get_object_or_404(SimulatedSms, client_id=str(client_id))
    return _page(request, "simulator/letter.html", {"sms": found, "channel": "sms"})


@require_POST
def switch(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a gateway away, or bring it back: as the button says, however often it is pressed."""
    _only_in_the_demo()
    if channel not in CHANNELS:
        raise Http404
    down = request.POST.get("to") == "down"
    SimulatedGateway.objects.update_or_create(channel=channel, defaults={"down": down})
    return HttpResponseRedirect(reverse("post:mail" if channel == "email" else "post:sms"), status=HTTPStatus.SEE_OTHER)


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    _only_in_the_demo()
    with translation.override("ru"):
        response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _switch(channel: str) -> dict[str, object]:
    return {"down": SimulatedGateway.objects.filter(channel=channel, down=True).exists()}


def _only_in_the_demo() -> None:
    if not is_demo():
        raise Http404


def _uuid(message_id: str) -> str:
    """The id in a Message-ID of ours; none for a letter of somebody else's."""
    inner = message_id.strip("<>").partition("@")[0]
    try:
        return str(UUID(inner))
    except ValueError:
        return str(UUID(int=0))


app_name = "post"
urlpatterns: list[URLPattern] = [
    path("mail/", mail, name="mail"),
    path("mail/<uuid:letter_id>/", letter, name="letter"),
    path("sms/", sms, name="sms"),
    path("sms/<uuid:client_id>/", text, name="text"),
    path("gateways/<slug:channel>/", switch, name="switch"),
]
