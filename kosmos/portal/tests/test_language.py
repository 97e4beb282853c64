import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.utils.translation import get_language, override

from kosmos.portal.speaking import speak_own_language


@pytest.mark.parametrize("language", ["ru", "be", "en"])
def test_a_choice_is_kept_in_a_cookie(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/pay/?account=100482"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/pay/?account=100482")
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == language
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"]


@pytest.mark.parametrize("language", ["de", "", "../ru"])
def test_other_languages_change_nothing(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/"})
    assert answer.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "http:///",
        "/no/such/page/",
        "/language/",
        "/sign-out/",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_it_leads_only_to_pages_of_ours(client: Client, address: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_it_is_only_posted(client: Client) -> None:
    assert client.get("/language/").status_code == 405


def test_a_subscribers_own_language_gives_way_to_a_choice() -> None:
    request = HttpRequest()
    with override("ru"):
        speak_own_language(request, "be")
        assert get_language() == "be"
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "en"
    with override("en"):
        speak_own_language(request, "be")
        assert get_language() == "en"
