"""What the house's components are made with: icons, and names in several languages."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kosmos.catalogue.queries import text_in
from kosmos.kernel.money import HARD_SPACE
from kosmos.portal.icons import DRAWN, OF_SERVICE, OF_STATE
from kosmos.usage.rules import GIGABYTE
from kosmos.wording.typography import day_from, day_of_month, money

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


@register.filter
def named(texts: Mapping[str, str] | str | None) -> str:
    """A text of the catalogue in the page's language."""
    if not texts:
        return ""
    return texts if isinstance(texts, str) else text_in(dict(texts), get_language() or "ru")


@register.filter
def dialled(phone: str) -> str:
    """A phone as a link dials it: digits, and the plus if there is one."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.filter
def unbroken(phone: str) -> str:
    """A phone as it is shown: it never breaks at its hyphens and spaces."""
    return phone.replace("-", "\u2011").replace(" ", HARD_SPACE)


@register.filter
def gigabytes(volume_bytes: int) -> str:
    """A volume in gigabytes with one decimal where it is not whole: "87,6", "87.6" in English."""
    tenths = (volume_bytes * 10 + GIGABYTE // 2) // GIGABYTE
    point = "." if get_language() == "en" else ","
    return f"{tenths // 10}{point}{tenths % 10}" if tenths % 10 else str(tenths // 10)


@register.filter
def megabits(speed: float) -> str:
    """A speed in megabits as a reader writes it: "100", "0,5"."""
    return str(speed) if get_language() == "en" else str(speed).replace(".", ",")


@register.filter
def taken(cost_kopecks: int) -> str:
    """What a cost takes from a balance: 86 is "−0,86"."""
    return money(-cost_kopecks)


@register.filter
def near(when: date, today: date) -> str:
    """A day in as few words as can be: "сегодня", "завтра", or "30 ноября"."""
    words = day_from(when, today).split(", ")
    return words[0] if len(words) > 1 else day_of_month(when)
