"""{% load staff_search %}: the search box in the frame of the staff's pages."""

from django import template
from django.http import HttpRequest

from kosmos.backoffice.guards import step_before
from kosmos.backoffice.roles import SEE_SUBSCRIBERS, may
from kosmos.workplace.search.asked import LONGEST

register = template.Library()


@register.simple_tag
def search_box(request: HttpRequest) -> str | None:
    """What stands in the box: what was looked for last; None for whoever may not search, or not yet."""
    staff = getattr(request, "staff", None)
    if staff is None or step_before(request) or not may(staff.role, SEE_SUBSCRIBERS):
        return None
    match = request.resolver_match
    return request.GET.get("q", "")[:LONGEST] if match is not None and match.view_name == "staff:search" else ""
