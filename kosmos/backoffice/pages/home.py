"""The first page: what waits for whoever signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from kosmos.backoffice.guards import StaffRequest, own_page, time_of
from kosmos.backoffice.waiting import waiting_for


@require_safe
@own_page
def home(request: StaffRequest) -> HttpResponse:
    """What waits, the most urgent first, each with the page where it is done."""
    return render(request, "backoffice/home.html", {"waiting": waiting_for(request.staff, time_of(request))})


urlpatterns: list[URLPattern] = [path("", home, name="home")]
