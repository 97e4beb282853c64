"""Offices, phones and the operator's groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.catalogue.models import PaymentPoint, PlaceKind
from kosmos.portal import structured
from kosmos.portal.visiting import public_page
from kosmos.wording.typography import text


@public_page
def offices(request: HttpRequest) -> HttpResponse:
    """Where one can come, and how to reach the operator without coming."""
    found = list(PaymentPoint.objects.filter(kind=PlaceKind.OFFICE).order_by("id"))
    about = structured.organization(request) | {"department": [_department(one) for one in found]}
    context = {"offices": found, "structured": structured.block(about)}
    return render(request, "portal/site/offices.html", context)


def _department(office: PaymentPoint) -> dict[str, object]:
    address = {"address": text(office.address)} if office.address else {}
    return {"@type": "LocalBusiness", "name": text(office.name), **address}


urlpatterns: list[URLPattern] = [path("offices/", offices, name="offices")]
