"""What somebody agreed to, by purpose: the text, since when, and its history."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kosmos.kernel.errors import DomainError
from kosmos.portal.asking import refused_page
from kosmos.portal.devices import device_words, origin_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.subscribers import services
from kosmos.subscribers.consent_texts import texts_now
from kosmos.subscribers.errors import UnknownPurpose
from kosmos.subscribers.models import Consent, Purpose, SignIn, Subscriber
from kosmos.subscribers.queries import consent_history, consents_of
from kosmos.wording.typography import text

TITLES = {
    Purpose.ADVERTISING: gettext_lazy("Реклама по электронной почте"),
    Purpose.SMS_ADVERTISING: gettext_lazy("Реклама в SMS"),
    Purpose.PASSING_ON: gettext_lazy("Передача данных партнёрам"),
    Purpose.PAYMENT_TOKEN: gettext_lazy("Сохранение карты для оплаты"),
}
PAGE = "portal/profile/consents.html"


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def consents(request: CabinetRequest) -> HttpResponse:
    """The purposes; a POST gives or withdraws one."""
    if request.method != "POST":
        return render(request, PAGE, _shown(request.cabinet.subscriber))
    given = request.POST.get("do") == "give"
    try:
        changed = services.set_consent(
            cast("SignIn", request.user),
            purpose=request.POST.get("purpose", ""),
            given=given,
            version=_number(request.POST.get("version", "")),
            origin=origin_of(request),
            now=time_of(request),
        )
    except UnknownPurpose:
        raise Http404 from None
    except DomainError as error:
        return refused_page(request, PAGE, _shown(request.cabinet.subscriber), error)
    if changed:
        messages.success(request, _("Согласие дано") if given else _("Согласие отозвано"))
    return redirect("portal:consents")


def _shown(owner: Subscriber) -> dict[str, object]:
    latest = {one.purpose: one for one in consents_of(owner)}
    return {
        "purposes": [
            {
                "purpose": one.purpose.value,
                "title": TITLES[one.purpose],
                "version": one.version,
                "text": text(one.texts),
                "last": latest.get(one.purpose),
                "stale": _stale(latest.get(one.purpose), one.version),
            }
            for one in texts_now()
        ],
        "history": [
            {"one": one, "title": TITLES[Purpose(one.purpose)], "device": device_words(one.device)}
            for one in consent_history(owner)
        ],
    }


def _stale(last: Consent | None, version: int) -> bool:
    """Whether a consent that holds was given to an older text."""
    return last is not None and last.given and last.version != version


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0


urlpatterns: list[URLPattern] = [path("cabinet/profile/consents/", consents, name="consents")]
