"""{% load staff %}: the frame of the staff's pages."""

from django import template
from django.http import HttpRequest

from kosmos.backoffice.grouping import Group, menu_for
from kosmos.backoffice.guards import step_before
from kosmos.backoffice.menu_counts import with_counts

register = template.Library()


@register.simple_tag
def staff_menu(request: HttpRequest) -> list[Group]:
    """The sections that whoever is signed in may open, under headings where they are many; none before he may."""
    staff = getattr(request, "staff", None)
    return [] if staff is None or step_before(request) else with_counts(menu_for(staff.role, request.path), request)
