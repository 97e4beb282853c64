"""The only place where adapters are chosen: which rail takes cards, which gateways take messages, where they are.

The cash desk's fiscal equipment too.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from kosmos.config.agents import AgentSetting, read_agents
from kosmos.config.environment import Environment
from kosmos.config.erip import EripSetting, read_erip_setting
from kosmos.config.erip_files import DEMO_PAYEE, EripFilesSetting
from kosmos.kernel.errors import DomainError
from kosmos.kernel.models import DemoClock

CARDS = {
    "assist": "kosmos.payments.rails.assist.rail.AssistRail",
    "bepaid": "kosmos.payments.rails.bepaid.rail.BepaidRail",
    "bepaid_erip": "kosmos.payments.rails.bepaid.erip.BepaidErip",
    "webpay": "kosmos.payments.rails.webpay.rail.WebpayRail",
}
"""Adapters are named by their path: config imports no feature."""
SIMULATOR = {"merchant_id": "700100", "login": "simulator", "password": "simulator", "salt": "simulator"}
BEPAID_SIMULATOR = {"shop_id": "700", "secret": "simulator"}
BEPAID_ERIP_SIMULATOR = {"shop_id": "701", "secret": "simulator"}
WEBPAY_SIMULATOR = {"store_id": "700100200", "login": "simulator", "password": "simulator", "secret": "simulator"}
"""The merchants that the simulators know. They refuse to start outside the demo, so these are no secrets."""
BEPAID_KEY = "kosmos.gateway.simulator.keys.public_key"
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
    """The rail of a name as the settings say; in the demo the simulator's, unless its provider's address is set.

    RailNotSetUp if it is not one that there is, or a setting of it is missing.
    """
    known: Environment = settings.ENVIRONMENT
    if name not in CARDS:
        raise RailNotSetUp(f"there is no rail {name}", rail=name)
    if known.cards.url_of(name):
        return real(name, known)
    if is_demo():
        return simulated(known.public_url, name)
    raise RailNotSetUp(f"this way to pay is not set up: KOSMOS_{name.upper()}_URL is not set", rail=name)


def card_rails() -> tuple[str, ...]:
    """The rails that take cards, in the operator's order: those that are set up, in the demo all."""
    known: Environment = settings.ENVIRONMENT
    demo = is_demo()
    return tuple(name for name in known.cards.order if known.cards.url_of(name) or demo)


def erip_is_sold() -> bool:
    """Whether bePaid puts demands into ERIP for the operator; in the demo always."""
    return bool(settings.ENVIRONMENT.cards.bepaid_erip.url) or is_demo()


@cache
def simulated(public_url: str, name: str = "assist") -> Any:  # noqa: ANN401 - a Rail, but config imports no feature
    """The rail to the demo's simulator, which our own web process serves."""
    url = f"{public_url}/rails/{name}/simulator"
    told = {
        "assist": SIMULATOR,
        "bepaid": {**BEPAID_SIMULATOR, "gateway_url": url},
        "bepaid_erip": {**BEPAID_ERIP_SIMULATOR, "service": "7010001", "payee": "Cosmos TV", "city": "Minsk"},
        "webpay": {**WEBPAY_SIMULATOR, "api_url": f"{url}/api"},
    }[name]
    if name in {"bepaid", "bepaid_erip"}:
        told |= {"public_key": import_string(BEPAID_KEY)(name)}
    pushed = {} if name == "assist" else {"notify_url": push_url(public_url, name)}
    pages = f"{url}/pay/" if name == "webpay" else url
    return import_string(CARDS[name])(url=pages, credits_tests=True, **told, **pushed)


@cache
def real(name: str, known: Environment) -> Any:  # noqa: ANN401 - a Rail, but config imports no feature
    """The rail to a provider itself. RailNotSetUp if a secret is missing: without it anybody could sign."""
    if missing := known.cards.missing_of(name):
        raise RailNotSetUp(f"this way to pay is not set up: {missing} is not set", rail=name)
    pushed = {} if name == "assist" else {"notify_url": push_url(known.public_url, name)}
    return import_string(CARDS[name])(**known.cards.values_of(name), **pushed)


def push_url(public_url: str, rail: str) -> str:
    """Where a provider tells us what became of orders."""
    return f"{public_url}/rails/{rail}/push/"


DEMO_AGENTS = "kiosk osmp {0}; terminal cyberplat {0}; bank sberbank {0}".format("127.0.0.0/8 ::1")

DEMO_ERIP = "127.0.0.0/8 ::1"


def agents() -> tuple[AgentSetting, ...]:
    """Who takes money by check and pay; in the demo one of each protocol on this machine, unless some are set."""
    known: Environment = settings.ENVIRONMENT
    return known.agents or (read_agents(DEMO_AGENTS) if is_demo() else ())


def gateway_processes() -> int:
    """Among how many processes the machines' connections are shared."""
    known: Environment = settings.ENVIRONMENT
    return known.gateway_processes


def erip_files() -> EripFilesSetting | None:
    """How files are exchanged with ERIP, if they are; in the demo by a folder, into which the simulator writes."""
    known: Environment = settings.ENVIRONMENT
    demo = EripFilesSetting(known.home / "erip", None, DEMO_PAYEE)
    return known.erip_files or (demo if is_demo() else None)


def erip() -> EripSetting | None:
    """How ERIP asks online, if it does; in the demo unsigned from this machine, unless it is set."""
    known: Environment = settings.ENVIRONMENT
    return known.erip or (read_erip_setting(DEMO_ERIP, "") if is_demo() else None)


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
