"""Django's settings; the values come from the environment (see environment.py)."""

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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "kosmos.kernel",
    "kosmos.ledger",
    "kosmos.catalogue",
    "kosmos.subscribers",
    "kosmos.charging",
    "kosmos.usage",
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
