"""What the house's components are made with: icons, addresses that may not exist, and names in several languages."""

from collections.abc import Mapping

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kosmos.catalogue.queries import text_in
from kosmos.portal.icons import DRAWN, OF_SERVICE, OF_STATE

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon of a name; what has no drawing gets the general one."""
    return DRAWN.get(name, DRAWN["info"])


@register.simple_tag
def state_icon(state: str) -> SafeString:
    """The icon that goes with a state's colour."""
    return icon(OF_STATE.get(state, "info"))


@register.simple_tag
def service_icon(code: str) -> SafeString:
    """The icon of a service, by its code in the catalogue."""
    return icon(OF_SERVICE.get(code, "services"))


@register.simple_tag
def url_or_hash(name: str, *args: str) -> str:
    """The address of a page of the portal, or "#" where there is none."""
    try:
        return reverse(f"portal:{name}", args=args)
    except NoReverseMatch:
        return "#"


@register.filter
def named(texts: Mapping[str, str] | str | None) -> str:
    """A text of the catalogue in the page's language."""
    if not texts or isinstance(texts, str):
        return texts or ""
    return text_in(dict(texts), get_language() or "ru")


@register.filter
def dialled(phone: str) -> str:
    """A phone as a link dials it: digits, and the plus if there is one."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")
