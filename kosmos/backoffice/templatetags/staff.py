"""{% load staff %}: the frame of the staff's pages."""

from django import template
from django.http import HttpRequest

from kosmos.backoffice.guards import step_before
from kosmos.backoffice.menu import Section, sections_for

register = template.Library()


@register.simple_tag
def staff_menu(request: HttpRequest) -> list[Section]:
    """The sections that whoever is signed in may open; none before he may open any."""
    staff = getattr(request, "staff", None)
    return [] if staff is None or step_before(request) else sections_for(staff.role, request.path)
