"""What every page, file and refusal tells the browser; who is believed about whose request it is."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from kosmos.config.headers import content_policy, without_port
from kosmos.config.tests.production import HOST, in_production

pytestmark = pytest.mark.django_db

WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the doors; where one takes a value, with some value."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        elif isinstance(pattern, URLPattern):
            parts = here.split("/")
            yield "/".join("1" if part.startswith("<") else part for part in parts)


@pytest.mark.parametrize("address", ["/nowhere/", "/static/portal/kosmos.css", *sorted(set(addresses()))])
def test_every_answer_bears_the_headers(address: str) -> None:
    client = Client(raise_request_exception=False)
    for answer in (client.get(address), client.post(address)):
        assert {name: answer.headers.get(name) for name in WANTED} == WANTED
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "camera=()" in answer.headers["Permissions-Policy"]
        answer.close()


def test_forms_may_lead_to_the_payment_page_alone() -> None:
    assert "form-action 'self';" in content_policy()
    policy = content_policy(pays_at=["https://test.paysec.by/pay", ""])
    assert "form-action 'self' https://test.paysec.by;" in policy


def test_pages_are_not_kept_by_others() -> None:
    assert Client().get("/nowhere/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("by", "told", "believed"),
    [
        ("127.0.0.1", "203.0.113.7", False),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", False),
        ("203.0.113.7", "127.0.0.1", False),
        ("127.0.0.1", None, True),
        ("127.0.0.1", "127.0.0.1", True),
    ],
    ids=["through the proxy", "forged before the proxy", "forged to us", "on the machine", "on it, by the proxy"],
)
def test_figures_answer_this_machine(by: str, told: str | None, believed: bool) -> None:
    headers = {"host": "localhost"} | ({"x-forwarded-for": told} if told else {})
    answer = Client().get("/metrics", headers=headers, REMOTE_ADDR=by)
    assert (answer.status_code == 200) is believed


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_a_proxy_may_tell_the_port_too(told: str, address: str) -> None:
    assert without_port(told) == address


@pytest.mark.parametrize("address", ["/pay/%00/", "/?a=%00", "/rails/assist/return/?ordernumber=a%00b"])
def test_a_zero_byte_is_refused_before_any_page(address: str) -> None:
    assert Client().get(address).status_code == 400


@pytest.mark.parametrize("charset", ["zlib", "no-such", "rot13"])
def test_a_form_in_no_encoding_is_refused(charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert Client().generic("POST", "/sign-in/", b"--x--\r\n", content_type=kind).status_code == 400


def test_figures_do_not_answer_by_the_public_name() -> None:
    assert Client().get("/metrics", headers={"host": "testserver"}).status_code == 403


def test_figures_answer_a_token() -> None:
    for token, status in (("right" * 9, 200), ("wrong" * 9, 403), ("", 403)):
        said = in_production(
            f"print(get('/metrics', headers={{'authorization': 'Bearer {token}', 'host': '{HOST}'}}).status_code)",
            KOSMOS_METRICS_TOKEN="right" * 9,
        )
        assert said == str(status)


def test_figures_count_requests_by_route() -> None:
    client = Client()
    client.get("/healthz")
    text = client.get("/metrics", headers={"host": "localhost"}).content.decode()
    assert 'route="/healthz",status="200"' in text
    assert "kosmos_database_up 1.0" in text


def test_a_request_for_another_host_is_refused() -> None:
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        answer = Client(raise_request_exception=False).get("/nowhere/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content
