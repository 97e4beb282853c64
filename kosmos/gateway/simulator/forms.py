"""What the simulators' pages read of what is sent to them; the card itself is looked at and forgotten."""

import re
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.urls import reverse

from kosmos.config.wiring import SIMULATOR, WEBPAY_SIMULATOR
from kosmos.gateway.models import SimulatedPage
from kosmos.payments.rails.assist import orders as assist
from kosmos.payments.rails.assist.messages import CreateBill
from kosmos.payments.rails.bepaid import codec as bepaid
from kosmos.payments.rails.webpay import codec as webpay
from kosmos.payments.rails.wire.errors import MessageError

BILL_LIFE = timedelta(days=1)


class NotOurMerchant(Exception):
    """The order does not come from the merchant, or something of it was altered on the way."""


def read_order(rail: str, body: bytes, *, own_origin: str, now: datetime) -> SimulatedPage:
    """Read and verify an order as its provider does, and keep it for its pages. NotOurMerchant."""
    delay, back = False, ""
    try:
        if rail == "assist":
            form = assist.read_order(body, merchant_id=SIMULATOR["merchant_id"], salt=SIMULATOR["salt"])
            number, amount, currency, delay = form.number, form.amount_kopecks, form.currency, form.delay
            back = form.return_ok_url or form.return_url
        elif rail == "webpay":
            told = webpay.read_order(body, WEBPAY_SIMULATOR["secret"])
            number, amount, currency, back = told.order_number, told.total_kopecks, told.currency, told.return_url
        else:
            wish = bepaid.read_checkout(body)
            number, amount, currency, back = wish.number, wish.amount_kopecks, wish.currency, wish.success_url
    except MessageError as error:
        raise NotOurMerchant from error
    return SimulatedPage.objects.create(
        token=secrets.token_urlsafe(16),
        rail=rail,
        order_number=number,
        amount_kopecks=amount,
        currency=currency,
        return_url=back if _origin(back) == _origin(own_origin) else "/",
        delay=delay,
        made_at=now,
    )


def keep_bill(bill: CreateBill, *, now: datetime) -> SimulatedPage | None:
    """Keep a bill for its page, once for each number; payers come back to where the merchant is set up to want them."""
    if SimulatedPage.objects.filter(order_number=bill.number).exists():
        return None
    return SimulatedPage.objects.create(
        token=secrets.token_urlsafe(16),
        rail="assist",
        order_number=bill.number,
        amount_kopecks=bill.amount_kopecks,
        currency=bill.currency,
        return_url=reverse("gateway:return-assist"),
        delay=bill.delay,
        comment=bill.comment,
        pay_until=bill.pay_until or now + BILL_LIFE,
        made_at=now,
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
