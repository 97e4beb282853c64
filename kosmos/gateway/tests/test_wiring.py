"""Which rail is wired: Assist's where its settings are whole, the simulator's in the demo, else none."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from kosmos.config.environment import read_environment
from kosmos.config.wiring import erip_is_sold
from kosmos.gateway.rails import wired_rail
from kosmos.kernel.errors import SetupError
from kosmos.kernel.models import DemoClock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.rails.assist.rail import AssistRail
from kosmos.payments.rails.bepaid.erip import BepaidErip

WHOLE = {
    "KOSMOS_ASSIST_URL": "https://test.example.by",
    "KOSMOS_ASSIST_MERCHANT_ID": "732614",
    "KOSMOS_ASSIST_LOGIN": "merchant1",
    "KOSMOS_ASSIST_PASSWORD": "password1",
    "KOSMOS_ASSIST_SALT": "salt1",
    "KOSMOS_ASSIST_DELIMITER": "none",
}

ERIP_URL = "https://api.example.by"
ERIP = {
    "KOSMOS_BEPAID_ERIP_URL": ERIP_URL,
    "KOSMOS_BEPAID_ERIP_SHOP_ID": "701",
    "KOSMOS_BEPAID_ERIP_SECRET": "secret1",
    "KOSMOS_BEPAID_ERIP_SERVICE": "7010001",
    "KOSMOS_BEPAID_ERIP_PAYEE": "Cosmos TV",
}

pytestmark = pytest.mark.django_db


def test_without_settings_and_demo_there_is_none(settings: Settings) -> None:
    settings.ENVIRONMENT = read_environment({})
    for name in ("assist", "another"):
        with pytest.raises(RailNotConfigured):
            wired_rail(name)


def test_the_demo_has_the_simulator(settings: Settings) -> None:
    settings.ENVIRONMENT = read_environment({"KOSMOS_PORT": "8129"})
    DemoClock.objects.create(ahead=timedelta(0))
    rail = wired_rail("assist")
    assert isinstance(rail, AssistRail)
    assert (rail.url, rail.credits_tests) == ("http://127.0.0.1:8129/rails/assist/simulator", True)


def test_the_settings_lead_to_assist_itself(settings: Settings) -> None:
    settings.ENVIRONMENT = read_environment(WHOLE)
    rail = wired_rail("assist")
    assert isinstance(rail, AssistRail)
    assert (rail.url, rail.delimiter, rail.credits_tests) == ("https://test.example.by", "", False)
    assert "password1" not in repr(rail)
    assert "salt1" not in repr(rail)


def test_erip_is_sold_by_bepaid_where_it_is_set_up_and_in_the_demo(settings: Settings) -> None:
    settings.ENVIRONMENT = read_environment({})
    assert not erip_is_sold()
    settings.ENVIRONMENT = read_environment(ERIP)
    rail = wired_rail("bepaid_erip")
    assert isinstance(rail, BepaidErip)
    assert (rail.url, rail.service, rail.city, rail.credits_tests) == (ERIP_URL, "7010001", "Minsk", False)
    assert "secret1" not in repr(rail)
    assert erip_is_sold()
    settings.ENVIRONMENT = read_environment({"KOSMOS_PORT": "8129"})
    DemoClock.objects.create(ahead=timedelta(0))
    assert erip_is_sold()
    assert wired_rail("bepaid_erip").credits_tests


@pytest.mark.parametrize("missing", ["SHOP_ID", "SECRET", "SERVICE", "PAYEE"])
def test_erip_that_is_set_up_by_half_stops_the_start(missing: str) -> None:
    with pytest.raises(SetupError, match=missing):
        read_environment({**ERIP, f"KOSMOS_BEPAID_ERIP_{missing}": ""})


@pytest.mark.parametrize(("name", "value"), [("SERVICE", "12a"), ("PAYEE", "Космос"), ("CITY", "M" * 16)])
def test_what_no_code_could_say_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SetupError, match=f"KOSMOS_BEPAID_ERIP_{name}"):
        read_environment({**ERIP, f"KOSMOS_BEPAID_ERIP_{name}": value})
