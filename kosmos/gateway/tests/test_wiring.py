"""Which rail is wired: Assist's where its settings are whole, the simulator's in the demo, else none."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from kosmos.config.environment import read_environment
from kosmos.gateway.rails import wired_rail
from kosmos.kernel.models import DemoClock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.rails.assist.rail import AssistRail

WHOLE = {
    "KOSMOS_ASSIST_URL": "https://test.example.by",
    "KOSMOS_ASSIST_MERCHANT_ID": "732614",
    "KOSMOS_ASSIST_LOGIN": "merchant1",
    "KOSMOS_ASSIST_PASSWORD": "password1",
    "KOSMOS_ASSIST_SALT": "salt1",
    "KOSMOS_ASSIST_DELIMITER": "none",
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
