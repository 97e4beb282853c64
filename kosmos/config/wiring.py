"""The only place where adapters are chosen: which rail takes cards, which gateways take messages, where they are.

The cash desk's fiscal equipment too.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from kosmos.config.environment import Environment
from kosmos.kernel.errors import DomainError
from kosmos.kernel.models import DemoClock

ASSIST = "kosmos.payments.rails.assist.rail.AssistRail"
"""Adapters are named by their path: config imports no feature."""
SIMULATOR = {"merchant_id": "700100", "login": "simulator", "password": "simulator", "salt": "simulator"}
"""The merchant that the simulator knows. It refuses to start outside the demo, so these are no secrets."""
SIMULATOR_PATH = "/rails/assist/simulator"
SMTP, SMS = "kosmos.notifications.channels.mail.Smtp", "kosmos.notifications.channels.sms.HttpSms"
CATCHER_PLACE = "kosmos.gateway.simulator.mail.place"
SMS_SIMULATOR_PATH, SMS_SIMULATOR_KEY = "/rails/sms/simulator/", "simulator"
DEMO_SENDER = "Kosmos <noreply@kosmos.example>"


class RailNotSetUp(DomainError):
    """The operator has not set this way of paying up."""

    code = "rail_not_configured"


class FiscalNotSetUp(DomainError):
    """The fiscal equipment that the settings name is not there."""

    code = "fiscal_failed"


def is_demo() -> bool:
    """Whether this database is the demo's."""
    return DemoClock.objects.exists()


def rail(name: str) -> Any:  # noqa: ANN401 - a Rail, but config imports no feature
    """The rail of a name as the settings say; in the demo the simulator's, unless Assist's address is set.

    RailNotSetUp if it is not one that there is, or a setting of it is missing.
    """
    if name != "assist":
        raise RailNotSetUp(f"there is no rail {name}", rail=name)
    if settings.ENVIRONMENT.assist_url:
        return real(settings.ENVIRONMENT)
    if is_demo():
        return simulated(settings.ENVIRONMENT.public_url)
    raise RailNotSetUp("payments by card are not set up: KOSMOS_ASSIST_URL is not set", rail=name)


@cache
def simulated(public_url: str) -> Any:  # noqa: ANN401 - a Rail, but config imports no feature
    """The rail to the demo's simulator, which our own web process serves."""
    return import_string(ASSIST)(url=public_url + SIMULATOR_PATH, credits_tests=True, **SIMULATOR)


@cache
def real(known: Environment) -> Any:  # noqa: ANN401 - a Rail, but config imports no feature
    """The rail to Assist itself. RailNotSetUp if a secret is missing: without it anybody could sign."""
    for name in ("assist_merchant_id", "assist_login", "assist_password", "assist_salt"):
        if not getattr(known, name):
            raise RailNotSetUp(f"payments by card are not set up: KOSMOS_{name.upper()} is not set")
    return import_string(ASSIST)(
        url=known.assist_url,
        merchant_id=known.assist_merchant_id,
        login=known.assist_login,
        password=known.assist_password,
        salt=known.assist_salt,
        delimiter=known.assist_delimiter,
    )


def gateways() -> dict[str, Any]:
    """The gateways that messages go by, by channel, as the settings say; in the demo simulators where none is set."""
    known: Environment = settings.ENVIRONMENT
    found = {}
    if known.smtp_url:
        found["email"] = import_string(SMTP)(url=known.smtp_url, sender=known.mail_from)
    if known.sms_url:
        found["sms"] = _sms(known.sms_url, known.sms_key)
    return {**(_simulated_gateways(known) if len(found) < 2 and is_demo() else {}), **found}


def _simulated_gateways(known: Environment) -> dict[str, Any]:
    """The demo's: a mail catcher that the worker keeps on a free port, and SMS at our own web process."""
    return {
        "email": import_string(SMTP)(url=import_string(CATCHER_PLACE)(), sender=known.mail_from or DEMO_SENDER),
        "sms": _sms(known.public_url + SMS_SIMULATOR_PATH, SMS_SIMULATOR_KEY),
    }


@cache
def _sms(url: str, key: str) -> Any:  # noqa: ANN401 - a Delivery, but config imports no feature
    """One gateway for the whole process, which keeps its connections."""
    return import_string(SMS)(url=url, key=key)


def fiscal() -> Any:  # noqa: ANN401 - a Fiscal, but config imports no feature
    """The cash desk's fiscal equipment; None until one is set: receipts say then that they are not fiscal.

    FiscalNotSetUp if the setting names no adapter.
    """
    return _fiscal(settings.ENVIRONMENT.fiscal) if settings.ENVIRONMENT.fiscal else None


@cache
def _fiscal(adapter: str) -> Any:  # noqa: ANN401 - a Fiscal, but config imports no feature
    try:
        return import_string(adapter)()
    except ImportError as error:
        raise FiscalNotSetUp(f"KOSMOS_FISCAL names no adapter: {error}") from error
