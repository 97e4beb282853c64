"""{% load site %}: what a page of the public site says to search engines and to other sites that name it."""

from datetime import datetime
from typing import Protocol

from django import template
from django.conf import settings
from django.utils.translation import get_language

from kosmos.charging.choices import Offer
from kosmos.portal.visiting import address_of
from kosmos.portal.words import offers
from kosmos.portal.words import site as words
from kosmos.wording import typography

register = template.Library()
register.filter("speed_of", lambda offer: offers.speed_words(offer.speed_kbps))
register.filter("day_price", words.day_words)
register.filter("volume_words", words.volume_words)
register.filter("settlement_words", words.settlement_words)
register.filter("connection_words", words.connection_words)
register.filter("start_kopecks", words.start_kopecks)
register.filter("fine_print", words.fine_print)
register.filter("share_words", words.share_words)


class Applying(Protocol):
    """Knows where one applies for a plan."""

    def for_plan(self, offer: Offer) -> str:
        """The address."""


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
    return address_of(name)


@register.filter
def to_apply(apply: Applying, offer: Offer) -> str:
    """Where one applies for a plan; nothing where there is no form."""
    return apply.for_plan(offer)


@register.filter
def day_of_at(at: datetime) -> str:
    """The day of an instant in the operator's zone: "30 ноября 2026"."""
    return typography.day_of_year(at.astimezone(typography.zone()).date())
