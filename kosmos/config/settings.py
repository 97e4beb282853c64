"""Django's settings; the values come from the environment (see environment.py)."""

import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from kosmos.config.environment import read_environment
from kosmos.config.headers import content_policy
from kosmos.config.logs import logging_settings

ENVIRONMENT = read_environment()
HTTPS = ENVIRONMENT.https
SECRET_KEY = ENVIRONMENT.secret_key or secrets.token_urlsafe(48)  # no pages are served with one that nobody keeps
ALLOWED_HOSTS = [ENVIRONMENT.public_host, "127.0.0.1", "localhost", "[::1]"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("be", "Беларуская"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "subscribers.SignIn"
AUTHENTICATION_BACKENDS = ["kosmos.subscribers.backend.SignInBackend"]
PASSWORD_HASHERS = ["kosmos.subscribers.hashing.PasswordHasher"]

ROOT_URLCONF = "kosmos.config.urls"
WSGI_APPLICATION = "kosmos.config.wsgi.application"
LOCALE_PATHS = [Path(__file__).parent.parent / "portal" / "locale"]
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:home"
LOGGING = logging_settings()

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STORAGES = {"staticfiles": {"BACKEND": "kosmos.config.static.HashedFiles"}}
WHITENOISE_USE_FINDERS = True

# Cookies: none is read by scripts; where the public address is https, none leaves it or is set by a neighbour.
_COOKIE = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE}session"
CSRF_COOKIE_NAME = f"{_COOKIE}form"
LANGUAGE_COOKIE_NAME = f"{_COOKIE}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "kosmos.config.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CSRF_FAILURE_VIEW = "kosmos.config.refusals.stale_form"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
CONTENT_POLICY = content_policy(pays_at=[ENVIRONMENT.cards.url_of(name) for name in ENVIRONMENT.cards.order])
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials",
    "kosmos.kernel",
    "kosmos.ledger",
    "kosmos.catalogue",
    "kosmos.subscribers",
    "kosmos.charging",
    "kosmos.usage",
    "kosmos.payments",
    "kosmos.documents",
    "kosmos.notifications",
    "kosmos.support",
    "kosmos.connections",
    "kosmos.editing",
    "kosmos.workplace",
    "kosmos.workplace.search",
    "kosmos.cashdesk",
    "kosmos.reports",
    "kosmos.gateway",
    "kosmos.portal",
    "kosmos.backoffice",
]

MIDDLEWARE = [
    "kosmos.config.headers.true_address",
    "kosmos.config.metrics.measured",
    "kosmos.config.headers.safe_headers",
    "kosmos.config.headers.readable",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kosmos.config.static.StaticFiles",
    "kosmos.config.context.timed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kosmos.config.context.demo",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "kosmos.portal.templatetags.forms",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
        },
    }
]


def _database(url: str | None, *, role: str | None) -> dict[str, Any]:
    """One of Django's DATABASES from a libpq URL; the role is assumed after connecting."""
    parts = conninfo_to_dict(url or "postgresql:///kosmos")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "kosmos"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        # Only what kosmos.kernel.sql sends is prepared: Django's own queries carry their values in their text.
        "OPTIONS": {**parts, "prepare_threshold": 5, **({"assume_role": role} if role else {})},
    }


DATABASES = {
    "default": _database(ENVIRONMENT.database_url, role=ENVIRONMENT.app_role)
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True},
    "owner": _database(ENVIRONMENT.database_owner_url, role=None),
}
