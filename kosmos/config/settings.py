"""Django's settings; the values come from the environment (see environment.py)."""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from kosmos.config.environment import read_environment

ENVIRONMENT = read_environment()
SECRET_KEY = ENVIRONMENT.secret_key or "no pages are served without KOSMOS_SECRET_KEY"
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("be", "Беларуская"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "subscribers.SignIn"
AUTHENTICATION_BACKENDS = ["kosmos.subscribers.backend.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

ROOT_URLCONF = "kosmos.config.urls"
WSGI_APPLICATION = "kosmos.config.wsgi.application"
LOCALE_PATHS = [Path(__file__).parent.parent / "portal" / "locale"]
STATIC_URL = "/static/"
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:home"

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
    "kosmos.gateway",
    "kosmos.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
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
    "default": _database(ENVIRONMENT.database_url, role=ENVIRONMENT.app_role),
    "owner": _database(ENVIRONMENT.database_owner_url, role=None),
}
