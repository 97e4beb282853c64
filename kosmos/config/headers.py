"""What every answer tells the browser about itself, and who asks behind a reverse proxy."""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_policy(*, pays_at: str = "") -> str:
    """The content security policy: everything from here, nothing inline; forms may lead to the payment page."""
    parts = urlsplit(pays_at)
    form = f"'self' {parts.scheme}://{parts.netloc}" if pays_at else "'self'"
    own = ["connect-src", "font-src", "img-src", "manifest-src", "script-src", "style-src"]
    return "; ".join(
        [
            "default-src 'none'",
            *(f"{kind} 'self'" for kind in own),
            "base-uri 'none'",
            f"form-action {form}",
            "frame-ancestors 'none'",
        ]
    )


def safe_headers(get_response: Answer) -> Answer:
    """Middleware: the headers that Django has no setting for, on every answer, files and errors too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "html" in response.headers.get("Content-Type", ""):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def true_address(get_response: Answer) -> Answer:
    """Middleware: REMOTE_ADDR becomes the visitor's where a proxy that we know says it; nobody else is believed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if told and is_within(request.META.get("REMOTE_ADDR", ""), settings.ENVIRONMENT.proxies):
            request.META["REMOTE_ADDR"] = told.rpartition(",")[2].strip()
        return get_response(request)

    return answer


def is_within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether an address is in one of the networks; what is no address is in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
