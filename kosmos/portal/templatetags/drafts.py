"""{% load drafts %}: what the public pages make of a draft, for editors who look at it before it is saved."""

from collections.abc import Mapping, Sequence

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from kosmos.catalogue.coverage import FoundBuilding
from kosmos.catalogue.models import Article, PaymentPoint
from kosmos.portal.markdown import rendered
from kosmos.portal.pages.address import _house
from kosmos.portal.places import Places, found
from kosmos.wording.typography import text

register = template.Library()


@register.simple_tag
def public_text(draft: Article) -> dict[str, str | SafeString]:
    """An article's title and text as its page shows them."""
    return {"title": text(draft.title), "body": rendered(text(draft.body))}


@register.simple_tag
def place_sections(draft: PaymentPoint) -> list[Places]:
    """The list of places to pay with this one alone."""
    return found([draft])


@register.simple_tag(takes_context=True)
def house_page(context: RequestContext, values: Mapping[str, str], services: Sequence[str]) -> SafeString:
    """The whole page of a house that is not in the coverage yet."""
    house = FoundBuilding(0, values["city"], values["street"], values["house"], values["dormitory"], tuple(services))
    return SafeString(_house(context["request"], house, "").content.decode())
