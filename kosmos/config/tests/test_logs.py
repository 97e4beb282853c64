"""What is logged bears no secrets, no card numbers and no tokens."""

import logging
from types import SimpleNamespace

from kosmos.config.logs import HIDDEN, Routes, route_of, without_secrets


def test_secrets_and_cards_are_hidden() -> None:
    event = without_secrets(
        None,
        "info",
        {
            "password": "hush",
            "assist_salt": "hush",
            "note": "card 4111 1111 1111 1111 is mine",
            "ref": "20261123100200",
        },
    )
    assert event["password"] == event["assist_salt"] == HIDDEN
    assert event["note"] == f"card {HIDDEN} is mine"


def test_numbers_that_are_no_cards_stay() -> None:
    assert without_secrets(None, "info", {"phone": "+375291234567", "account": "100482"}) == {
        "phone": "+375291234567",
        "account": "100482",
    }


def test_djangos_words_name_the_route_and_not_the_address() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Bad", "/pay/tok3n/"), None)
    record.request = SimpleNamespace(resolver_match=SimpleNamespace(route="pay/<str:token>/"))
    assert Routes().filter(record)
    assert record.getMessage() == "Bad: /pay/<str:token>/"
    assert route_of(SimpleNamespace(resolver_match=None)) == "unknown"
