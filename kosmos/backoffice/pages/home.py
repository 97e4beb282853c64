"""The first page: what waits for whoever signed in, what he does most, and all his sections."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosmos.backoffice.grouping import groups_for
from kosmos.backoffice.guards import StaffRequest, own_page
from kosmos.backoffice.staff_words import role_words
from kosmos.backoffice.waiting import waiting_for

FIRST: Mapping[str, tuple[str, str | Promise]] = {
    "agent": ("queue", _("К очереди")),
    "cashier": ("cash", _("В кассу")),
    "technician": ("my-visits", _("К моим выездам")),
    "sales": ("applications", _("К заявкам")),
    "finance": ("figures", _("К показателям")),
    "editor": ("news", _("К новостям")),
    "administrator": ("figures", _("К показателям")),
}
"""What each role does most: the section's name, and the button's words."""


@require_safe
@own_page
def home(request: StaffRequest) -> HttpResponse:
    """What waits, the most urgent first, each with the page where it is done; then all sections of the role."""
    groups = groups_for(request.staff.role)
    name, words = FIRST[request.staff.role]
    addresses = {one.name: one.address for group in groups for one in group.sections}
    context = {
        "waiting": waiting_for(request),
        "groups": groups,
        "role": role_words(request.staff.role),
        "first": (addresses[name], words) if name in addresses else None,
    }
    return render(request, "backoffice/home.html", context)


urlpatterns: list[URLPattern] = [path("", home, name="home")]
