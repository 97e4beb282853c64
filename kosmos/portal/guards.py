"""Who may see a page of the cabinet, and which of his accounts it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kosmos.entering.asked import time_of
from kosmos.portal.speaking import speak_own_language
from kosmos.subscribers.models import SignIn, Subscriber
from kosmos.subscribers.services import Address

__all__ = [
    "AccountChoice",
    "Cabinet",
    "CabinetRequest",
    "address_words",
    "cabinet_of",
    "cabinet_page",
    "page_after",
    "signed_in_page",
    "time_of",
]
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """One of a subscriber's accounts, as the switcher shows it."""

    account_id: int
    number: str
    address: str
    balance_kopecks: int


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Whose cabinet it is, his accounts by number, and the one that the page is about."""

    subscriber: Subscriber
    accounts: tuple[AccountChoice, ...]
    chosen: AccountChoice


class CabinetRequest(HttpRequest):
    """A request that a guard has let through."""

    cabinet: Cabinet


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
GuardedView = Callable[Concatenate[CabinetRequest, P], HttpResponseBase]


def cabinet_page(view: GuardedView[P]) -> View[P]:
    """Let only a signed-in subscriber in, and first to a password of his own; sets ``request.cabinet``.

    The answer is never stored. ``?account=NUMBER`` chooses among his accounts, 404 for anybody else's; a form names
    the account that its page showed (``for_account``).
    """
    return _guarded(view, own_password=True)


def signed_in_page(view: GuardedView[P]) -> View[P]:
    """As ``cabinet_page``, for the page itself on which an issued password is replaced."""
    return _guarded(view, own_password=False)


def cabinet_of(request: HttpRequest) -> Cabinet | None:
    """The cabinet of whoever is signed in, for pages that strangers see too; None for them.

    Whoever has still to replace an issued password is a stranger here, and so is staff.
    """
    subscriber: Subscriber | None = getattr(request.user, "subscriber", None)
    if subscriber is None or cast("SignIn", request.user).must_change_password:
        return None
    return _cabinet(request, subscriber)


def page_after(wanted: str) -> str:
    """Where to go after signing in: a page of ours that was asked for, else home."""
    ours = wanted.startswith(("/cabinet/", "/pay/")) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.isprintable() else reverse("portal:home")


def address_words(place: Address) -> str:
    """An address in one line: «Минск, Красная, 6, корп. 2, кв. 1»."""
    house = [place.street, place.house] if place.street else []
    parts = [place.city, *house]
    for value, words in (
        (place.building, _("корп. %s")),
        (place.apartment, _("кв. %s")),
        (place.dormitory, _("общежитие %s")),
        (place.room, _("комн. %s")),
    ):
        parts += [words % value] if value else []
    return ", ".join(parts)


def _guarded(view: GuardedView[P], *, own_password: bool) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        subscriber = _subscriber(request)
        if subscriber is None:
            response = _elsewhere(request, _sign_in_address(request))
        elif own_password and cast("SignIn", request.user).must_change_password:
            response = _elsewhere(request, reverse("portal:password"))
        else:
            let_in = cast("CabinetRequest", request)
            let_in.cabinet = _cabinet(request, subscriber)
            response = view(let_in, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return cast("View[P]", guarded)


def _subscriber(request: HttpRequest) -> Subscriber | None:
    """Who is signed in; PermissionDenied for a sign-in that is no subscriber's."""
    if not request.user.is_authenticated:
        return None
    found: Subscriber | None = getattr(request.user, "subscriber", None)
    if found is None:
        raise PermissionDenied("This sign-in is no subscriber's.")
    return found


def _cabinet(request: HttpRequest, subscriber: Subscriber) -> Cabinet:
    speak_own_language(request, subscriber.language)
    accounts = tuple(
        AccountChoice(held.account_id, held.number, address_words(held.address), held.balance_kopecks)
        for held in cast("SignIn", request.user).held
    )
    if not accounts:
        raise PermissionDenied("This subscriber has no contract.")
    return Cabinet(subscriber=subscriber, accounts=accounts, chosen=_chosen(request, accounts))


def _chosen(request: HttpRequest, accounts: tuple[AccountChoice, ...]) -> AccountChoice:
    by_number = {account.number: account for account in accounts}
    asked = _asked_for(request)
    if asked is None:
        return by_number.get(request.session.get("account", ""), accounts[0])
    if asked not in by_number:
        raise Http404
    if request.session.get("account") != asked:
        request.session["account"] = asked
    return by_number[asked]


def _asked_for(request: HttpRequest) -> str | None:
    """The account that an address or a form names: a form is about what its page showed, not about another tab's."""
    asked = request.GET.get("account")
    if asked is None and request.method == "POST" and request.content_type != "multipart/form-data":
        asked = request.POST.get("for_account")
    return asked


def _sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to what was asked for."""
    address = reverse("portal:sign-in")
    return f"{address}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else address


def _elsewhere(request: HttpRequest, address: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
