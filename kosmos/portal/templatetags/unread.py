"""How many messages are not read yet, for the menu."""

from collections.abc import Mapping

from django import template

from kosmos.portal.unread import MOST_SHOWN, unread_in

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_messages(context: Mapping[str, object]) -> int:
    """How many messages the reader of this page has not read."""
    return unread_in(context["request"])  # type: ignore[arg-type]


@register.filter
def at_most(count: int) -> str:
    """A count with little room: "7", and "99+" for more than that."""
    return str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"
