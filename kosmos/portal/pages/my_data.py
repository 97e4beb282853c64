"""What we hold on somebody, to be taken away as a ZIP; and his wish to be forgotten."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.charging.forgetting import ask_deletion, hindrance_to_deletion
from kosmos.kernel.errors import DomainError
from kosmos.portal.asking import refused_page
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.my_data import Held, Whose, zip_of
from kosmos.portal.words import refusal
from kosmos.subscribers import services
from kosmos.subscribers.errors import NoDeletion
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import DELETION_AFTER
from kosmos.wording.typography import language, zone

PAGE, DELETION = "portal/profile/data.html", "portal/profile/deletion.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def my_data(request: CabinetRequest) -> HttpResponseBase:
    """What there is; a POST with the password downloads it."""
    me = cast("SignIn", request.user)
    context = {"login": me.login, "planned": services.open_deletion(request.cabinet.subscriber)}
    if request.method != "POST":
        return render(request, PAGE, context)
    now = time_of(request)
    try:
        services.note_export(me, password=request.POST.get("password", ""), origin=origin_of(request), now=now)
    except DomainError as error:
        return refused_page(request, PAGE, context, error)
    local = now.astimezone(zone())
    response = StreamingHttpResponse(_pieces(request, local), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{local:%Y-%m-%d}.zip"'
    return response


def _pieces(request: CabinetRequest, made_at: datetime) -> Iterator[bytes]:
    """The ZIP, in the page's language whenever a piece of it is asked for."""
    spoken, owner = language(), request.cabinet.subscriber
    accounts = [Held(account.account_id, account.number) for account in request.cabinet.accounts]
    pieces = zip_of(Whose(owner, accounts, request.user.get_username(), made_at))

    def spoken_pieces() -> Iterator[bytes]:
        while True:
            with override(spoken):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return spoken_pieces()


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def deletion(request: CabinetRequest) -> HttpResponse:
    """What being forgotten means, or why it cannot be yet; a POST with the password plans it."""
    me, owner = cast("SignIn", request.user), request.cabinet.subscriber
    hindered = hindrance_to_deletion(owner)
    context = {
        "login": me.login,
        "hindered": hindered,
        "why": refusal(hindered) if hindered else "",
        "planned": services.open_deletion(owner),
        "days": DELETION_AFTER.days,
    }
    if request.method != "POST":
        return render(request, DELETION, context)
    try:
        now = time_of(request)
        ask_deletion(me, password=request.POST.get("password", ""), origin=origin_of(request), now=now)
    except DomainError as error:
        return refused_page(request, DELETION, context, error)
    messages.success(request, _("Удаление данных запланировано"))
    return redirect("portal:deletion")


@require_POST
@cabinet_page
def cancel(request: CabinetRequest) -> HttpResponse:
    """Stay; a second time says that nothing is planned."""
    try:
        services.cancel_deletion(cast("SignIn", request.user), origin=origin_of(request), now=time_of(request))
        messages.success(request, _("Удаление отменено, ваши данные остаются"))
    except NoDeletion as error:
        messages.info(request, refusal(error))
    return redirect("portal:my-data")


urlpatterns: list[URLPattern] = [
    path("cabinet/profile/data/", my_data, name="my-data"),
    path("cabinet/profile/data/deletion/", deletion, name="deletion"),
    path("cabinet/profile/data/deletion/cancel/", cancel, name="deletion-cancel"),
]
