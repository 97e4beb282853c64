"""What every answer tells the browser about itself, and who asks behind a reverse proxy."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kosmos.config.refusals import bad_request

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_policy(*, pays_at: Sequence[str] = ()) -> str:
    """The content security policy: everything from here, nothing inline; forms may lead to pages of payment."""
    pages = [urlsplit(url) for url in pays_at if url]
    form = " ".join(["'self'", *(f"{parts.scheme}://{parts.netloc}" for parts in pages)])
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
            request.META["REMOTE_ADDR"] = without_port(told.rpartition(",")[2].strip())
        return get_response(request)

    return answer


def without_port(address: str) -> str:
    """An address as a proxy writes it, without the port that some add: 203.0.113.7:4711, [2001:db8::1]:4711."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def readable(get_response: Answer) -> Answer:
    """Middleware: 400 for what no page can read: a zero byte in the address, a form in an encoding that is none."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or "\0" in query or not _is_encoding(request):
            return bad_request(request)
        return get_response(request)

    return answer


def _is_encoding(request: HttpRequest) -> bool:
    try:
        "a".encode((request.content_params or {}).get("charset", "utf-8"))
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def is_within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether an address is in one of the networks; what is no address is in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
