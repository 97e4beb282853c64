"""One search box for everything: what was typed is found in whatever way it was meant, and the only hit is opened."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.backoffice import roles
from kosmos.backoffice.found_words import address_of, groups_of
from kosmos.backoffice.guards import StaffRequest, staff_page
from kosmos.backoffice.roles import may
from kosmos.kernel.cards import without_cards
from kosmos.workplace.search.asked import LONGEST
from kosmos.workplace.search.finding import LISTED, Results, Sight, find


@require_safe
@staff_page(roles.SEE_SUBSCRIBERS)
def search(request: StaffRequest) -> HttpResponseBase:
    """What was found, in groups; the only one, or the one whose whole number was typed, is opened unless ``all``."""
    typed = request.GET.get("q", "")[:LONGEST].strip()
    found = find(typed, _sight(request.staff.role)) if typed else Results()
    if found.only and "all" not in request.GET:
        return _opened(request, found, typed)
    context = {
        "q": without_cards(typed),
        "asked": bool(typed),
        "found": found,
        "groups": groups_of(found, named=may(request.staff.role, roles.REVEAL_PERSONAL)),
        "listed": LISTED,
    }
    return render(request, "backoffice/search/found.html", context)


def _sight(role: str) -> Sight:
    return Sight(
        personal=may(role, roles.REVEAL_PERSONAL),
        requests=may(role, roles.ANSWER_REQUESTS),
        applications=may(role, roles.SEE_APPLICATIONS),
    )


def _opened(request: StaffRequest, found: Results, typed: str) -> HttpResponseBase:
    """To the page of what is meant, which says so where something else could have been."""
    only = found.only
    assert only is not None
    again = f"{request.path}?{urlencode({'q': typed, 'all': '1'})}"
    if found.guessed:
        messages.info(request, _("Нашлось похожее, а не точно то, что набрано: проверьте имя и адрес."))
    elif found.count > 1:
        words = _("Открыт тот, чей номер набран целиком. Так же начинается или кончается и другое:")
        messages.info(request, format_html('{} <a href="{}">{}</a>', words, again, _("показать всё")))
    return HttpResponseRedirect(address_of(only), status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [path("search/", search, name="search")]
