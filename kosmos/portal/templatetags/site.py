"""{% load site %}: what a page of the public site says to search engines and to other sites that name it."""

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

register = template.Library()

_LOCALES = {"ru": "ru_RU", "be": "be_BY", "en": "en_GB"}


@register.filter
def absolute(path: str) -> str:
    """A path of ours as other sites write it, with the address that people type."""
    return f"{settings.ENVIRONMENT.public_url}{path}"


@register.simple_tag
def page_locale() -> str:
    """The page's language with its country, as Open Graph writes it."""
    return _LOCALES.get((get_language() or "ru")[:2], "ru_RU")


@register.simple_tag
def page_of(name: str) -> str:
    """The address of a page of the portal; nothing where this installation has no such page."""
    try:
        return reverse(f"portal:{name}")
    except NoReverseMatch:
        return ""
