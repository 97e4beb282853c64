"""Who somebody is to us, how to reach him, and in which language; and what is beside it: consents, his own data."""

import uuid
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.kernel.errors import DomainError
from kosmos.notifications.channels.base import GatewayDown, Letter, LetterRefused, gateways
from kosmos.portal.asking import refused_page
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.pages import consents, my_data
from kosmos.portal.speaking import remember_language
from kosmos.subscribers import services
from kosmos.subscribers.contacts import phone_words
from kosmos.subscribers.errors import NoEmailWish
from kosmos.subscribers.models import Contract, EmailWish, SignIn, Subscriber
from kosmos.subscribers.queries import consents_of
from kosmos.wording.typography import day_and_moment

MAIL = "email"
"""The name of the gateway that takes letters."""


class MailNotSetUp(DomainError):
    """No gateway takes mail."""

    code = "mail_not_set_up"


class MailNotSent(DomainError):
    """The gateway did not take the letter."""

    code = "mail_not_sent"


@require_http_methods(["GET", "HEAD"])
@cabinet_page
def profile(request: CabinetRequest) -> HttpResponse:
    """All that there is to see and change."""
    owner = _owner(request)
    contracts = Contract.objects.filter(subscriber=owner).order_by("account_id")
    accounts = {account.account_id: account for account in request.cabinet.accounts}
    context = {
        "owner": owner,
        "login": request.user.get_username(),
        "phone": phone_words(owner.phone),
        "wish": EmailWish.objects.filter(subscriber=owner, expires_at__gt=time_of(request)).first(),
        "contracts": [{"contract": one, "account": accounts.get(one.account_id)} for one in contracts],
        "languages": settings.LANGUAGES,
        "given": sum(one.given for one in consents_of(owner)),
        "second_factor": services.asks_for_code(_me(request)),
        "deletion": services.open_deletion(owner),
    }
    return render(request, "portal/profile/profile.html", context)


@require_POST
@cabinet_page
def language(request: CabinetRequest) -> HttpResponse:
    """Speak another language, on pages and in messages; one that pages do not speak changes nothing."""
    wanted, response = request.POST.get("language", ""), redirect("portal:profile")
    if wanted in dict(settings.LANGUAGES):
        services.change_language(_me(request), language=wanted, origin=origin_of(request), now=time_of(request))
        remember_language(response, wanted)
        with override(wanted):
            messages.success(request, _("Теперь мы пишем вам на этом языке"))
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def phone(request: CabinetRequest) -> HttpResponse:
    """Another phone, with the password."""
    page, typed = "portal/profile/phone.html", request.POST.get("phone", "")
    context = {"phone": phone_words(_owner(request).phone), "typed": typed[:40], "login": _login(request)}
    if request.method != "POST":
        return render(request, page, context)
    try:
        kept = services.change_phone(
            _me(request), phone=typed, password=_password(request), origin=origin_of(request), now=time_of(request)
        )
    except DomainError as error:
        return refused_page(request, page, context, error)
    messages.success(request, _("Телефон изменён: %(phone)s") % {"phone": phone_words(kept)})
    return redirect("portal:profile")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def email(request: CabinetRequest) -> HttpResponse:
    """Another address, with the password; then the code that was sent to it."""
    page, owner = "portal/profile/email.html", _owner(request)
    typed = request.POST.get("email", "") if request.method == "POST" else _to_confirm(owner)
    context = {"owner": owner, "typed": typed[:254], "login": _login(request)}
    if request.method != "POST":
        return render(request, page, context)
    try:
        _ask(request, typed)
    except DomainError as error:
        return refused_page(request, page, context, error)
    return redirect("portal:profile-email-code")


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def email_code(request: CabinetRequest) -> HttpResponse:
    """The field for the code that was sent; ``do=forget`` withdraws the wish."""
    page = "portal/profile/email_code.html"
    wish = EmailWish.objects.filter(subscriber=_owner(request)).first()
    typed = request.POST.get("code", "")[:32]
    context = {"wish": wish, "typed": typed}
    if request.POST.get("do") == "forget":
        if services.forget_email_wish(_me(request)):
            messages.success(request, _("Адрес почты остался прежним"))
        return redirect("portal:profile")
    if request.method != "POST":
        return render(request, page, context) if wish else redirect("portal:profile")
    try:
        kept = services.confirm_email(_me(request), code=typed, origin=origin_of(request), now=time_of(request))
    except NoEmailWish as error:
        return refused_page(request, page, context, error)
    except DomainError as error:
        return refused_page(request, page, context, error, at="code")
    messages.success(request, _("Адрес почты подтверждён: %(email)s") % {"email": kept})
    return redirect("portal:profile")


def _ask(request: CabinetRequest, typed: str) -> None:
    """Make the code and send it, at once and outside any transaction: it is kept nowhere. MailNotSetUp, MailNotSent."""
    gateway = gateways().get(MAIL)
    if gateway is None:
        raise MailNotSetUp
    made = services.ask_email(_me(request), email=typed, password=_password(request), now=time_of(request))
    try:
        gateway.send(_letter(made, _owner(request).language), again=False)
    except (GatewayDown, LetterRefused) as error:
        services.forget_email_wish(_me(request))
        raise MailNotSent from error


def _letter(made: services.EmailCode, spoken: str) -> Letter:
    with override(spoken):
        subject = _("Код подтверждения: %(code)s") % {"code": made.code}
        text = _(
            "Введите в кабинете код %(code)s, чтобы получать сообщения на этот адрес. Код действует до: %(until)s.\n\n"
            "Если вы не меняли адрес в кабинете, ничего не делайте: без кода он не изменится."
        ) % {"code": made.code, "until": day_and_moment(made.until_at)}
    return Letter(id=str(uuid.uuid4()), to=made.to, text=text, subject=subject, language=spoken)


def _to_confirm(owner: Subscriber) -> str:
    """The address that stands in the form at first: the kept one, while nobody has confirmed it."""
    return "" if owner.email_confirmed_at else owner.email


def _me(request: CabinetRequest) -> SignIn:
    return cast("SignIn", request.user)


def _owner(request: CabinetRequest) -> Subscriber:
    return request.cabinet.subscriber


def _login(request: CabinetRequest) -> str:
    return _me(request).login


def _password(request: CabinetRequest) -> str:
    return request.POST.get("password", "")


urlpatterns: list[URLPattern] = [
    path("cabinet/profile/", profile, name="profile"),
    path("cabinet/profile/language/", language, name="profile-language"),
    path("cabinet/profile/phone/", phone, name="profile-phone"),
    path("cabinet/profile/email/", email, name="profile-email"),
    path("cabinet/profile/email/code/", email_code, name="profile-email-code"),
    *consents.urlpatterns,
    *my_data.urlpatterns,
]
