"""What the simulator's pages read of what is sent to them; the card itself is looked at and forgotten."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kosmos.config.wiring import SIMULATOR
from kosmos.kernel.money import kopecks
from kosmos.payments.rails.assist.codec import check_value, request_text
from kosmos.payments.rails.assist.words import AMOUNT, CURRENCY


class NotOurMerchant(Exception):
    """The order does not come from the merchant, or something of it was altered on the way."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A request to pay, as the merchant signed it; ``fields`` are sent along from page to page."""

    number: str
    amount_kopecks: int
    currency: str
    return_url: str
    fields: dict[str, str]


def read_order(sent: Mapping[str, str], *, own_origin: str) -> Ordered:
    """Read and verify what order.cfm is given; its names are read in any case. NotOurMerchant."""
    given = {name.lower(): str(value) for name, value in sent.items()}
    amount, currency = given.get("orderamount", ""), given.get("ordercurrency", "BYN")
    text = request_text(
        merchant_id=given.get("merchant_id", ""), number=given.get("ordernumber", ""), amount=amount, currency=currency
    )
    signed = given.get("checkvalue", "").upper() == check_value(text, SIMULATOR["salt"])
    well_formed = AMOUNT.fullmatch(amount) and CURRENCY.fullmatch(currency) and len(given.get("ordernumber", "")) <= 128
    if not signed or not well_formed or given.get("merchant_id") != SIMULATOR["merchant_id"]:
        raise NotOurMerchant
    back = given.get("url_return_ok") or given.get("url_return") or ""
    kept = {"merchant_id", "ordernumber", "orderamount", "ordercurrency", "url_return_ok", "url_return", "checkvalue"}
    return Ordered(
        number=given["ordernumber"],
        amount_kopecks=kopecks(amount),
        currency=currency,
        return_url=back if _origin(back) == _origin(own_origin) else "/",
        fields={name: value for name, value in given.items() if name in kept},
    )


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def masked(card: str) -> str | None:
    """A card's number as a provider shows it, 411111****1111; None if it cannot be one."""
    digits = re.sub(r"[\s-]", "", card)
    if not re.fullmatch(r"\d{13,19}", digits):
        return None
    return f"{digits[:6]}****{digits[-4:]}"
