"""Under the settings of a production with https: Django's own check is clean, and cookies stay where they belong."""

from pathlib import Path

import pytest
from django.conf import settings

from kosmos.config.environment import read_environment
from kosmos.config.secret import kept_secret
from kosmos.config.tests.production import HOST, in_production
from kosmos.config.tests.test_cards import WHOLE

COOKIES = """
from http.cookies import SimpleCookie
for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
    print(name)
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE)
print(settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN)
"""


def test_djangos_check_for_deployment_is_clean() -> None:
    assert "0 silenced" in in_production("call_command('check', deploy=True, fail_level='DEBUG')")


def test_cookies_are_bound_to_the_host_and_to_https() -> None:
    names, secure, session = in_production(COOKIES).rsplit("\n", 2)
    assert names.split() == ["__Host-session", "__Host-form", "__Host-language"]
    assert secure == "True True True"
    assert session == "True Lax None"


def test_on_plain_http_cookies_are_plain_and_still_hidden_from_scripts() -> None:
    assert settings.SESSION_COOKIE_NAME == "session"
    assert not settings.SESSION_COOKIE_SECURE
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_browsers_are_told_to_stay_with_https() -> None:
    told = in_production("print(get('/nowhere/').headers['Strict-Transport-Security'])")
    assert told == "max-age=31536000; includeSubDomains; preload"
    assert in_production("print('Strict-Transport-Security' in get('/nowhere/').headers)", KOSMOS_PUBLIC_URL="") == (
        "False"
    )


def test_plain_http_is_sent_to_https_but_for_probes() -> None:
    plain = "Client(headers={'host': 'cabinet.example.by'}).get"
    assert in_production(f"print({plain}('/pay/').headers['Location'])") == f"https://{HOST}/pay/"
    assert in_production(f"print({plain}('/healthz').status_code)") == "200"


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
def test_pages_of_errors_need_no_database(code: str) -> None:
    shown = in_production(
        f"from django.template.loader import render_to_string\nprint(render_to_string('{code}.html'))",
        DATABASE_URL="postgresql://localhost:1/nowhere",
    )
    assert '<html lang="ru">' in shown
    assert "http://" not in shown.replace("http://www.w3.org", "")
    assert "style=" not in shown


def test_a_database_that_is_away_is_said_as_503() -> None:
    away = {"DATABASE_URL": "postgresql://localhost:1/nowhere"}
    said = in_production("r = get('/healthz'); print(r.status_code, r.json()['status'])", **away)
    assert said.splitlines()[-1] == "503 database_away"
    said = in_production(
        "r = get('/'); print(r.status_code, r.headers['Retry-After'], 'no-cache' in str(r.headers))", **away
    )
    assert said.splitlines()[-1] == "503 10 True"


def test_a_secret_that_nobody_gave_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "home")
    assert len(first) >= 50
    assert kept_secret(tmp_path / "home") == first
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o600


def test_settings_do_not_show_their_secrets() -> None:
    secrets = ("KOSMOS_ASSIST_SALT", "KOSMOS_ASSIST_PASSWORD", "KOSMOS_WEBPAY_PASSWORD", "KOSMOS_WEBPAY_SECRET")
    said = WHOLE | dict.fromkeys(secrets, "hush") | {"DATABASE_URL": "postgresql://u:hush@h/d"}
    assert "hush" not in repr(read_environment(said))


def test_a_cookie_that_is_set_bears_all_of_it() -> None:
    code = "r = client.post('/language/', {'language': 'be', 'next': '/'})\nprint(r.cookies.output(header='').strip())"
    cookie = in_production(code)
    assert cookie.startswith("__Host-language=be;")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= attributes
    assert not any(part.startswith("Domain") for part in attributes)
