"""What a browser is called in a list of sessions, and how one is recognised that somebody signed in from."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kosmos.entering.asked import origin_of
from kosmos.subscribers.services import KnownDevice

__all__ = ["cookie_name", "device_words", "known_devices", "origin_of", "remember_device"]

REMEMBERED = timedelta(days=365)
PEOPLE = 5
"""How many people's sign-ins one browser remembers, the latest."""
SALT = "kosmos.portal.devices"

BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """A browser and its system in two words, from what the browser calls itself."""
    browser = next((words for mark, words in BROWSERS if mark in agent), "")
    system = next((words for mark, words in SYSTEMS if mark in agent), "")
    return ", ".join(words for words in (browser, system) if words) or _("Неизвестное устройство")


def known_devices(request: HttpRequest) -> dict[int, KnownDevice]:
    """Who signed in from this browser before, by sign-in; nobody where its cookie was altered or is too old."""
    try:
        value = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return {}
    return {int(sign_in): KnownDevice(int(sign_in), name) for sign_in, name in value.items()}


def remember_device(request: HttpRequest, response: HttpResponse, sign_in_id: int) -> None:
    """Let the browser say next time that this sign-in succeeded in it; it opens nothing without the password."""
    names = {known.sign_in_id: known.name for known in known_devices(request).values()}
    mine = names.pop(sign_in_id, None) or secrets.token_urlsafe(16)
    latest = {**dict(list(names.items())[-(PEOPLE - 1) :]), sign_in_id: mine}
    response.set_cookie(
        cookie_name(),
        signing.dumps(latest, salt=SALT),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """The cookie's name; where there is https, one that no neighbouring host can set."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
