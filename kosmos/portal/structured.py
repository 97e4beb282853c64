"""What search engines are told of a page as data (schema.org, JSON-LD): a block that no browser runs."""

import json
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from kosmos.charging.choices import Offer
from kosmos.kernel.money import plain
from kosmos.portal.offering import OfferedService
from kosmos.wording.typography import CURRENCY, text

Thing = Mapping[str, object]
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(thing: Thing) -> SafeString:
    """A thing as it stands inside a script element: no text of it can end the element."""
    said = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(said.translate(_UNSAFE))


def organization(request: HttpRequest) -> dict[str, object]:
    """Who the operator is: name, address of the site, phones and groups."""
    moment = request.moment  # type: ignore[attr-defined]
    operator = moment.operator
    groups = [group["url"] for group in getattr(operator, "groups", None) or []]
    about: dict[str, object] = {
        "@type": "Organization",
        "name": moment.operator_name,
        "url": f"{settings.ENVIRONMENT.public_url}{reverse('portal:site')}",
    }
    if operator and operator.phones:
        about["telephone"] = operator.phones[0]
    return about | ({"sameAs": groups} if groups else {})


def catalogue(request: HttpRequest, name: str, services: Iterable[OfferedService]) -> dict[str, object]:
    """What an audience can have: each service with its plans and their prices a month."""
    provider = organization(request)
    return {
        "@type": "OfferCatalog",
        "name": name,
        "itemListElement": [
            {
                "@type": "Service",
                "name": text(one.service.name),
                "provider": provider,
                "offers": [_offer(offer) for offer in one.plans],
            }
            for one in services
        ],
    }


def _offer(offer: Offer) -> dict[str, object]:
    price = {"price": plain(offer.fee_kopecks), "priceCurrency": CURRENCY}
    month = {"@type": "UnitPriceSpecification", **price, "unitCode": "MON"}
    return {"@type": "Offer", "name": text(offer.name), **price, "priceSpecification": month}
